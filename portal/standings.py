"""Is a file a paper of this county, and what is it worth today? One sentence for whoever asks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from enforcement.queries import standing_of_notice
from papers.queries import standing_of_paper
from signing.queries import check_pdf
from signing.standing import Standing, StandingOf, Worth
from signing.states import Outcome
from signing.verification import Verdict

# Each room that keeps papers, in any order: a file is a paper of one of them at most.
STANDINGS: list[StandingOf] = [standing_of_notice, standing_of_paper]


@dataclass(frozen=True, slots=True)
class Answer:
    """``code``: valid, changed, untrusted, expired, revoked, superseded, voided or unknown."""

    code: str
    sentence: str
    verdict: Verdict
    standing: Standing | None = None

    @property
    def is_good(self) -> bool:
        return self.code == "valid"


def standing_of(file_ids: Collection[int]) -> Standing | None:
    """The first room that knows one of these files."""
    if not file_ids:
        return None
    found = (ask(file_ids) for ask in STANDINGS)
    return next((standing for standing in found if standing is not None), None)


def answer_for(pdf: bytes, *, at: datetime) -> Answer:
    """Signature first, then whether this county keeps the file, then what became of the paper."""
    check = check_pdf(pdf, at=at)
    verdict, standing = check.verdict, standing_of(check.file_ids)
    if verdict.outcome == Outcome.NOT_SIGNED or (verdict.is_valid and not check.is_kept):
        return Answer("unknown", _unknown(verdict), verdict)
    if not verdict.is_valid:
        return Answer(verdict.outcome.value, verdict.sentence, verdict, standing)
    if standing is not None and standing.worth != Worth.IN_FORCE:
        return Answer(standing.worth.value, _gone(standing), verdict, standing)
    what = f"这是《{standing.title}》（{standing.number}）。" if standing else ""
    return Answer("valid", f"{verdict.sentence}{what}", verdict, standing)


def _unknown(verdict: Verdict) -> str:
    if verdict.outcome == Outcome.NOT_SIGNED:
        return "文件没有电子签名，本机关也没有存档过内容完全相同的文件，无法证明它是本机关制发的。"
    return "签名有效，但本机关没有存档过这份文件，请与制发机关核对文号。"


def _gone(standing: Standing) -> str:
    paper = f"《{standing.title}》（{standing.number}）"
    if standing.worth == Worth.VOIDED:
        return f"文件未被改动，但{paper}已作废，不具效力。"
    by = f"由“{standing.by}”" if standing.by else ""
    return f"文件未被改动，但{paper}已{by}撤回或者取代，不再有效。"
