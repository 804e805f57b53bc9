"""Bytes in, checked rows out. Touches no database; says with one sentence what is wrong."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from policies.catalogue import SHAPES, Shape, county_parameters, row_problem, statutory_kinds
from policies.errors import (
    PackageChecksumWrong,
    PackageKindUnknown,
    PackageRowsOverlap,
    PackageRowWrong,
    PackageUnreadable,
)
from policies.packages.writing import FORMAT, MANIFEST, checksum_of
from policies.rules import value_problem

MOST_BYTES = 5 * 1024 * 1024  # unpacked, of one file; the whole catalogue takes a tenth of it
_TOLD = {"format": str, "issuer": str, "name": str, "edition": str, "note": str, "files": dict}
_DAYS = ("valid_from", "valid_until", "in_force_from", "in_force_until", "published_on")
_VALUE = Shape(
    {"key": str, "value": (str, int, dict, list), "valid_from": date}
    | {"confidence": str, "mark": str, "source": str},
    {},
)
# What a package may hold: the catalogue's kinds, who holds a power, and dated values.
KINDS: Mapping[str, Shape] = {
    kind: SHAPES[kind]
    for kind in (
        "laws", "violations", "bases", "routed", "penalty_kinds", "benchmarks", "power_holders",
    )
} | {"parameters": _VALUE}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Package:
    """A package whose checksums hold and whose rows are well made; the law in them is not judged.

    ``digest`` is its own checksum, ``rows`` by kind, with days as days.
    """

    digest: str
    issuer: str
    name: str
    edition: date
    note: str
    rows: Mapping[str, tuple[dict[str, Any], ...]]

    @property
    def origin(self) -> str:
        """Under which name its rows stand in the county."""
        return f"{self.issuer} {self.name} {self.edition.isoformat()}"[:120]


def read_package(content: bytes) -> Package:
    """Check a package and read its rows.

    Raises:
        PackageUnreadable: no zip, no manifest, a file too large or missing.
        PackageChecksumWrong: a file or the manifest is not what its checksum says.
        PackageKindUnknown: rows of a kind that this software does not know.
        PackageRowWrong: a row lacks something, or something in it is odd.
        PackageRowsOverlap: two rows of one thing hold on the same day.
    """
    files = _unpacked(content)
    manifest = _manifest_of(files)
    rows = {}
    for name in sorted(manifest["files"]):
        kind = name.removesuffix(".json")
        if kind not in KINDS or name == kind:
            raise PackageKindUnknown(kind=name, known="、".join(KINDS))
        rows[kind] = tuple(_rows_of(kind, files[name]))
    for kind, of in rows.items():
        _refuse_overlaps(kind, of)
    told = {name: manifest[name] for name in ("issuer", "name", "note")}
    return Package(
        digest=manifest["checksum"], edition=_day_of(manifest["edition"], ""), rows=rows, **told
    )


def _unpacked(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            if len({one.filename for one in listed}) != len(listed):
                raise PackageUnreadable(why="同一个文件出现两次")
            if any(one.file_size > MOST_BYTES for one in listed):
                raise PackageUnreadable(why="其中有文件过大")
            return {one.filename: archive.read(one) for one in listed}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise PackageUnreadable(why="不是完整的zip文件") from error


def _manifest_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    if MANIFEST not in files:
        raise PackageUnreadable(why=f"缺少清单{MANIFEST}")
    manifest = _json(MANIFEST, files[MANIFEST])
    shape = {**_TOLD, "checksum": str}
    if not isinstance(manifest, dict) or manifest.keys() != shape.keys():
        raise PackageUnreadable(why="清单的项目不全或者多出")
    if wrong := [name for name, of in shape.items() if not isinstance(manifest[name], of)]:
        raise PackageUnreadable(why=f"清单的{wrong[0]}不合要求")
    if manifest["format"] != FORMAT:
        raise PackageUnreadable(why=f"格式{manifest['format']}不是{FORMAT}")
    if manifest["checksum"] != checksum_of(manifest):
        raise PackageChecksumWrong(file=MANIFEST)
    if not manifest["issuer"].strip() or not manifest["name"].strip():
        raise PackageUnreadable(why="清单没有写明发布机关或者名称")
    if set(files) - {MANIFEST} != set(manifest["files"]):
        raise PackageUnreadable(why="清单所列的文件与包内的文件不一致")
    for name, digest in manifest["files"].items():
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise PackageChecksumWrong(file=name)
    return manifest


def _json(name: str, content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise PackageUnreadable(why=f"{name}不是有效的JSON") from error


def _rows_of(kind: str, content: bytes) -> Iterable[dict[str, Any]]:
    found = _json(f"{kind}.json", content)
    if not isinstance(found, list):
        raise PackageRowWrong(kind=kind, item="开头", why="不是条目列表")
    for number, sent in enumerate(found, start=1):
        name = _name_of(sent) or f"第{number}个条目"
        row = _with_days(sent, kind, name)
        problem = row_problem(row, KINDS[kind]) or _empty(kind, row) or _odd(kind, row)
        if problem:
            raise PackageRowWrong(kind=kind, item=name, why=problem)
        yield row


def _name_of(row: Any) -> str:
    """The row as a person finds it again: V03@2023-10-15."""
    if not isinstance(row, dict):
        return ""
    of = row.get("code") or row.get("key")
    since = row.get("valid_from") or row.get("in_force_from")
    return f"{of}@{since}" if of and since else str(of or "")


def _with_days(row: Any, kind: str, name: str) -> Any:
    if not isinstance(row, dict):
        return row
    days = {field: _day_of(row[field], name, kind) for field in _DAYS if row.get(field) is not None}
    return {field: value for field, value in row.items() if value is not None} | days


def _day_of(value: object, name: str, kind: str = "") -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        if not kind:
            raise PackageUnreadable(why="清单的版本日期不是日期") from error
        raise PackageRowWrong(kind=kind, item=name, why=f"{value}不是日期") from error


def _empty(kind: str, row: dict[str, Any]) -> str:
    """A value that a county or province set itself has its paper as source and no other mark."""
    is_own = kind == "parameters" and row["confidence"] == "derived"
    wanted = ("source",) if is_own else ("mark", "source")
    blank = [name for name in wanted if not row[name].strip()]
    return f"没有写明{'、'.join(blank)}" if blank else ""


def _odd(kind: str, row: dict[str, Any]) -> str:
    since = row.get("valid_from") or row["in_force_from"]
    until = row.get("valid_until") or row.get("in_force_until")
    if until is not None and until < since:
        return "最后有效日早于起始日"
    if kind != "parameters":
        return ""
    definition = county_parameters().get(row["key"])
    of_value = definition.kind if definition else statutory_kinds().get(row["key"])
    return value_problem(of_value, row["value"]) if of_value else "本系统没有这个参数"


def _refuse_overlaps(kind: str, rows: tuple[dict[str, Any], ...]) -> None:
    """Two rows of one thing: neither begins on the other's days."""
    if kind == "laws":
        _refuse_twice(kind, rows)
        return
    things: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        for thing in _things(kind, row):
            things.setdefault(thing, []).append(row)
    for of in things.values():
        for earlier, later in pairwise(sorted(of, key=lambda row: row["valid_from"])):
            until = earlier.get("valid_until", date.max)
            is_value = kind == "parameters" and earlier["valid_from"] < later["valid_from"]
            if later["valid_from"] <= until and not is_value:
                raise PackageRowsOverlap(kind=kind, first=_name_of(earlier), second=_name_of(later))


def _things(kind: str, row: dict[str, Any]) -> list[tuple[str, ...]]:
    """What a row is about, of which only one may hold on a day."""
    own: list[tuple[str, ...]] = [("row", row["key"] if kind == "parameters" else row["code"])]
    if kind == "power_holders":
        own.append(("power", row["covers"], row.get("area", "")))
    return own


def _refuse_twice(kind: str, rows: tuple[dict[str, Any], ...]) -> None:
    codes = [row["code"] for row in rows]
    for code in codes:
        if codes.count(code) > 1:
            raise PackageRowsOverlap(kind=kind, first=code, second=code)
