"""What a paper says: facts in, the frozen payload out. No rows, no clock, no settings.

Every sentence here is our own; it names only what the facts hold. Content of an order to
correct: number, party, facts with day and place, rule broken, basis, what exactly to
correct, limit, what to report back, what follows if not, remedies, contact, day.
An order to correct is no penalty and never speaks of one (Penalty Law art. 28).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from common.clock import chinese_date
from enforcement import rules
from enforcement.states import NoticeForm

TEMPLATE_VERSION = 1


@dataclass(frozen=True, slots=True)
class Party:
    """To whom the paper is addressed; empty texts are unknown or do not exist."""

    name: str
    credit_code: str = ""
    licence_no: str = ""
    person: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One finding as the paper tells it. ``law`` carries its 《》, ``article`` the rest."""

    code: str
    text: str
    law: str
    article: str
    requirement: str
    remedy: str
    version: str
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """An article that the order itself rests on."""

    citation: str
    version: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who speaks, where one can object and for how long, and whom to call."""

    organ: str
    government: str
    court: str
    reconsideration_days: int
    litigation_months: int
    address: str = ""
    phone: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """The visit that saw the facts."""

    visited_on: date
    place: str
    officers: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    photos: int = 0


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The notice that is taken back."""

    title: str
    number: str
    issued_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """All that a paper says, before it is put into words."""

    form: str
    issuer: Issuer
    party: Party
    scene: Scene
    issued_on: date
    number: str
    verify_url: str
    is_demonstration: bool
    facts: tuple[Fact, ...] = ()
    bases: tuple[Cited, ...] = ()
    limit_count: int = 0
    limit_unit: str = ""
    due_if_served_today: date | None = None
    added_order: str = ""
    withdrawn: Withdrawn | None = None
    routed: tuple[str, ...] = ()
    ordered_by: tuple[str, ...] = ()


def compose(paper: PaperFacts) -> dict[str, Any]:
    """The payload that is stored at approval and printed from alone."""
    words = _WORDS[NoticeForm(paper.form)](paper)
    return {
        "form": str(paper.form),
        "organ": paper.issuer.organ,
        "title": NoticeForm(paper.form).label,
        "number": paper.number,
        "party": {
            "name": paper.party.name,
            "credit_code": paper.party.credit_code,
            "licence_no": paper.party.licence_no,
            "person": paper.party.person,
            "address": paper.party.address,
        },
        **words,
        "signature": paper.issuer.organ,
        "date": chinese_date(paper.issued_on),
        "verify_url": paper.verify_url,
        "demonstration": paper.is_demonstration,
        "template_version": TEMPLATE_VERSION,
        "policy_versions": _versions(paper),
    }


def spoken(payload: dict[str, Any]) -> list[tuple[str, str]]:
    """(where, text) of every sentence that the bureau itself speaks, names left out.

    These are searched for words of penalty. The party's own name and address are not ours.
    """
    pieces = [("正文", text) for text in payload["paragraphs"]]
    for finding in payload["findings"]:
        no = finding["no"]
        pieces += [
            (f"问题{no}", finding["text"]),
            (f"问题{no}的违反规定", finding["requirement"]),
            (f"问题{no}的改正要求", finding["remedy"]),
        ]
    pieces += [("依据", text) for text in payload["basis"]]
    pieces += [("责令事项", text) for text in payload["orders"]]
    pieces.append(("期限", payload["deadline_text"]))
    return pieces + [("文末", text) for text in payload["after"]]


def _opening(paper: PaperFacts) -> str:
    return f"{_visit(paper)}经查，你单位存在下列问题："


def _visit(paper: PaperFacts) -> str:
    scene = paper.scene
    officers = "、".join(scene.officers)
    if scene.partners:
        who = f"本机关会同{'、'.join(scene.partners)}，由执法人员{officers}"
    else:
        who = f"本机关执法人员{officers}"
    place = f"（检查地点：{scene.place}）" if scene.place else ""
    return f"{chinese_date(scene.visited_on)}，{who}对你单位进行现场检查{place}。"


