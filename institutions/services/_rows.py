"""What the verbs of the registry share: the lock, and the checks before a row is saved."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Field

from common.clock import chinese_date, localdate
from common.db import broken_rule
from common.errors import BadInput, NotFound
from common.text import squash
from institutions.errors import (
    CreditCodeTaken,
    DayInFuture,
    LicenceMissing,
    LicenceNoTaken,
    LicenceTermBackwards,
    RegisterContradictsCode,
    RegisterMissing,
    WrongCreditCode,
)
from institutions.models import Institution
from institutions.rules import credit_code_problem, register_of_credit_code
from institutions.states import InstitutionState, RegisterKind
from tenants.models import CountyModel


def locked(institution_id: int) -> Institution:
    """The institution, locked until the transaction ends. Raises NotFound."""
    found = (
        Institution.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=institution_id)
        .first()
    )
    if found is None:
        raise NotFound(what="这家机构")
    return found


def save(institution: Institution) -> None:
    """Check what its own columns say against each other, and save it as a new version.

    Two rows of one credit code or licence number are stopped by the database, so that two
    clerks at once are stopped as well; here its answer becomes a sentence.
    """
    check(institution)
    if institution.pk is not None:
        institution.version += 1
    try:
        with transaction.atomic():
            institution.save()
    except IntegrityError as error:
        refuse_taken(institution, error)
        raise


def check(institution: Institution) -> None:
    """Raise what its own columns say against each other."""
    _check_numbers(institution)
    _check_state_has_its_papers(institution)


def column_of(model: type[CountyModel], field: str) -> Field[Any, Any]:
    column = model._meta.get_field(field)
    assert isinstance(column, Field), f"{field} is no column"
    return column


@cache
def _longest(model: type[CountyModel], field: str) -> int | None:
    return column_of(model, field).max_length


def words(model: type[CountyModel], field: str, text: str | None) -> str:
    """Words on one line, as long as their column at most. Raises BadInput."""
    if not text:
        return ""
    said, most = squash(text), _longest(model, field)
    if most is not None and len(said) > most:
        called = column_of(model, field).verbose_name
        raise BadInput(sentence=f"{called}有{len(said)}个字，最多{most}个字，请缩短后再保存。")
    return said


def number(model: type[CountyModel], field: str, text: str | None) -> str | None:
    """A number of a paper without spaces, in capitals; None if there is none. Raises BadInput."""
    return words(model, field, text).replace(" ", "").upper() or None


def require_happened(what: str, on: date, *, at: datetime) -> None:
    """Raise DayInFuture if ``on`` lies after the day of ``at``."""
    today = localdate(at)
    if on > today:
        raise DayInFuture(what=what, on=chinese_date(on), today=chinese_date(today))


def _check_numbers(institution: Institution) -> None:
    code = institution.credit_code
    start, until = institution.licence_from, institution.licence_until
    if start is not None and until is not None and until < start:
        raise LicenceTermBackwards(start=chinese_date(start), until=chinese_date(until))
    if code is None:
        return
    if problem := credit_code_problem(code):
        raise WrongCreditCode(credit_code=code, problem=problem)
    expected = register_of_credit_code(code)
    given = RegisterKind(institution.register_kind)
    if expected is not None and given not in (RegisterKind.NONE, expected):
        raise RegisterContradictsCode(credit_code=code, expected=expected.label, given=given.label)


def _check_state_has_its_papers(institution: Institution) -> None:
    state = institution.state
    if state == InstitutionState.LICENSED and institution.licence_no is None:
        raise LicenceMissing(thing=institution)
    if state == InstitutionState.REGISTERED and institution.register_kind == RegisterKind.NONE:
        raise RegisterMissing(thing=institution)


def refuse_taken(institution: Institution, error: IntegrityError) -> None:
    """Raise CreditCodeTaken or LicenceNoTaken if that is what the database said."""
    broken = broken_rule(error)
    others = Institution.objects.exclude(pk=institution.pk)
    if broken == "credit_code_belongs_to_one_institution":
        code = institution.credit_code
        other = others.filter(credit_code=code).first()
        raise CreditCodeTaken(credit_code=code, other=other or "另一家机构") from error
    if broken == "licence_no_belongs_to_one_institution":
        number = institution.licence_no
        other = others.filter(licence_no=number).first()
        raise LicenceNoTaken(licence_no=number, other=other or "另一家机构") from error
