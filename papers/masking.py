"""The public version of a paper's facts: what names or finds a person is hidden.

Rules X9 and X10 of the domain file: natural persons' identity numbers, home addresses, phones
and accounts are hidden, minors' and informants' data always; names as the county decided.
Pure: facts in, other facts out; the frozen ones stay untouched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from common.text import mask_name
from papers.catalogue import Field
from papers.kinds import is_empty

HIDDEN = "（略）"
_ADULT = 18
_ID_NUMBER = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{9}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")
_BY_KIND = {
    "person": "name",
    "informant": "always",
    "phone": "phone",
    "id": "id",
    "address": "address",
    "account": "account",
}
# What a text elsewhere on the paper may repeat of a person.
_FINDING_PARTS = ("name", "id_number", "address", "phone", "unit", "occupation", "person")
_PART_MASKS = {
    "phone": "phone",
    "id_number": "id",
    "account": "account",
}


def masked_facts(
    fields: tuple[Field, ...], facts: dict[str, Any], *, hides_organisations: bool
) -> dict[str, Any]:
    """The same facts with names masked, also where another text repeats them."""
    secrets: dict[str, str] = {}
    changed = {
        field.key: _masked(field, facts[field.key], hides_organisations, secrets)
        for field in fields
        if not is_empty(facts.get(field.key))
    }
    longest_first = sorted(secrets.items(), key=lambda pair: -len(pair[0]))
    return {key: _without(value, longest_first) for key, value in changed.items()}


def _masked(field: Field, value: Any, hides: bool, secrets: dict[str, str]) -> Any:
    if field.mask == "none":
        return value
    if field.kind == "party":
        return _party(value, hides, secrets)
    if field.kind == "people":
        return [_person(one, secrets) for one in value]
    if field.kind == "table":
        return [_row(field, row, secrets) for row in value]
    way = field.mask or _BY_KIND.get(field.kind, "")
    return _hide(str(value), way, secrets) if way else value


def _row(field: Field, row: dict[str, Any], secrets: dict[str, str]) -> dict[str, Any]:
    masks = {column.key: column.mask or _BY_KIND.get(column.kind, "") for column in field.columns}
    return {
        key: _hide(str(cell), masks[key], secrets) if masks.get(key) and cell else cell
        for key, cell in row.items()
    }


def _party(party: dict[str, Any], hides: bool, secrets: dict[str, str]) -> dict[str, Any]:
    is_person = party.get("kind") == "person"
    told = dict(party)
    if is_person and is_minor(party):
        return {**_all_hidden(party, secrets), "kind": "person"}
    for part, way in _PART_MASKS.items():
        if told.get(part):
            told[part] = _hide(str(told[part]), way, secrets)
    if told.get("person"):
        told["person"] = _hide(told["person"], "name", secrets)
    if is_person or hides:
        told["name"] = _hide(told.get("name", ""), "name", secrets)
        for part, way in (("address", "address"), ("credit_code", "id"), ("licence", "id")):
            if told.get(part):
                told[part] = _hide(told[part], way, secrets)
    return told


def _person(one: dict[str, Any], secrets: dict[str, str]) -> dict[str, Any]:
    if is_minor(one) or one.get("is_informant"):
        return {**_all_hidden(one, secrets), "role": one.get("role", "")}
    told = dict(one)
    told["name"] = _hide(str(one.get("name", "")), "name", secrets)
    for part, way in {**_PART_MASKS, "address": "address"}.items():
        if told.get(part):
            told[part] = _hide(str(told[part]), way, secrets)
    return told


def _all_hidden(one: dict[str, Any], secrets: dict[str, str]) -> dict[str, Any]:
    """Nothing of a minor or an informant is shown; what could find them is hidden elsewhere too."""
    told = {part: HIDDEN for part, value in one.items() if value and part not in ("kind", "role")}
    for part in _FINDING_PARTS:
        if one.get(part):
            told[part] = _hide(str(one[part]), "always", secrets)
    return told


def is_minor(one: dict[str, Any]) -> bool:
    """Under 18 by what is written of the person; an age that is unknown says nothing."""
    if one.get("is_minor"):
        return True
    try:
        return int(str(one.get("age") or "").rstrip("岁 ")) < _ADULT
    except ValueError:
        return False


def _hide(value: str, way: str, secrets: dict[str, str]) -> str:
    shown = _WAYS[way](value)
    if len(value) > 1:
        secrets[value] = shown
    return shown


_WAYS = {
    "name": mask_name,
    "always": lambda value: HIDDEN,
    "address": lambda value: HIDDEN,
    "account": lambda value: "*" * max(0, len(value) - 4) + value[-4:],
    "phone": lambda value: "*" * len(value),
    "id": lambda value: value[:2] + "*" * max(0, len(value) - 4) + value[-2:],
}


def _without(value: Any, secrets: list[tuple[str, str]]) -> Any:
    """Every text in a value with the secrets replaced, and numbers that look like one."""
    if isinstance(value, str):
        for secret, shown in secrets:
            value = value.replace(secret, shown)
        for pattern in (_ID_NUMBER, _MOBILE, _LANDLINE):
            value = pattern.sub(lambda found: "*" * len(found.group()), value)
        return value
    if isinstance(value, list):
        return [_without(one, secrets) for one in value]
    if isinstance(value, dict):
        return {key: _without(one, secrets) for key, one in value.items()}
    return value


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_in(one)
