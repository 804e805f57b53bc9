"""Publication of a penalty, its withdrawal, its end on time, and credit repair (6.4)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Min

from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from cases.after import (
    CREDIT_REPAIR,
    PUBLICATION,
    PublicationClass,
    RemovalReason,
    RepairState,
)
from cases.errors import CaseWordsMissing, NotPublishable
from cases.models import (
    Case,
    CasePaper,
    CaseService,
    CreditRepair,
    Decision,
    Publication,
    Removal,
)
from cases.roles import DeadlineRole
from cases.rules import LIGHTER_BELOW
from cases.services import _clocks
from cases.services._locks import locked
from cases.services._steps import note, require_day, require_officer, require_stranger
from cases.services.paying import RUNNING
from cases.states import CaseState, DecisionKind, PenaltyKind
from common.clock import chinese_date, localdate, months_after
from common.errors import NotFound
from messaging.services import emit
from messaging.states import EventKind
from papers.models import OfficialPaper
from papers.services import public_pdf
from papers.states import PaperState
from policies.queries import values_on

_BY_KIND, _CLASSES, _HUGE = (
    "publication.class_by_kind",
    "publication.classes",
    "publication.huge_fine",
)
_ORDER = list(PublicationClass)


def class_of(decision: Decision, on: date) -> PublicationClass:
    """The gravest class of what was decided; a huge fine is grave. Raises ParameterMissing."""
    held = values_on(on, (_BY_KIND, _HUGE))
    party = decision.case.party
    huge = held[_HUGE]["person_fen" if party and party.is_person else "organisation_fen"]
    found = PublicationClass.MINOR
    for row in decision.penalties.all():
        this = PublicationClass(held[_BY_KIND][row.kind])
        if row.kind == PenaltyKind.P3 and (row.amount_fen or 0) >= int(huge):
            this = PublicationClass.GRAVE
        found = max(found, this, key=_ORDER.index)
    return found


def is_for_the_public(decision: Decision) -> bool:
    """A penalty above the minor class of somebody who is no minor. Raises ParameterMissing."""
    assert decision.decided_on is not None
    if decision.kind != DecisionKind.PENALTY or _is_minor(decision.case):
        return False
    return class_of(decision, decision.decided_on) != PublicationClass.MINOR


def why_not_public(case: Case, on: date) -> str:
    """Why nothing of this case can be published on that day; empty when it can.

    Raises ParameterMissing.
    """
    decision = _penalty(case)
    if decision is None or case.state not in (*RUNNING, CaseState.CLOSED):
        return "只有已经送达的处罚决定才能公示"
    if _is_minor(case):
        return "当事人违法时不满十八周岁，不得公开可以识别其身份的信息"
    if hasattr(decision, "publication"):
        return f"已于{chinese_date(decision.publication.published_on)}公示"
    if case.remedies.fell().exists():
        return "决定已被变更或者撤销"
    if class_of(decision, on) == PublicationClass.MINOR:
        return "轻微处罚原则上不公示"
    return ""


def require_publishable(case: Case, on: date) -> tuple[Decision, PublicationClass]:
    """Go on only if this penalty is for the public. Raises NotPublishable."""
    if why := why_not_public(case, on):
        raise NotPublishable(case=case, why=why)
    decision = _penalty(case)
    assert decision is not None
    return decision, class_of(decision, on)


def _penalty(case: Case) -> Decision | None:
    found: Decision | None = case.decisions.made().filter(kind=DecisionKind.PENALTY).first()
    return found


def _served_on(decision: Decision) -> date | None:
    """From when the decision counts as served; None where no service is on record."""
    rows = CaseService.objects.filter(case_paper__decision=decision, case_paper__paper__code="D36")
    found: date | None = rows.aggregate(first=Min("delivery__effective_on"))["first"]
    return found


@transaction.atomic
def publish_decision(
    case_id: int, summary_id: int, *, where: str, on: date, by: User, at: datetime
) -> Publication:
    """Show a penalty to the public: the summary (D51) and the masked decision; T37 begins.

    Raises NotFound, NotYourCase, CaseWordsMissing, CaseDayWrong, NotPublishable,
    ParameterMissing, GlyphMissing.
    """
    case = locked(case_id)
    require_officer(case, by, "公示")
    decision, publicity = require_publishable(case, on)
    require_day("公示", on, at=at, after=_served_on(decision))
    if not where.strip():
        raise CaseWordsMissing(thing="公示", missing="公示的网站或者场所")
    summary, paper = _summary(case, summary_id), _paper(decision)
    limits = values_on(on, (_CLASSES,))[_CLASSES][publicity]
    count, unit = _length(int(limits["max_months"]))
    role = DeadlineRole.REMOVAL
    clock = _clocks.start(case, role, counts_from=on, by=by, at=at, count=count, unit=unit)
    publication = Publication.objects.create(
        decision=decision,
        publicity_class=publicity,
        where=where.strip(),
        summary=summary,
        public_file=public_pdf(paper),
        published_on=on,
        published_at=at,
        published_by=by,
        repair_from=months_after(on, int(limits["min_months"])),
        remove_on=clock.due_on,
    )
    _clocks.met(case, DeadlineRole.PUBLICATION, on=on, by=by, at=at)
    told = f"公示处罚决定，计划{chinese_date(publication.remove_on)}停止"
    note(case, "published", text=told, on=on, by=by, at=at)
    emit(EventKind.PENALTY_PUBLISHED, publication, {"case": case.pk}, at=at)
    return publication


def list_removals(*, at: datetime) -> int:
    """List what must be taken down today because its time is over; how many.

    A nightly task; a constraint keeps one open row per publication, so twice is safe.
    """
    today = localdate(at)
    rows = Publication.objects.shown().filter(remove_on__lte=today)
    time = RemovalReason.TIME
    return sum(_list(row, time, "", row.remove_on, by=None, at=at) for row in rows)


@transaction.atomic
def withdraw_publication(case_id: int, *, reason: str, by: User, at: datetime) -> Removal:
    """The decision was changed, annulled or found unlawful: out within three working days (T27).

    Raises NotFound, NotYourCase, NotPublishable, CaseWordsMissing.
    """
    case = locked(case_id)
    require_officer(case, by, "撤回公示")
    publication = _shown(case)
    if not reason.strip():
        raise CaseWordsMissing(thing="撤回公示", missing="向社会公开说明的理由")
    fell_on = case.remedies.fell().aggregate(day=Max("ended_on"))["day"]
    if fell_on is None:
        raise NotPublishable(case=case, why="决定没有被变更或者撤销，不能撤回公示")
    if publication.removals.filter(reason=RemovalReason.WITHDRAWN).exists():
        raise NotPublishable(case=case, why="已经提出撤回，请在撤下后登记停止公示")
    clock = _clocks.latest(case, DeadlineRole.WITHDRAWAL)
    if clock is None:
        role = DeadlineRole.WITHDRAWAL
        clock = _clocks.start(case, role, counts_from=fell_on, by=by, at=at)
    _list(publication, RemovalReason.WITHDRAWN, reason.strip(), clock.due_on, by=by, at=at)
    return publication.removals.get(removed_at__isnull=True)


@transaction.atomic
def note_removed(removal_id: int, *, on: date, proof: str, by: User, at: datetime) -> Removal:
    """It is gone from the site. Raises NotFound, NotAllowed, WrongState, CaseWordsMissing …"""
    found = Removal.objects.filter(pk=removal_id).select_related("publication__decision").first()
    if found is None:
        raise NotFound(what="这次停止公示")
    case = locked(found.publication.decision.case_id)
    removal = Removal.objects.select_for_update(of=("self",)).get(pk=removal_id)
    publication = Publication.objects.select_for_update(of=("self",)).get(pk=found.publication_id)
    is_withdrawn = removal.reason == RemovalReason.WITHDRAWN
    PUBLICATION.apply(publication, "withdraw" if is_withdrawn else "remove", by=by, at=at)
    if not proof.strip():
        raise CaseWordsMissing(thing="停止公示", missing="核实情况")
    require_day("停止公示", on, at=at, after=publication.published_on)
    removal.removed_on, removal.proof = on, proof.strip()
    removal.removed_at, removal.removed_by = at, by
    removal.save()
    publication.save(update_fields=["state"])
    for role in (DeadlineRole.REMOVAL, DeadlineRole.WITHDRAWAL):
        _clocks.met(case, role, on=on, by=by, at=at)
    return removal


@transaction.atomic
def ask_repair(
    case_id: int, *, requested_on: date, ground: str, by: User, at: datetime
) -> CreditRepair:
    """Enter a request for credit repair; not before the shortest time is over (X7).

    Raises NotFound, NotYourCase, NotPublishable, CaseWordsMissing, CaseDayWrong.
    """
    case = locked(case_id)
    require_officer(case, by, "登记信用修复申请")
    publication = _shown(case)
    if not ground.strip():
        raise CaseWordsMissing(thing="信用修复申请", missing="修复的理由和材料")
    require_day("申请", requested_on, at=at, after=publication.repair_from)
    if publication.repairs.filter(state=RepairState.ASKED).exists():
        raise NotPublishable(case=case, why="已有一份信用修复申请等待决定")
    repair = CreditRepair.objects.create(
        publication=publication,
        requested_on=requested_on,
        ground=ground.strip(),
        asked_at=at,
        asked_by=by,
    )
    record("credit_repair.ask", repair, by=by, at=at, on=requested_on.isoformat())
    return repair


@transaction.atomic
def decide_repair(
    repair_id: int, *, repairs: bool, answer: str, by: User, at: datetime
) -> CreditRepair:
    """The head repairs or refuses; repaired, it is listed to be taken down at once.

    Raises NotFound, NotAllowed, OwnCase, WrongState, CaseWordsMissing.
    """
    found = CreditRepair.objects.filter(pk=repair_id).select_related("publication__decision")
    first = found.first()
    if first is None:
        raise NotFound(what="这份信用修复申请")
    case = locked(first.publication.decision.case_id)
    require_stranger(case, by, Permission.CASE_DECIDE, "决定信用修复")
    repair = CreditRepair.objects.select_for_update(of=("self",)).get(pk=repair_id)
    CREDIT_REPAIR.apply(repair, "repair" if repairs else "refuse", by=by, at=at)
    if not answer.strip():
        raise CaseWordsMissing(thing="信用修复", missing="决定意见")
    repair.answer, repair.decided_at, repair.decided_by = answer.strip(), at, by
    repair.save()
    if repairs and Publication.objects.shown().filter(pk=first.publication_id).exists():
        _list(first.publication, RemovalReason.REPAIRED, "", localdate(at), by=by, at=at)
    return repair


@transaction.atomic
def _list(
    publication: Publication,
    reason: str,
    text: str,
    due_on: date,
    *,
    by: User | None,
    at: datetime,
) -> bool:
    """One open row per publication; a withdrawal takes the place of an end by time."""
    removal, is_new = Removal.objects.get_or_create(
        publication=publication,
        removed_at=None,
        defaults={"reason": reason, "text": text, "due_on": due_on, "listed_at": at},
    )
    is_changed = not is_new and reason == RemovalReason.WITHDRAWN
    if is_changed:
        removal.reason, removal.text, removal.due_on = reason, text, due_on
        removal.save(update_fields=["reason", "text", "due_on"])
    if is_new or is_changed:
        due = due_on.isoformat()
        record("removal.list", removal, by=by, at=at, reason=reason, due_on=due)
    return is_new


def _shown(case: Case) -> Publication:
    rows = Publication.objects.select_for_update(of=("self",)).shown()
    publication: Publication | None = rows.filter(decision__case=case).first()
    if publication is None:
        raise NotPublishable(case=case, why="没有正在公示的决定")
    return publication


def _summary(case: Case, paper_id: int) -> OfficialPaper:
    links = CasePaper.objects.filter(case=case, paper_id=paper_id, paper__code="D51")
    link = links.filter(paper__approved_at__isnull=False).select_related("paper").first()
    if link is None:
        raise NotPublishable(case=case, why="行政处罚信息摘要尚未批准")
    return link.paper


def _paper(decision: Decision) -> OfficialPaper:
    """The printed decision. Raises NotPublishable where it was replaced or voided since."""
    links = decision.papers.filter(paper__code="D36", paper__state=PaperState.PRINTED)
    link = links.select_related("paper").first()
    if link is None:
        raise NotPublishable(case=decision.case, why="没有已印制且有效的处罚决定书")
    return link.paper


def _is_minor(case: Case) -> bool:
    if case.party is None or case.acted_until is None or not case.party.is_person:
        return False
    age = case.party.age_on(case.acted_until)
    return age is not None and age < LIGHTER_BELOW


def _length(months: int) -> tuple[int, str]:
    years, rest = divmod(months, 12)
    return (months, "month") if rest or not years else (years, "year")
