"""What people write with their hands on a sheet: opinions, signatures, the place of the seal."""

from __future__ import annotations

from typing import Any

from papers import cells
from papers.catalogue import Field, Form

STEPS = {
    "officer": "承办人意见",
    "section": "承办机构审核意见",
    "legal": "法制机构审核意见",
    "head": "机关负责人审批意见",
}
_FOOT_ROW_MM = 19  # one row of the signature line at the foot of every page
_REFUSAL_MM = 9  # a note that somebody refused to sign
_PER_ROW = 3  # signatures side by side


def opinions(field: Field, facts: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """One row per step (officer, section, legal, head) with opinion, signature and date."""
    rows = [[_opinion(step, facts.get(step) or {})] for step in field.levels or STEPS]
    rows[-1][0]["is_last_opinion"] = len(rows) > 1  # a decision never stands alone on a page
    return rows


def _opinion(step: str, given: dict[str, Any]) -> dict[str, Any]:
    words = str(given.get("opinion") or "")
    by = given.get("by") or []
    signers = [{**given, "name": by}] if isinstance(by, str) and by else by or []
    count = 2 if step == "officer" else 1  # two officers (行政处罚法第四十二条)
    signs = [_signer(one, with_number=step == "officer") for one in signers]
    signs += [_signer({}, with_number=step == "officer")] * (count - len(signs))
    return {
        "label": given.get("label") or STEPS[step],
        "kind": "opinion",
        "paragraphs": [line for line in words.splitlines() if line.strip()],
        "height_mm": 0 if words else 14,
        "signs": signs,
        "day": cells.day(given["on"]) if given.get("on") else cells.BLANK_DAY,
        "is_long": len(words) > 300,
    }


def _signer(one: Any, *, with_number: bool) -> dict[str, str]:
    known = one if isinstance(one, dict) else {"name": str(one)}
    number = str(known.get("certificate_no") or "")
    return {
        "name": str(known.get("name") or ""),
        "certificate": (number or "＿＿＿＿＿＿＿＿＿") if with_number else "",
    }


def of_sheet(form: Form, facts: dict[str, Any], *, organ: str, day: str) -> dict[str, Any]:
    """``foot``: rows of signatures on every page; ``signs``: at the end; ``seal``: organ and date.

    ``foot_mm`` is the height kept free for the foot inside the type area.
    """
    given = [*(facts.get("signatures") or []), *_known_officers(form, facts)]
    foot: list[dict[str, Any]] = []
    signs: list[dict[str, Any]] = []
    seal = None
    for wanted in form.signatures:
        if wanted.get("seal"):
            seal = {"organ": wanted.get("label") or organ, "day": day or cells.BLANK_DAY}
            continue
        signed = [one for one in given if one.get("role") in (wanted["role"], wanted["label"])]
        made = _signatures(wanted, signed)
        (foot if wanted.get("every_page") else signs).extend(made)
    refusals = [f"{one['label']}：{one['refusal']}" for one in foot + signs if one["refusal"]]
    rows = [_foot_row(foot[start : start + _PER_ROW]) for start in range(0, len(foot), _PER_ROW)]
    height = len(rows) * _FOOT_ROW_MM + (_REFUSAL_MM if rows and refusals else 0)
    in_table = form.layout == "receipt"
    return {
        "hands": hand_rows(signs) if in_table else [],
        "foot": rows,
        "foot_mm": height,
        "bottom_mm": 35 + height + (3 if rows else 0),
        "signs": [] if in_table else [signs[at : at + 2] for at in range(0, len(signs), 2)],
        "refusals": refusals,
        "seal": seal,
    }


def hand_rows(signs: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Signatures as cells of a receipt, two of one kind side by side in one."""
    by_label: dict[str, list[dict[str, Any]]] = {}
    for one in signs:
        by_label.setdefault(one["label"], []).append(one)
    return [
        [{"label": label, "kind": "hands", "people": people, "height_mm": 13, "paragraphs": []}]
        for label, people in by_label.items()
    ]


def _foot_row(people: list[dict[str, Any]]) -> dict[str, Any]:
    return {"people": people, "gaps": [""] * (_PER_ROW - len(people))}


def _known_officers(form: Form, facts: dict[str, Any]) -> list[dict[str, Any]]:
    """The officers of the facts, for the lines of a paper that nobody signed yet."""
    if facts.get("signatures"):
        return []
    officers = facts.get("officers") or []
    return [{**one, "role": "officer"} for one in officers if isinstance(one, dict)]


def _signatures(wanted: Any, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As many lines as the form wants, or more where more people signed."""
    count = max(wanted.get("count", 1), len(given))
    people = given + [{}] * (count - len(given))
    return [
        {
            "label": wanted["label"],
            "name": str(one.get("name") or ""),
            "certificate": str(one.get("certificate_no") or "")
            if wanted.get("certificate")
            else "",
            "wants_certificate": bool(wanted.get("certificate")),
            "path": one.get("path") or "",
            "refusal": one.get("refusal") or "",
            "day": cells.day(one["on"]) if one.get("on") else cells.BLANK_DAY,
        }
        for one in people
    ]
