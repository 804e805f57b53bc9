"""Orders made out on site: what is fixed at the release, and how the rest is filled in.

The phone does the steps of ``fill`` without signal and hands the result over; the server does
them again and takes a paper only if both agree key by key. So they are few and simple:
docs/orders-on-site.md tells them to whoever writes the phone's side. No rows, no clock here.
"""

from __future__ import annotations

import json
import re
from datetime import date
from hashlib import sha256
from typing import Any

from common.clock import chinese_date
from enforcement import composition as c
from enforcement import rules
from enforcement.states import NoticeForm

Payload = dict[str, Any]
TEMPLATE_VERSION = 1
STROKES_BYTES_MOST = 40_000  # of all signatures of one paper together
PARTY = ("name", "credit_code", "licence_no", "person", "address")
LINE_MOST = 200  # signs of a name, a place, a reason
FILLED_BYTES_MOST = 80_000
_FILLED = {
    "party",
    "place",
    "officers",
    "limit",
    "added_order",
    "findings",
    "handover",
    "signatures",
}
_MARK = re.compile("⟦([a-z_]+)⟧")
_STROKES = re.compile(r"(?:[ML]-?\d{1,5} -?\d{1,5})*")
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_ROLES = {"officer", "party", "witness"}
_WAYS = {"direct", "left"}

_AT_ONCE = (
    "你单位应当立即改正，并自收到本通知书之日起⟦limit⟧内向本机关书面报告改正情况（⟦counted⟧）。"
)
_WITHIN = "你单位应当自收到本通知书之日起⟦limit⟧内改正完毕（⟦counted⟧）。"
_DEADLINES = {NoticeForm.SPOT: _AT_ONCE, NoticeForm.SPOT_LIMIT: _WITHIN}
_ORDERS = {
    NoticeForm.SPOT: "现责令你单位按照上列改正要求立即改正。",
    NoticeForm.SPOT_LIMIT: "现责令你单位按照上列改正要求限期改正。",
}


def blank(
    form: str, *, issuer: c.Issuer, bases: tuple[c.Cited, ...], day: date, is_demonstration: bool
) -> Payload:
    """The paper but for what stands in marks; frozen with the release."""
    cited = "、".join(base.citation for base in bases)
    return {
        "form": str(form),
        "organ": issuer.organ,
        "title": NoticeForm(form).label,
        "number": "⟦number⟧",
        "party": dict.fromkeys(PARTY, ""),
        "paragraphs": [
            f"{chinese_date(day)}，本机关执法人员⟦officers⟧对你单位进行现场检查"
            "（检查地点：⟦place⟧）。经查，你单位存在下列问题："
        ],
        "findings": [],
        "basis": [
            "以上事实，有现场检查记录为证。",
            f"依据{cited}的规定，{_ORDERS[NoticeForm(form)]}",
        ],
        "orders": ["⟦added_order⟧。"],
        "deadline_text": _DEADLINES[NoticeForm(form)],
        "after": [
            "书面报告应当逐项写明改正措施和结果，并附照片、台账等证明材料。"
            "本机关将对改正情况进行复查。",
            "拒不改正、逾期未改正或者改正不到位的，本机关将依法立案调查；"
            "涉及其他部门职责的，依法移送。",
            c.remedy_text(issuer),
            *c.contact_text(issuer, "书面报告"),
        ],
        "signature": issuer.organ,
        "date": chinese_date(day),
        "verify_url": "⟦verify_url⟧",
        "demonstration": is_demonstration,
        "template_version": TEMPLATE_VERSION,
        "policy_versions": dict(base.version.split("@", 1) for base in bases),
    }


def limit_choice(count: int, unit: str, due_on: date | None) -> Payload:
    """One limit that may be chosen on site: its words, and its last day where it is certain."""
    counted = rules.counting_words(unit)
    if due_on is not None:
        counted = f"{counted}；至{chinese_date(due_on)}届满"
    return {
        "count": count,
        "unit": str(unit),
        "label": rules.limit_words(count, unit),
        "counted": counted,
        "due_on": due_on.isoformat() if due_on else "",
    }