def _evidence(paper: PaperFacts) -> str:
    photos = f"、现场照片{paper.scene.photos}张" if paper.scene.photos else ""
    return f"以上事实，有现场检查记录{photos}为证。"


def _findings(paper: PaperFacts) -> list[dict[str, Any]]:
    return [
        {
            "no": no,
            "code": fact.code,
            "text": fact.text,
            "law": fact.law,
            "article": fact.article,
            "requirement": fact.requirement,
            "remedy": fact.remedy,
            "found_on": chinese_date(paper.scene.visited_on),
            "place": paper.scene.place or paper.party.address,
        }
        for no, fact in enumerate(paper.facts, start=1)
    ]


def _orders(*orders: str) -> list[str]:
    """The orders beyond those that stand with each finding; numbered when there are several."""
    given = [_clause(order) + "。" for order in orders if order.strip()]
    if len(given) < 2:
        return given
    return [f"{no}．{order}" for no, order in enumerate(given, start=1)]


def _rectification(paper: PaperFacts) -> dict[str, Any]:
    limit = rules.limit_words(paper.limit_count, paper.limit_unit)
    return {
        "paragraphs": [_opening(paper)],
        "findings": _findings(paper),
        "basis": [
            _evidence(paper),
            f"依据{_bases(paper)}的规定，现责令你单位按照上列整改要求限期改正。",
        ],
        "orders": _orders(paper.added_order),
        "deadline_text": (
            f"你单位应当自本通知书送达之日起{limit}内整改完毕（{_counted(paper)}）。"
        ),
        "after": [
            "整改完毕后，你单位应当在上述期限内向本机关提交书面整改报告，逐项写明整改措施和结果，"
            "并附照片、台账等证明材料。本机关将对整改情况进行复查。",
            "逾期未整改或者整改不到位的，本机关将依法立案调查；涉及其他部门职责的，依法移送。",
            remedy_text(paper.issuer),
            *contact_text(paper.issuer, "整改报告"),
        ],
    }


def _stop(paper: PaperFacts) -> dict[str, Any]:
    limit = rules.limit_words(paper.limit_count, paper.limit_unit)
    stop_now = (
        "你单位应当自收到本通知书时起立即执行，"
        "不得以变换场所、名称或者转为线上等方式继续开展上述活动"
    )
    return {
        "paragraphs": [_opening(paper)],
        "findings": _findings(paper),
        "basis": [
            _evidence(paper),
            f"依据{_bases(paper)}的规定，现责令你单位立即停止未经许可的培训活动，"
            "并按照上列改正要求立即改正。",
        ],
        "orders": _orders(stop_now, paper.added_order),
        "deadline_text": (
            f"你单位应当自本通知书送达之日起{limit}内向本机关书面报告停办情况（{_counted(paper)}）。"
        ),
        "after": [
            "书面报告应当写明停办时间、在读学员和从业人员安置情况、所收费用退还情况，并附证明材料。"
            "本机关将在期限届满后到现场复查。",
            "拒不停止或者停止后擅自恢复的，本机关将依法立案调查；涉及其他部门职责的，依法移送。",
            remedy_text(paper.issuer),
            *contact_text(paper.issuer, "书面报告"),
        ],
    }


def _withdrawal(paper: PaperFacts) -> dict[str, Any]:
    old = paper.withdrawn
    assert old is not None, "a withdrawal names the notice it takes back"
    name = f"《{old.title}》（{old.number}）"
    return {
        "paragraphs": [
            f"本机关于{chinese_date(old.issued_on)}向你单位制发{name}。"
            f"经核查，{_clause(old.reason)}，现决定撤回该通知书。",
            f"自本通知书送达之日起，{name}不再执行，你单位无须再按其要求整改或者报告。",
        ],
        "findings": [],
        "basis": [],
        "orders": [],
        "deadline_text": "",
        "after": [
            "需要重新责令改正的，本机关将另行制发通知书。",
            remedy_text(paper.issuer),
            *contact_text(paper.issuer),
        ],
    }


