"""What the page of figures is narrowed by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import forms

from accounts.models import User
from cases.figures import Period, Scope
from cases.filters import CaseFilters
from common.errors import BadInput
from common.filters import Asker
from staff.forms import DateInput, FilterForm

_EVERYBODY = ("", "全部")


class FiguresForm(FilterForm):
    """From which day to which, and whose cases."""

    since = forms.DateField(label="期间自", widget=DateInput)
    until = forms.DateField(label="期间至", widget=DateInput)
    officer = forms.ChoiceField(label="承办人")

    def __init__(self, given: Mapping[str, str], *, asker: Asker) -> None:
        super().__init__(given)
        (officers,) = [one for one in CaseFilters.filters if one.name == "officer"]
        known = officers.values(asker) or []
        self.fields["officer"].choices = [_EVERYBODY, *known]  # type: ignore[attr-defined]


def asked_for(
    given: Mapping[str, str], *, user: User, today: date
) -> tuple[FiguresForm, Scope, Period]:
    """The form as it is shown, whose cases and which days; without any, this year until today.

    Raises BadInput.
    """
    asker = Asker(user, today)
    chosen = FiguresForm(given, asker=asker).chosen()
    period = Period(chosen.get("since", date(today.year, 1, 1)), chosen.get("until", today))
    if period.until < period.since:
        raise BadInput(sentence="期间的最后一天不能早于第一天，请重新选择。")
    officer = chosen.get("officer", "")
    shown = {
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "officer": officer,
    }
    return FiguresForm(shown, asker=asker), Scope(user, today, int(officer or 0)), period
