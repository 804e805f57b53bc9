"""What of the end of cases waits for a person: closing, deferral, credit, removal, archive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission as P
from cases.after import ClosingState, DeferralState, RepairState
from cases.models import Case, CasePaper, Closing, CreditRepair, Deferral, Removal
from cases.states import ARCHIVABLE, CLOSABLE, CaseState

S = CaseState
_ENDED = (S.WITHDRAWN, S.TRANSFERRED)
_OF_PUBLICATION = "publication__decision__case_id"

# (cases, sentence, label, icon): the inbox draws them like its other lines.
Waiting = tuple[QuerySet[Case], str, str, str]


def for_officers(cases: QuerySet[Case], mine: Any) -> Iterator[Waiting]:
    """Own cases (``mine``: their keys) whose end has stopped at their officer."""
    own = cases.filter(pk__in=mine)
    standing = Closing.objects.standing().values("case_id")
    unclosed = own.filter(state__in=CLOSABLE).exclude(pk__in=standing)
    back = Closing.objects.filter(state=ClosingState.RETURNED).values("case_id")
    yield unclosed.filter(pk__in=back), "结案被退回", "被退回", "arrow-back-up"
    fresh = unclosed.filter(state__in=_ENDED).exclude(pk__in=back)
    yield fresh, "待提出结案", "结案", "flag"
    uncovered = own.filter(state__in=ARCHIVABLE).exclude(pk__in=_covered())
    yield uncovered, "待制作案卷封面", "案卷", "file-text"
    shown = Removal.objects.filter(removed_at__isnull=True).values(_OF_PUBLICATION)
    yield own.filter(pk__in=shown), "待停止公示", "公示", "world"


def for_others(cases: QuerySet[Case], strange: QuerySet[Case], user: User) -> Iterator[Waiting]:
    """What waits for the section, the head and whoever archives; ``strange``: not handled by him."""
    if user.has(P.CASE_ENDORSE):
        asked = Closing.objects.filter(state=ClosingState.ASKED).values("case_id")
        yield strange.filter(pk__in=asked), "结案待审核", "结案审核", "flag"
    if user.has(P.CASE_DECIDE):
        endorsed = Closing.objects.filter(state=ClosingState.ENDORSED).values("case_id")
        yield strange.filter(pk__in=endorsed), "结案待批准", "结案审批", "flag"
        later = Deferral.objects.filter(state=DeferralState.ASKED).values("case_id")
        yield strange.filter(pk__in=later), "延期（分期）申请待决定", "延期分期", "calendar-time"
        repair = CreditRepair.objects.filter(state=RepairState.ASKED).values(_OF_PUBLICATION)
        yield strange.filter(pk__in=repair), "信用修复待决定", "信用修复", "shield-check"
    if user.has(P.CASE_ARCHIVE):
        yield cases.filter(state__in=ARCHIVABLE, pk__in=_covered()), "待归档", "归档", "archive"


def _covered() -> Any:
    """Cases of which the cover of the file is printed."""
    covers = CasePaper.objects.filter(case__isnull=False, paper__code="D48")
    return covers.filter(paper__state="printed").values("case_id")