def _result(paper: PaperFacts) -> dict[str, Any]:
    """What the inspection found, told to the party. It orders nothing, so it names no remedy."""
    found = "经查，你单位存在下列问题：" if paper.facts else "检查中未发现你单位存在违法违规问题。"
    told = [
        {**row, "text": _with_correction(row["text"], fact.correction), "remedy": ""}
        for row, fact in zip(_findings(paper), paper.facts, strict=True)
    ]
    return {
        "paragraphs": [f"{_visit(paper)}现将检查结果告知如下。{found}"],
        "findings": told,
        "basis": [_evidence(paper)] if paper.facts else [],
        "orders": _orders(*_what_follows(paper), paper.added_order),
        "deadline_text": "",
        "after": contact_text(paper.issuer),
    }


def _with_correction(text: str, correction: str) -> str:
    return f"{_clause(text)}。检查当场已改正：{_clause(correction)}。" if correction else text


def _what_follows(paper: PaperFacts) -> list[str]:
    """What the bureau did or will do about the facts that were told."""
    follows = []
    if paper.ordered_by:
        papers = "、".join(paper.ordered_by)
        follows.append(f"上述问题的改正，按照本机关制发的{papers}执行")
    elif any(not fact.correction for fact in paper.facts):
        follows.append("对上述尚未改正的问题，本机关将依法另行处理")
    if paper.routed:
        matters = "、".join(paper.routed)
        follows.append(f"检查中还发现{matters}的情况，属于其他部门职责，由有权部门依法处理")
    return follows


_WORDS = {
    NoticeForm.RESULT: _result,
    NoticeForm.RECTIFICATION: _rectification,
    NoticeForm.STOP: _stop,
    NoticeForm.WITHDRAWAL: _withdrawal,
}


def _counted(paper: PaperFacts) -> str:
    """How the limit is counted, and its last day if the paper is served the day it is issued.

    The real last day follows from the service; this one lets the reader check the counting.
    """
    counting = rules.counting_words(paper.limit_unit)
    due_on = paper.due_if_served_today
    if due_on is None:
        return counting
    return f"{counting}；在签发当日送达的，至{chinese_date(due_on)}届满"


def remedy_text(issuer: Issuer) -> str:
    """Both remedies with their times, told without article numbers.

    The times are the policy's (deadline.t13, deadline.t14) and come with the facts; the body
    is the county's government [S6: Reconsideration Law art. 24 for a department of a county].
    The numbers of those articles differ by year, and not every version was checked.
    """
    return (
        f"你单位如不服本通知书，可以自收到之日起{issuer.reconsideration_days}日内依法"
        f"向{issuer.government}申请行政复议，也可以自收到之日起{issuer.litigation_months}个月内"
        f"依法向{issuer.court}提起行政诉讼。"
    )


def contact_text(issuer: Issuer, report: str = "") -> list[str]:
    """Whom to call; a county that has not said so at least tells where a report goes."""
    parts = [
        f"联系人：{issuer.person}" if issuer.person else "",
        f"联系电话：{issuer.phone}" if issuer.phone else "",
        f"地址：{issuer.address}" if issuer.address else "",
    ]
    known = "；".join(part for part in parts if part)
    if known:
        return [f"本机关{known}。"]
    return [f"{report}请径送{issuer.organ}。"] if report else []


def _bases(paper: PaperFacts) -> str:
    return "、".join(base.citation for base in paper.bases)


def _clause(text: str) -> str:
    return text.strip().rstrip("。；;.，, ")


def _versions(paper: PaperFacts) -> dict[str, str]:
    """Which dated row of the catalogue each citation came from: V35 -> 2018-12-29."""
    rows: list[Fact | Cited] = [*paper.facts, *paper.bases]
    return dict(row.version.split("@", 1) for row in rows)
