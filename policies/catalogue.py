"""Reads the package's catalogue files: YAML in, checked rows out. Touches no database."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from policies.errors import CatalogueFileBroken

DATA = Path(__file__).parent / "data"

FIRST_DAY = date(2021, 1, 1)  # the first day of the first calendar year that a county loads

CONFIDENCES = ("source", "known", "uncertain", "derived")

_SOURCED = {"confidence": str, "mark": str, "source": str}
_CITED = {"code": str, "law": str, "article": str, "valid_from": date} | _SOURCED
_VALUE = (str, int, dict, list)


@dataclass(frozen=True, slots=True)
class Shape:
    """Which fields a row of a file has, and of what type."""

    required: Mapping[str, Any]
    optional: Mapping[str, Any]


SHAPES = {
    "laws": Shape(
        {"code": str, "title": str, "version_label": str, "in_force_from": date} | _SOURCED,
        {"in_force_until": date},
    ),
    "violations": Shape(
        _CITED
        | {"part": str, "title": str, "requirement": str, "remedy": str}
        | {"hearing": str, "kinds": list},
        {"also_law": str, "also_article": str, "penalty_text": str, "by_whom": str}
        | {"valid_until": date},
    ),
    "bases": Shape(_CITED | {"summary": str}, {"valid_until": date}),
    "routed": Shape(
        {"code": str, "title": str, "law_text": str, "department_kind": str, "valid_from": date}
        | _SOURCED,
        {"sanction_text": str, "further_department_kinds": list, "valid_until": date},
    ),
    "penalty_kinds": Shape(
        _CITED
        | {"title": str, "measured_in": str, "severity": int, "hearing": str, "hearing_mark": str},
        {"valid_until": date},
    ),
    "benchmarks": Shape(
        {"code": str, "violation_code": str, "level": str, "tier": str, "circumstance": str}
        | {"penalty_kind": str, "manner": str, "valid_from": date}
        | _SOURCED,
        {"min_fen": int, "max_fen": int, "min_months": int, "max_months": int}
        | {"multiple_min_tenths": int, "multiple_max_tenths": int, "is_permanent": bool}
        | {"valid_until": date},
    ),
    "power_holders": Shape(
        {"code": str, "covers": str, "kind": str, "way": str, "name": str, "valid_from": date}
        | _SOURCED,
        {"area": str, "published_on": date, "valid_until": date},
    ),
    "statutory": Shape(
        {"key": str, "label": str, "kind": str, "value": _VALUE, "valid_from": date} | _SOURCED, {}
    ),
    "parameters": Shape(
        {"key": str, "label": str, "kind": str, "value": _VALUE, "confidence": str, "source": str},
        {"mark": str},
    ),
}


@dataclass(frozen=True, slots=True)
class Edition:
    """The rows of one kind and the day of the edition they stand in."""

    on: date
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class ParameterDefinition:
    """A key that the software reads and a county may set, with what it begins with."""

    key: str
    label: str
    kind: str
    value: Any
    confidence: str
    mark: str
    source: str


def read_edition(kind: str, folder: Path = DATA) -> Edition:
    """All rows of a kind (``violations_a.yaml`` and ``violations_bc.yaml`` are one kind).

    Raises:
        CatalogueFileBroken: a file is missing, is no YAML, or a row is not as ``SHAPES`` says.
    """
    paths = sorted(folder.glob(f"{kind}.yaml")) or sorted(folder.glob(f"{kind}_*.yaml"))
    if not paths:
        raise CatalogueFileBroken(file=f"{kind}.yaml", where="开头", why="没有找到该文件")
    parts = [_kept_file(path, kind, *_state_of(path)) for path in paths]
    if len({part.on for part in parts}) > 1:
        files = "、".join(path.name for path in paths)
        raise CatalogueFileBroken(file=files, where="开头", why="各文件的版本日期edition不一致")
    # The rows are the reader's own: what is kept is read again by whoever asks next.
    return Edition(on=parts[0].on, rows=tuple(dict(row) for part in parts for row in part.rows))


def files_digest(folder: Path = DATA) -> str:
    """SHA-256 over the files that ``load_catalogue`` reads: which state of the catalogue it is."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        if path.name != "parameters.yaml":
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@cache
def county_parameters() -> dict[str, ParameterDefinition]:
    """The keys a county may set, by key."""
    rows = read_edition("parameters").rows
    return {row["key"]: ParameterDefinition(**{"mark": "", **row}) for row in rows}


@cache
def statutory_labels() -> dict[str, str]:
    """The keys that the law fixes, with their Chinese names."""
    return {row["key"]: row["label"] for row in read_edition("statutory").rows}


@cache
def statutory_kinds() -> dict[str, str]:
    """The keys that the law fixes, with the kind of their values."""
    return {row["key"]: row["kind"] for row in read_edition("statutory").rows}


@cache
def package_values() -> dict[str, Any]:
    """What every key has when nobody set it: the county's first value, or the law's latest."""
    law = sorted(read_edition("statutory").rows, key=lambda row: row["valid_from"])
    fixed = {row["key"]: row["value"] for row in law}
    return fixed | {key: one.value for key, one in county_parameters().items()}


def _state_of(path: Path) -> tuple[int, int]:
    """By which a file is known to be the one that was read: when it was written, and how long."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=64)
def _kept_file(path: Path, kind: str, _written: int, _size: int) -> Edition:
    """A file is read once a process, and again when it was written anew: counties share it."""
    return _read_file(path, SHAPES[kind])


def _read_file(path: Path, shape: Shape) -> Edition:
    try:
        content = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise CatalogueFileBroken(
            file=path.name, where=f"第{line}行附近", why="不是有效的YAML"
        ) from error
    if not isinstance(content, dict) or not isinstance(content.get("edition"), date):
        raise CatalogueFileBroken(file=path.name, where="开头", why="没有写明版本日期edition")
    if not isinstance(content.get("rows"), list):
        raise CatalogueFileBroken(file=path.name, where="开头", why="没有条目列表rows")
    for number, row in enumerate(content["rows"], start=1):
        _check_row(path.name, number, row, shape)
    return Edition(on=content["edition"], rows=tuple(content["rows"]))


def _check_row(file: str, number: int, row: Any, shape: Shape) -> None:
    problem = row_problem(row, shape)
    if problem:
        name = row.get("code") or row.get("key") if isinstance(row, dict) else None
        where = f"第{number}个条目（{name}）" if name else f"第{number}个条目"
        raise CatalogueFileBroken(file=file, where=where, why=problem)


def row_problem(row: Any, shape: Shape) -> str:
    """What is wrong with the fields of one row, as a Chinese clause; empty when nothing is."""
    if not isinstance(row, dict):
        return "不是字段和取值的对照"
    if missing := sorted(shape.required.keys() - row.keys()):
        return f"缺少字段{'、'.join(missing)}"
    known = {**shape.required, **shape.optional}
    if unknown := sorted(row.keys() - known.keys()):
        return f"多出字段{'、'.join(map(str, unknown))}"
    for name, value in row.items():
        if not isinstance(value, known[name]):
            return f"字段{name}的类型不对"
    if row["confidence"] not in CONFIDENCES:
        return f"可信度{row['confidence']}不在{'、'.join(CONFIDENCES)}之中"
    return ""
