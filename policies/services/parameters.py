"""Parameters of the county: what it begins with, and a new value from a day on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from policies.catalogue import (
    FIRST_DAY,
    ParameterDefinition,
    county_parameters,
    statutory_labels,
)
from policies.errors import (
    ParameterAlreadySet,
    ParameterFixedByLaw,
    ParameterUnknown,
    ParameterValueWrong,
)
from policies.models import Confidence, Parameter
from policies.rules import value_problem
from policies.services._editing import require_editor
from tenants.current import county


@transaction.atomic
def seed_parameters(
    facts: Mapping[str, Any], *, by: User | None = None, at: datetime
) -> list[Parameter]:
    """Give a county the parameters it lacks: the county's own facts, else the package's values.

    Twice is safe: a key that has any value keeps it.

    Args:
        facts: values by key, such as ``organ.name``.

    Raises:
        ParameterUnknown, ParameterFixedByLaw, ParameterValueWrong: then nothing was written.
    """
    require_editor(by)
    for key, value in facts.items():
        _check_value(_definition(key), value)
    present = set(Parameter.objects.values_list("key", flat=True))
    added = [
        _begin(definition, facts)
        for key, definition in county_parameters().items()
        if key not in present
    ]
    Parameter.objects.bulk_create(added)
    if added:
        keys = [row.key for row in added]
        record("policies.seed_parameters", county(), by=by, at=at, keys=keys)
    return added


@transaction.atomic
def set_parameter(
    key: str, value: Any, valid_from: date, *, by: User, at: datetime, source: str
) -> Parameter:
    """Set a parameter of the county from a day on. What was decided before stays as it was.

    Saying the same again changes nothing.

    Args:
        source: the county's decision: paper, number, date.

    Raises:
        ParameterUnknown, ParameterFixedByLaw, ParameterValueWrong, ParameterAlreadySet.
    """
    require(by, Permission.POLICY_EDIT)
    _check_value(_definition(key), value)
    list(Parameter.objects.select_for_update().filter(key=key))  # one at a time for each key
    stored = Parameter.objects.filter(key=key, valid_from=valid_from).first()
    if stored is not None and stored.value == value:
        return stored
    if stored is not None:
        raise ParameterAlreadySet(key=key, valid_from=valid_from)
    earlier = Parameter.objects.on(valid_from).filter(key=key).first()
    row = Parameter.objects.create(
        key=key, value=value, valid_from=valid_from, confidence=Confidence.DERIVED, source=source
    )
    before = None if earlier is None else earlier.value
    record(
        "parameter.set",
        row,
        by=by,
        at=at,
        was=before,
        value=value,
        valid_from=str(valid_from),
        source=source,
    )
    return row


def _definition(key: str) -> ParameterDefinition:
    definition = county_parameters().get(key)
    if definition is not None:
        return definition
    if key in statutory_labels():
        raise ParameterFixedByLaw(key=key, label=statutory_labels()[key])
    raise ParameterUnknown(key=key)


def _check_value(definition: ParameterDefinition, value: Any) -> None:
    problem = value_problem(definition.kind, value)
    if problem:
        raise ParameterValueWrong(key=definition.key, why=problem)


def _begin(definition: ParameterDefinition, facts: Mapping[str, Any]) -> Parameter:
    return Parameter(
        key=definition.key,
        value=facts.get(definition.key, definition.value),
        valid_from=FIRST_DAY,
        confidence=definition.confidence,
        mark=definition.mark,
        source=definition.source,
    )
