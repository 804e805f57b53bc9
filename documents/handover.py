"""The last sheets of a paper made out on site: how it was handed over, and who signed with a finger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FIRST, LATER = 3, 5  # signatures that fit on a sheet below the facts, or alone
_WAYS = {"direct": "直接送达", "left": "留置送达"}
_ROLES = {"officer": "执法人员签名", "party": "受送达人签名", "witness": "见证人签名"}


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: strokes as the path of an SVG in a box of 1000 by 300."""

    label: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Sheet:
    facts: list[tuple[str, str]]
    signatures: list[Signature]


def sheets(paper: dict[str, Any]) -> list[Sheet]:
    """From the frozen paper alone; facts that were not filled in are left out."""
    filled = paper["filled"]
    signed = [
        Signature(_ROLES[one["role"]], one["name"], one["path"]) for one in filled["signatures"]
    ]
    later = signed[FIRST:]
    return [
        Sheet(_facts(paper, filled), signed[:FIRST]),
        *(Sheet([], later[start : start + LATER]) for start in range(0, len(later), LATER)),
    ]


def _facts(paper: dict[str, Any], filled: dict[str, Any]) -> list[tuple[str, str]]:
    handover = filled["handover"]
    officers = [f"{one['name']}（{one['certificate_no']}）" for one in filled["officers"]]
    facts = [
        ("送达文书", f"{paper['title']}　{paper['number']}"),
        ("受送达人", paper["party"]["name"]),
        ("送达地点", filled["place"]),
        ("送达方式", _WAYS[handover["way"]]),
        ("送达时间", f"{paper['date']} {handover['time']}"),
        ("签收人", handover["recipient"]),
        ("与受送达人的关系", handover["relation"]),
        ("拒收事由", handover["reason"]),
        ("见证人", handover["witness"]),
        ("送达人", "、".join(officers)),
    ]
    return [(label, value) for label, value in facts if value]
