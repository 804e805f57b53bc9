"""The register of what can be done with a case: one line per verb, and who is offered it when.

A page shows what is offered; the address of an act opens for whoever holds its permission, and
the verb behind it asks again. A room that adds steps to a case adds its lines to ``ACTS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from cases.models import Case, CaseOfficer
from cases.states import IN_PROCEDURE, PROVEN, CaseState
from staff.buttons import Button
from staff.cases.entries import Offer, Offers
from staff.cases.forms.base import ActForm

S = CaseState
Rows = Callable[[Case], Any]

OFFICER, STRANGER, ANYBODY = "officer", "stranger", "anybody"
RUNNING = (S.CLUE, S.CHECKED, *IN_PROCEDURE)
NOT_ARCHIVED = tuple(state for state in S if state != S.ARCHIVED)
NOTICE_TIME = (S.ENDED, S.REVIEWED, S.NOTICED, S.ANSWERED, S.DISCUSSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One verb on a page.

    ``side``: done by the officers of the case, by somebody who never handled it, or by anybody
    with the permission. ``rows``: the rows of the case on which it can be done now; None: on
    the case itself. ``section``: the card where its button stands.
    """

    slug: str
    label: str
    icon: str
    form: type[ActForm]
    permission: P
    section: str
    states: tuple[str, ...]
    side: str = OFFICER
    rows: Rows | None = None
    when: Callable[[Case], bool] | None = None
    look: str = "plain"
    done: str = ""

    def row_of(self, case: Case, row_id: int | None) -> Any:
        """The row of the case with this key, whatever its state; None when there is none."""
        if self.rows is None or row_id is None:
            return None
        model = self.rows(case).model
        return model._default_manager.filter(**{path_to_case(model): case}, pk=row_id).first()

    def is_offered(self, case: Case, user: User, *, is_officer: bool, has_handled: bool) -> bool:
        if case.state not in self.states or not user.has(self.permission):
            return False
        if self.side == OFFICER and not is_officer or self.side == STRANGER and has_handled:
            return False
        return self.when is None or self.when(case)

    def url(self, case: Case, row: Any = None) -> str:
        if row is None:
            return reverse("staff:case-act", args=[case.pk, self.slug])
        return reverse("staff:case-row-act", args=[case.pk, self.slug, row.pk])


_PATHS = {
    "Statement": "notice__case",
    "Hearing": "notice__case",
    "Removal": "publication__decision__case",
    "CreditRepair": "publication__decision__case",
}


def path_to_case(model: Any) -> str:
    """From a row of a case to its case."""
    return _PATHS.get(model.__name__, "case")


def offers_of(acts: tuple[Act, ...], case: Case, user: User) -> Offers:
    """What this person may do with this case now."""
    mine = CaseOfficer.objects.filter(case=case, user=user)
    has_handled = mine.exists()
    is_officer = has_handled and mine.standing().exists()
    offers: list[Offer] = []
    for act in acts:
        if not act.is_offered(case, user, is_officer=is_officer, has_handled=has_handled):
            continue
        if act.rows is None:
            offers.append(Offer(act.section, _button(act, case)))
            continue
        for row in act.rows(case):
            key = (type(row).__name__, row.pk)
            offers.append(Offer(act.section, _button(act, case, row), key))
    return Offers(offers)


def _button(act: Act, case: Case, row: Any = None) -> Button:
    return Button(act.url(case, row), act.label, act.icon, act.look)


def is_proven(case: Case) -> bool:
    """A decision may be drafted and none stands."""
    return case.state in PROVEN and not case.decisions.standing().exists()
