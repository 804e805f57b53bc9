"""The whole file of a case: bound as one PDF, packed with checksums, locked for good (3.7)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from cases.errors import CaseWordsMissing, NotArchivable
from cases.file_papers import papers_missing
from cases.models import Case, CaseArchive, CaseCorrection, CaseEvidence, CasePaper
from cases.roles import PaperRole
from cases.services._locks import locked
from cases.services._steps import move, require_stranger
from cases.states import DecisionState, NoticeState
from common.clock import localdate
from documents.services import store
from papers.binding import BoundPart, bind_file, extent, is_pdf
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
# Drafts of these were left beside them, before they were given up together.
_GIVEN_UP = Q(notice__state=NoticeState.DISCARDED) | Q(decision__state=DecisionState.DISCARDED)


@transaction.atomic
def archive_case(case_id: int, *, by: User, at: datetime) -> CaseArchive:
    """Bind and pack every paper of a closed case; from then on nothing of it changes.

    A cover (D48) must be printed, no paper may still wait, and none may lack that
    ``file_papers`` asks for. Superseded papers stay in the file. Orders to correct and evidence
    that is a PDF are bound with it. Raises NotFound, NotAllowed, WrongState, NotArchivable,
    NotAPdf, DiskFull.
    """
    require(by, Permission.CASE_ARCHIVE)
    case = locked(case_id)
    day = localdate(at)
    if lacks := what_the_file_lacks(case, day):
        raise NotArchivable(case=case, why="；".join(lacks))
    parts = _parts(case)
    held = values_on(day, ("organ.name", "archive.class"))
    organ, number = held["organ.name"], case.number or f"线索{case.pk}"
    bound = bind_file(parts, organ=organ, case_number=number, on=day)
    packed = [PackedPaper(one.title, one.pdf, one.number, one.date) for one in parts]
    package = pack_file(packed, organ=organ, case_number=number, at=at)
    archive = CaseArchive.objects.create(
        case=case,
        no=case.archives.count() + 1,
        bound=store(bound, name=f"{number}案卷.pdf", media_type="application/pdf", at=at),
        package=store(package, name=f"{number}案卷.zip", media_type="application/zip", at=at),
        checksum=checksum_of(package),
        paper_count=len(parts),
        retention=held["archive.class"],
        archived_on=day,
        archived_at=at,
        archived_by=by,
    )
    told = f"归档：文书{len(parts)}件，保管期限{archive.retention}，校验值{archive.checksum}"
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


def what_the_file_lacks(case: Case, on: date) -> list[str]:
    """What keeps the file of a case from being bound, by name. Empty when it is whole.

    What a page lists and what the verb refuses are the same.
    """
    links = _bound(case)
    waiting = [f"《{one.paper.title}》" for one in links if one.paper.document_id is None]
    waiting += [str(one) for one in _orders(case) if one.notice.document_id is None]
    reasons = [f"{title}还没有批准并印制" for title in waiting]
    if not any(link.paper.code == _COVER for link in links):
        reasons.append("还没有制作案卷封面")
    return reasons + papers_missing(case, on)


def extent_of_file(case: Case) -> tuple[int, int]:
    """Pieces and pages that would be bound today; cover, index and note sheet are not counted."""
    return extent(_parts(case))


def papers_in_file(case: Case) -> list[CasePaper]:
    """The papers that would be bound today, in their order. Orders to correct and evidence that
    can be bound come beside them.
    """
    return sorted(_bound(case), key=_place)


def _parts(case: Case) -> list[BoundPart]:
    """The papers of the case, and at their places what other rooms keep for it."""
    printed = [link for link in _bound(case) if link.paper.document_id is not None]
    rows = [(_place(link), _part(link)) for link in printed]
    orders = [one for one in _orders(case) if one.notice.document_id is not None]
    rows += [(_beside(PaperRole.ORDER, one.pk), _order(one)) for one in orders]
    for piece, content in _proofs(case):
        part = BoundPart(
            title=f"证据{piece.no}　{piece.name}",
            pdf=content,
            date=piece.obtained_on.isoformat(),
            remark="已排除" if piece.excluded_at else "",
        )
        rows.append((_beside(PaperRole.RECORD, piece.no), part))
    return [part for _, part in sorted(rows, key=lambda row: row[0])]


def _orders(case: Case) -> list[CaseCorrection]:
    return list(case.corrections.select_related("notice__document"))


def _order(link: CaseCorrection) -> BoundPart:
    notice = link.notice
    assert notice.document is not None
    return BoundPart(
        title=notice.get_form_display(),
        pdf=notice.document.content,
        number=notice.number or "",
        date=link.ordered_on.isoformat(),
    )


def _proofs(case: Case) -> list[tuple[CaseEvidence, bytes]]:
    """Evidence that can be bound. Sealed records, photographs and things are on the list of D27."""
    pieces = case.evidence.select_related("file", "paper__document")
    files = [(one, one.file or (one.paper.document if one.paper else None)) for one in pieces]
    pdfs = [(one, file) for one, file in files if file and file.media_type == "application/pdf"]
    read = ((one, file.content) for one, file in pdfs)
    return [(one, content) for one, content in read if is_pdf(content)]


def _bound(case: Case) -> list[CasePaper]:
    """What belongs into the file; the index is drawn while it is bound."""
    rows = CasePaper.objects.filter(case=case).exclude(paper__state__in=_ENDED)
    rows = rows.exclude(_GIVEN_UP, paper__state=PaperState.DRAFT)
    return list(rows.exclude(paper__code=_INDEX).select_related("paper__document"))


def _beside(role: PaperRole, no: int) -> tuple[int, int, int]:
    return 0, ORDER.index(role), no


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
