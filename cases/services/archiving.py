"""The whole file of a case: bound as one PDF, packed with checksums, locked for good (3.7)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from cases.errors import CaseWordsMissing, NotArchivable
from cases.models import Case, CaseArchive, CasePaper
from cases.roles import PaperRole
from cases.services._locks import locked
from cases.services._steps import move, require_stranger
from common.clock import localdate
from documents.services import store
from papers.binding import BoundPart, bind_file
from papers.packages import PackedPaper, checksum_of, pack_file
from papers.states import PaperState
from policies.queries import values_on

# Decision and receipt first, then as the case went (3.7); the cover leads, the note sheet ends.
ORDER = (
    PaperRole.DECISION,
    PaperRole.CREDIT,
    PaperRole.SERVICE,
    PaperRole.CLUE,
    PaperRole.NOT_FILED,
    PaperRole.FILING,
    PaperRole.RECUSAL,
    PaperRole.RECORD,
    PaperRole.PRESERVATION,
    PaperRole.ORDER,
    PaperRole.REPORT,
    PaperRole.NOTICE,
    PaperRole.STATEMENT,
    PaperRole.HEARING,
    PaperRole.REVIEW,
    PaperRole.DISCUSSION,
    PaperRole.APPROVAL,
    PaperRole.PERFORMANCE,
    PaperRole.COURT,
    PaperRole.TRANSFER,
    PaperRole.PUBLICATION,
    PaperRole.WITHDRAWAL,
    PaperRole.CLOSING,
    PaperRole.OTHER,
    PaperRole.FILE,
)
_COVER, _NOTES, _INDEX = "D48", "D48-3", "D48-2"
_ENDED = (PaperState.VOIDED, PaperState.DISCARDED)


@transaction.atomic
def archive_case(case_id: int, *, by: User, at: datetime) -> CaseArchive:
    """Bind and pack every paper of a closed case; from then on nothing of it changes.

    A cover (D48) must be printed, and no paper may still wait. Superseded papers stay in the
    file. Raises NotFound, NotAllowed, WrongState, NotArchivable, NotAPdf, DiskFull.
    """
    require(by, Permission.CASE_ARCHIVE)
    case = locked(case_id)
    links = _in_order(case)
    day = localdate(at)
    held = values_on(day, ("organ.name", "archive.class"))
    organ, number = held["organ.name"], case.number or f"线索{case.pk}"
    bound = bind_file([_part(link) for link in links], organ=organ, case_number=number, on=day)
    packed = [_packed(link) for link in links]
    package = pack_file(packed, organ=organ, case_number=number, at=at)
    archive = CaseArchive.objects.create(
        case=case,
        no=case.archives.count() + 1,
        bound=store(bound, name=f"{number}案卷.pdf", media_type="application/pdf", at=at),
        package=store(package, name=f"{number}案卷.zip", media_type="application/zip", at=at),
        checksum=checksum_of(package),
        paper_count=len(links),
        retention=held["archive.class"],
        archived_on=day,
        archived_at=at,
        archived_by=by,
    )
    told = f"归档：文书{len(links)}件，保管期限{archive.retention}，校验值{archive.checksum}"
    move(case, "archive", by=by, at=at, text=told)
    return archive


@transaction.atomic
def reopen_archived(case_id: int, *, reason: str, by: User, at: datetime) -> Case:
    """The head opens an archived file for a later paper; it is archived again afterwards.

    Raises NotFound, NotAllowed, OwnCase, WrongState, CaseWordsMissing.
    """
    case = locked(case_id)
    require_stranger(case, by, Permission.CASE_DECIDE, "补充归档")
    if not reason.strip():
        raise CaseWordsMissing(thing=str(case), missing="补充归档的理由")
    move(case, "reopen_archived", by=by, at=at, text=f"补充归档：{reason.strip()}")
    return case


def what_the_file_lacks(case: Case) -> list[str]:
    """What keeps the file of a case from being bound, by name. Empty when it is whole.

    What a page lists and what the verb refuses are the same.
    """
    links = _bound(case)
    reasons = [
        f"《{link.paper.title}》还没有批准并印制"
        for link in links
        if link.paper.document_id is None
    ]
    if not any(link.paper.code == _COVER for link in links):
        reasons.append("还没有制作案卷封面")
    return reasons


def papers_in_file(case: Case) -> list[CasePaper]:
    """What would be bound today, in its order: the index without its page numbers."""
    return sorted(_bound(case), key=_place)


def _in_order(case: Case) -> list[CasePaper]:
    """Every paper of the file in its order. Raises NotArchivable while one waits."""
    if reasons := what_the_file_lacks(case):
        raise NotArchivable(case=case, why="；".join(reasons))
    return papers_in_file(case)


def _bound(case: Case) -> list[CasePaper]:
    """What belongs into the file; the index is drawn while it is bound."""
    rows = CasePaper.objects.filter(case=case).exclude(paper__state__in=_ENDED)
    return list(rows.exclude(paper__code=_INDEX).select_related("paper__document"))


def _place(link: CasePaper) -> tuple[int, int, int]:
    edge = {_COVER: -1, _NOTES: 1}.get(link.paper.code, 0)
    return edge, ORDER.index(PaperRole(link.role)), link.pk


def _part(link: CasePaper) -> BoundPart:
    paper = link.paper
    assert paper.document is not None
    return BoundPart(
        title=paper.title,
        pdf=paper.document.content,
        number=paper.number or "",
        date=paper.issued_on.isoformat(),
        remark="已被替代" if paper.state == PaperState.SUPERSEDED else "",
        is_counted=paper.code not in (_COVER, _NOTES),
    )


def _packed(link: CasePaper) -> PackedPaper:
    paper = link.paper
    assert paper.document is not None
    return PackedPaper(
        title=paper.title,
        pdf=paper.document.content,
        number=paper.number or "",
        date=paper.issued_on.isoformat(),
    )
