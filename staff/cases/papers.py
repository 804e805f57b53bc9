"""What a draft of a case's paper can be given besides what its rows say."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from cases.models import Case
from papers.catalogue import Form, get_form
from papers.services import cited
from policies.models import Violation
from policies.queries import parameter, values_on

_PERIODS = {"defence_period": "deadline.t06", "hearing_period": "deadline.t07"}
_CONTACT = "organ.contact"


def facts_for(code: str, case: Case, *, by: User, on: date) -> dict[str, Any]:
    """Bases from the violations of the case, periods and address from the parameters.

    The rest is typed on the page of the draft. Raises ArticleNotConfirmed, LawNotInForce.
    """
    form = get_form(code, on)
    acted = case.acted_until or on
    rows = [one.violation for one in case.violations.select_related("violation__law")]
    return {**bases(form, rows, acted), **_periods(form, on), **_contact(form, by, on)}


def bases(form: Form, violations: list[Violation], acted: date) -> dict[str, Any]:
    """Every field for articles holds those of the violations. Raises ArticleNotConfirmed …"""
    wanted = [field.key for field in form.fields if field.kind == "basis"]
    quoted = [cited(row, acted) for row in violations] if wanted else []
    return dict.fromkeys(wanted, quoted) if quoted else {}


def _periods(form: Form, on: date) -> dict[str, Any]:
    told = {}
    for field in form.fields:
        if field.key in _PERIODS:
            held = parameter(_PERIODS[field.key], on)
            told[field.key] = {"count": held["count"], "unit": held["unit"]}
    return told


def _contact(form: Form, by: User, on: date) -> dict[str, Any]:
    has = {field.key for field in form.fields}
    held = values_on(on, (_CONTACT,)).get(_CONTACT) or {}
    known = {
        "defence_address": held.get("address"),
        "contact_person": by.full_name,
        "contact_number": held.get("phone"),
    }
    return {key: value for key, value in known.items() if key in has and value}
