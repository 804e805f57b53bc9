"""Who has a part in an institution."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date
from common.errors import BadInput, NotFound
from institutions.errors import PersonNamedAlready
from institutions.models import Person
from institutions.services import _rows
from institutions.states import PersonRole


@transaction.atomic
def name_person(
    institution_id: int, *, name: str, role: str, note: str = "", by: User, at: datetime
) -> Person:
    """Note that a person has a role in an institution.

    Raises:
        NotAllowed: ``by`` may not edit the registry.
        PersonNamedAlready: it is noted.
        BadInput: no name, or an unknown role.
    """
    require(by, Permission.INSTITUTION_EDIT)
    name = _rows.words(Person, "name", name)
    note = _rows.words(Person, "note", note)
    if not name:
        raise BadInput(sentence="姓名是空的，请填写姓名。")
    if role not in PersonRole.values:
        raise BadInput(sentence=f"没有“{role}”这种身份，请从列表中选择。")
    institution = _rows.locked(institution_id)
    person = Person(institution=institution, name=name, role=role, note=note)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise PersonNamedAlready(
            thing=institution, role=PersonRole(role).label, name=name
        ) from error
    record("institution.name_person", institution, by=by, at=at, new=str(person))
    return person


@transaction.atomic
def release_person(person_id: int, *, on: date, by: User, at: datetime) -> Person:
    """Note that a person left on the day ``on``. Told twice, the first day stays.

    Raises:
        NotAllowed: ``by`` may not edit the registry.
        NotFound: there is no such person here.
        DayInFuture: it has not happened yet.
    """
    require(by, Permission.INSTITUTION_EDIT)
    people = Person.objects.select_for_update(of=("self",), no_key=True)
    person = people.select_related("institution").filter(pk=person_id).first()
    if person is None:
        raise NotFound(what="这名人员")
    _rows.require_happened("离开日期", on, at=at)
    if person.left_on is not None:
        return person
    person.left_on = on
    person.save(update_fields=["left_on"])
    record(
        "institution.release_person",
        person.institution,
        by=by,
        at=at,
        old=str(person),
        on=chinese_date(on),
    )
    return person
