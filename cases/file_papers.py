"""Which papers the file of a case must hold before it is archived, as one table.

``how_many`` is read from the rows: an act that was done left a row, and its paper belongs into
the file. The cover is asked for where the file is bound. Sources: the articles of the Penalty
Law beside each row; catalogue of forms, domain 3.2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from cases.after import ClosingState, DeferralState
from cases.models import Case, CasePaper, CaseService, Hearing, PriorNotice, Statement
from cases.roles import PaperRole
from cases.states import (
    DecisionKind,
    HearingState,
    NoticeState,
    PreservationState,
    RecusalState,
)
from papers.catalogue import get_form
from papers.states import BEFORE_APPROVAL, PaperState

_ENDED = (PaperState.VOIDED, *BEFORE_APPROVAL)
_KEPT = (PreservationState.KEPT, PreservationState.HANDLED)
_SPARED = (DecisionKind.MINOR, DecisionKind.UNPROVEN)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One form that the file must hold, and how many of it."""

    code: str
    how_many: Callable[[Case], int]
    source: str


def papers_missing(case: Case, on: date) -> list[str]:
    """What the file of a case still lacks, by name, in the order of the forms.

    First the papers that an act should have left, then those that did not reach the party.
    """
    links = CasePaper.objects.filter(case=case).exclude(paper__state__in=_ENDED)
    held = Counter(links.values_list("paper__code", flat=True))
    missing = []
    for row in WANTED:
        if (lack := row.how_many(case) - held[row.code]) > 0:
            count = f"{lack}份" if lack > 1 else ""
            missing.append(f"缺少{count}《{get_form(row.code, on).title}》")
    return missing + [f"《{link.paper.title}》没有登记送达" for link in _unserved(case)]


def _unserved(case: Case) -> list[CasePaper]:
    """Numbered papers for the party that it never got; a replaced notice need not reach it.

    Nor a recusal decided (D50): it goes to whoever asked, who may be the officer himself.
    """
    links = CasePaper.objects.filter(case=case, paper__audience="party", service__isnull=True)
    links = links.filter(paper__state=PaperState.PRINTED).exclude(paper__number_class="")
    told = Q(notice__served_on__isnull=False) | Q(notice__state=NoticeState.SUPERSEDED)
    return list(links.exclude(told | Q(role=PaperRole.RECUSAL)).select_related("paper"))


def _has_step(case: Case, action: str) -> bool:
    return bool(case.steps.filter(action=action).exists())


def _refused(case: Case) -> int:
    return int(_has_step(case, "not_file"))


def _notices(case: Case, **facts: Any) -> int:
    made = PriorNotice.objects.filter(case=case, approved_at__isnull=False, **facts)
    return int(made.count())


def _hearings(case: Case, **facts: Any) -> int:
    return int(Hearing.objects.filter(notice__case=case, **facts).count())


def _held(case: Case) -> int:
    return _hearings(case, state=HearingState.HELD)


def _statements(case: Case, **facts: Any) -> int:
    return int(Statement.objects.filter(notice__case=case, **facts).count())


def _decisions(case: Case, *kinds: str) -> int:
    return int(case.decisions.made().filter(kind__in=kinds).count())


def _services(case: Case) -> int:
    """Every paper that reached the party. Notices served before there were services count too."""
    served = CaseService.objects.filter(case_paper__case=case)
    alone = PriorNotice.objects.filter(case=case, served_on__isnull=False)
    alone = alone.exclude(papers__service__isnull=False)
    return int(served.count() + alone.distinct().count())


def _deferrals(case: Case) -> int:
    return int(case.deferrals.exclude(state=DeferralState.ASKED).count())


def _published(case: Case) -> int:
    return int(case.decisions.filter(publication__isnull=False).count())


WANTED = (
    Wanted("D11", lambda case: int(case.filed_on is not None), "arts. 54, 76"),
    Wanted("D11-2", _refused, "3.2"),
    Wanted("D12", lambda case: _refused(case) * case.informant_is_named, "3.2"),
    Wanted("D50", lambda case: case.recusals.exclude(state=RecusalState.ASKED).count(), "art. 43"),
    Wanted(
        "D19",
        lambda case: case.preservations.exclude(state=PreservationState.ASKED).count(),
        "art. 56",
    ),
    Wanted("D20", lambda case: case.preservations.filter(state__in=_KEPT).count(), "art. 56"),
    Wanted(
        "D21",
        lambda case: case.preservations.filter(state=PreservationState.HANDLED).count(),
        "art. 56",
    ),
    Wanted("D27", lambda case: int(case.reports.exists()), "art. 57"),
    Wanted("D28", lambda case: case.reviews.count(), "art. 58"),
    Wanted("D29", _notices, "arts. 44, 62"),
    Wanted("D30", lambda case: _notices(case, hearing_offered=True), "arts. 63, 64"),
    Wanted("D31", lambda case: _statements(case, file__isnull=True), "art. 45"),
    Wanted("D31-2", lambda case: _statements(case, rechecked_at__isnull=False), "art. 45"),
    Wanted("D32", lambda case: _hearings(case, chair__isnull=False), "art. 64 (2)"),
    Wanted("D33", _held, "arts. 64, 65"),
    Wanted("D33-2", _held, "art. 65"),
    Wanted("D34", lambda case: case.discussions.count(), "art. 57"),
    Wanted("D35", lambda case: _decisions(case, DecisionKind.PENALTY, *_SPARED), "art. 57"),
    Wanted("D36", lambda case: _decisions(case, DecisionKind.PENALTY), "art. 59"),
    Wanted("D39", lambda case: _decisions(case, DecisionKind.PENALTY), "6.4 X8"),
    Wanted("D37", lambda case: _decisions(case, *_SPARED), "art. 57"),
    Wanted("D25", lambda case: _decisions(case, DecisionKind.TRANSFER), "State Council Order 310"),
    Wanted("D41", _services, "Civil Procedure Law art. 87"),
    Wanted("D43-2", _deferrals, "art. 66"),
    Wanted("D43-3", _deferrals, "art. 66"),
    Wanted(
        "D44", lambda case: int(case.court_applications.exists()), "Compulsion Law arts. 35, 54"
    ),
    Wanted("D45", lambda case: case.court_applications.count(), "Compulsion Law art. 55"),
    Wanted("D46", lambda case: int(_has_step(case, "withdraw")), "3.2"),
    Wanted("D24", lambda case: int(_has_step(case, "transfer")), "3.2"),
    Wanted("D51", _published, "art. 48"),
    Wanted("D47", lambda case: case.closings.filter(state=ClosingState.APPROVED).count(), "1.12"),
)
