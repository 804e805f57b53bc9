"""How every verb takes its case: locked, with what its sentences name."""

from __future__ import annotations

from cases.models import Case, Decision, Hearing, PriorNotice
from common.errors import NotFound


def locked(case_id: int) -> Case:
    """The case, locked until the transaction ends. Raises NotFound."""
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("party")
        .filter(pk=case_id)
        .first()
    )
    if case is None:
        raise NotFound(what="这件案件")
    return case


def locked_notice(notice_id: int) -> tuple[Case, PriorNotice]:
    """A prior notice with its case, the case locked first. Raises NotFound."""
    found = PriorNotice.objects.filter(pk=notice_id).values_list("case_id", flat=True).first()
    if found is None:
        raise NotFound(what="这份事先告知")
    case = locked(found)
    return case, PriorNotice.objects.select_for_update(of=("self",)).get(pk=notice_id)


def locked_hearing(hearing_id: int) -> tuple[Case, PriorNotice, Hearing]:
    """A hearing with its notice and its case, locked. Raises NotFound."""
    found = Hearing.objects.filter(pk=hearing_id).values_list("notice_id", flat=True).first()
    if found is None:
        raise NotFound(what="这次听证")
    case, notice = locked_notice(found)
    return case, notice, Hearing.objects.select_for_update(of=("self",)).get(pk=hearing_id)


def locked_decision(decision_id: int) -> tuple[Case, Decision]:
    """A decision with its case, locked. Raises NotFound."""
    found = Decision.objects.filter(pk=decision_id).values_list("case_id", flat=True).first()
    if found is None:
        raise NotFound(what="这份决定")
    case = locked(found)
    decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("notice", "report")
        .get(pk=decision_id)
    )
    return case, decision
