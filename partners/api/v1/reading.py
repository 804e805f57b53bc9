"""The checked-in schema as the documentation pages draw it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

SCHEMA = Path(__file__).with_name("schema.yml")
_VERBS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a call or a member of an answer."""

    name: str
    type: str
    title: str
    description: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One address with one method."""

    method: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: list[Field]
    body: str
    answers: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shape:
    """One object that goes over the line."""

    name: str
    description: str
    fields: list[Field]


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """Read once a process: it changes with a release only."""
    found: dict[str, Any] = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    return found


def operations() -> list[Operation]:
    return [
        _operation(method, path, item[method])
        for path, item in schema()["paths"].items()
        for method in _VERBS
        if method in item
    ]


def shapes() -> list[Shape]:
    """Every object, with its members in both languages."""
    return [
        Shape(name, one.get("description", ""), _members(one))
        for name, one in schema()["components"]["schemas"].items()
        if one.get("type") == "object"
    ]


def _operation(method: str, path: str, said: dict[str, Any]) -> Operation:
    scopes = [scope for one in said.get("security", []) for scope in one.get("oauth2", [])]
    return Operation(
        method.upper(),
        path,
        said.get("summary", ""),
        said.get("description", ""),
        "、".join(scopes),
        [
            Field(
                one["name"],
                type_of(one["schema"]),
                one["in"],
                one.get("description", ""),
                one.get("required", False),
            )
            for one in said.get("parameters", [])
        ],
        _of_content(said.get("requestBody", {})),
        [(code, _of_content(one)) for code, one in said["responses"].items() if "$ref" not in one],
    )


def _of_content(said: dict[str, Any]) -> str:
    kinds = [f"{kind} {type_of(one['schema'])}" for kind, one in said.get("content", {}).items()]
    return "，".join(kinds)


def _members(shape: dict[str, Any]) -> list[Field]:
    required = shape.get("required", [])
    return [
        Field(
            name, type_of(one), one.get("title", ""), one.get("description", ""), name in required
        )
        for name, one in shape.get("properties", {}).items()
    ]


def type_of(said: dict[str, Any]) -> str:
    """In a few words: ``integer``, ``InstitutionOut``, ``list of …``, ``… or null``."""
    if "$ref" in said:
        return str(said["$ref"]).rpartition("/")[2]
    for word in ("oneOf", "anyOf", "allOf"):
        if word in said:
            return " or ".join(type_of(one) for one in said[word])
    kind = said.get("type", "any")
    if isinstance(kind, list):
        return " or ".join(kind)
    if kind == "array":
        return f"list of {type_of(said.get('items', {}))}"
    if "enum" in said:
        return " | ".join(str(value) for value in said["enum"] if value is not None)
    return f"{kind}（{said['format']}）" if "format" in said else str(kind)