def fill(
    blank: Payload,
    filled: Payload,
    *,
    number: str,
    verify_url: str,
    limits: list[Payload],
    citable: dict[str, Payload],
) -> Payload:
    """The whole paper. Raises KeyError, TypeError, ValueError where ``filled`` does not fit."""
    _require_shape(filled)
    wanted = filled["limit"]
    fitting = [one for one in limits if {k: one[k] for k in ("count", "unit")} == wanted]
    if not fitting:
        raise ValueError("limit")
    limit = fitting[0]
    words = {
        "number": number,
        "verify_url": verify_url,
        "place": filled["place"],
        "officers": "、".join(
            f"{one['name']}（执法证号：{one['certificate_no']}）" for one in filled["officers"]
        ),
        "limit": limit["label"],
        "counted": limit["counted"],
        "added_order": filled["added_order"],
    }
    paper = _spoken(blank, words)
    cited = {one["code"]: citable[one["code"]] for one in filled["findings"]}
    paper["party"] = dict(filled["party"])
    paper["findings"] = [
        _finding(no, one, cited[one["code"]], found_on=paper["date"], place=filled["place"])
        for no, one in enumerate(filled["findings"], start=1)
    ]
    paper["orders"] = [order for order in paper["orders"] if order != "。"]
    paper["policy_versions"] |= dict(row["version"].split("@", 1) for row in cited.values())
    paper["filled"] = filled
    return paper


def _finding(no: int, told: Payload, row: Payload, *, found_on: str, place: str) -> Payload:
    return {
        "no": no,
        "code": told["code"],
        "text": told["text"],
        **{key: row[key] for key in ("law", "article", "requirement", "remedy")},
        "found_on": found_on,
        "place": place,
    }


def canonical(payload: Payload) -> bytes:
    """Keys in order, no spaces, UTF-8: the bytes whose digest the phone and the server compare."""
    return json.dumps(
        payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def digest(payload: Payload) -> str:
    return sha256(canonical(payload)).hexdigest()


def _spoken(value: Any, words: dict[str, str]) -> Any:
    """A copy in which every mark of every string is replaced, once."""
    if isinstance(value, str):
        return _MARK.sub(lambda mark: words[mark[1]], value)
    if isinstance(value, list):
        return [_spoken(one, words) for one in value]
    if isinstance(value, dict):
        return {key: _spoken(one, words) for key, one in value.items()}
    return value


def _require_shape(filled: Payload) -> None:
    """What is filled in has its parts and no other. Raises ValueError, KeyError, TypeError."""
    handover = filled["handover"]
    strokes = "".join(one["path"] for one in filled["signatures"])
    checks = (
        (set(filled) == _FILLED, "parts"),
        (set(filled["party"]) == set(PARTY) and bool(filled["party"]["name"]), "party"),
        (all(_is_plain(text) for text in _leaves(filled | {"limit": []})), "texts"),
        (not filled["added_order"].endswith(("。", "；", "，")), "end of the added order"),
        (bool(filled["findings"]) and bool(filled["place"]), "findings and place"),
        (all(len(leaf) <= LINE_MOST for leaf in _lines(filled)), "length of a line"),
        (len(canonical(filled)) <= FILLED_BYTES_MOST, "length"),
        (handover["way"] in _WAYS and bool(_TIME.fullmatch(handover["time"])), "handover"),
        (all(one["role"] in _ROLES for one in filled["signatures"]), "roles"),
        (len(strokes) <= STROKES_BYTES_MOST, "length of strokes"),
        (all(_STROKES.fullmatch(one["path"]) for one in filled["signatures"]), "strokes"),
    )
    for is_met, what in checks:
        if not is_met:
            raise ValueError(what)


def _lines(filled: Payload) -> list[Any]:
    """What stands in one cell or one line of the paper."""
    names = [one["name"] for one in filled["signatures"]]
    return _leaves([filled[part] for part in ("party", "place", "officers", "handover")]) + names


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [leaf for one in value for leaf in _leaves(one)]
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    return [value]


def _is_plain(text: Any) -> bool:
    """A stripped text without the marks: what somebody typed is never replaced by us."""
    if not isinstance(text, str):
        return False
    return text == text.strip() and "⟦" not in text and "⟧" not in text
