"""What the papers say: facts in, the payload that is frozen out. No rows, no clock, no settings.

Every sentence is our own. What each form must hold follows the published sets of forms
[S39, S33, S35 for the on-site record and the questioning; S35 for the list of evidence].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from common.clock import CHINA
from evidence.records import Questioning, SiteFacts
from evidence.states import PaperForm

TEMPLATE_VERSION = 1
_RIGHTS = (
    "检查人员告知{who}：有权申请检查人员回避，有权进行陈述和申辩；"
    "应当如实回答询问并协助检查，不得拒绝或者阻挠。"
)
_ASK_RIGHTS = (
    "询问人告知被询问人：有权申请询问人回避，有权拒绝回答与本案无关的问题；"
    "应当如实回答询问，提供虚假情况的应当承担相应责任。"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One place for a signature, on every page; without ``path`` and ``refusal`` for the pen."""

    label: str
    name: str = ""
    path: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """The visit as every paper of it names it."""

    organ: str
    is_demonstration: bool
    institution: str
    credit_code: str
    starts_at: datetime
    ends_at: datetime
    place: str
    present: str
    officers: tuple[str, ...]
    names: tuple[str, ...]
    day: str
    signs: tuple[Sign, ...]
    read_digest: str = ""


def chinese_moment(at: datetime) -> str:
    """``2021年11月10日9时05分``, in China."""
    here = at.astimezone(CHINA)
    return f"{here.year}年{here.month}月{here.day}日{here.hour}时{here.minute:02}分"


def site_record(scene: Scene, told: SiteFacts, *, edition: int) -> dict[str, Any]:
    """D03: what was seen, said and done on site."""
    who = scene.present or "在场人员"
    shown = (
        f"检查人员{'、'.join(scene.names)}向{who}出示执法证件，表明身份，说明检查事项；"
        f"{who}确认已核对执法证件。"
    )
    before = [shown] if told.certificate_shown else []
    before += [_RIGHTS.format(who=who)] if told.rights_told else []
    facts = [line.strip() for line in told.facts.splitlines() if line.strip()]
    refused = any(sign.refusal for sign in scene.signs)
    closing = (
        "以上笔录已向当事人宣读，当事人拒绝签名，情况如各页所注。"
        if refused
        else "以上笔录已交当事人阅读或者向其宣读，当事人确认与实际情况相符。"
    )
    return {
        **_common(PaperForm.SITE_RECORD, scene, edition),
        "heads": _heads(
            ("检查时间", f"{chinese_moment(scene.starts_at)}至{_hours(scene)}"),
            ("检查地点", scene.place),
            ("被检查单位", scene.institution),
            ("统一社会信用代码", scene.credit_code),
            ("在场人员", scene.present),
            ("检查人员", "、".join(scene.officers)),
        ),
        "sections": [
            {"title": "表明身份和告知权利", "lines": before},
            {"title": "检查情况", "lines": facts},
            {"title": "当事人意见", "lines": [told.party_comment.strip() or "无。"]},
        ],
        "closing": closing,
    }


def questioning(scene: Scene, told: Questioning, *, edition: int) -> dict[str, Any]:
    """D04: whom was asked what, and every answer."""
    asked = told.asked
    officers = "、".join(scene.officers)
    shown = f"我们是{scene.organ}的执法人员{'、'.join(scene.names)}，现向你出示执法证件，请你核对。"
    start = [
        {"question": shown, "answer": "已核对。"},
        {"question": _ASK_RIGHTS + "是否清楚？是否申请回避？", "answer": told.rights_answer},
    ]
    guardian = [("在场监护人", asked.guardian)] if asked.guardian else []
    return {
        **_common(PaperForm.QUESTIONING, scene, edition),
        "heads": _heads(
            ("案由", told.cause),
            ("询问时间", f"{chinese_moment(told.starts_at)}至{chinese_moment(told.ends_at)}"),
            ("询问地点", told.place),
            ("被询问人", _identity(asked.name, asked.sex, asked.age)),
            ("证件号码", asked.id_no),
            ("联系电话", asked.phone),
            ("住址", asked.address),
            ("工作单位及职务", " ".join(filter(None, (asked.employer, asked.position)))),
            *guardian,
            ("询问人", officers),
            ("记录人", told.clerk),
        ),
        "answers": start + [asdict(answer) for answer in told.answers],
        "closing": "以上笔录我已看过（已向我宣读），与我所说的相符。",
    }


def evidence_list(scene: Scene, rows: Sequence[dict[str, Any]], *, edition: int) -> dict[str, Any]:
    """F11: each piece with its source, who collected it when, and what it proves."""
    return {
        **_common(PaperForm.EVIDENCE_LIST, scene, edition),
        "heads": _heads(
            ("被检查单位", scene.institution), ("检查时间", chinese_moment(scene.starts_at))
        ),
        "rows": [{"no": no, **row} for no, row in enumerate(rows, 1)],
        "closing": f"以上证据共{len(rows)}件。",
    }


def photo_sheet(scene: Scene, photos: Sequence[dict[str, Any]], *, edition: int) -> dict[str, Any]:
    """Photographs of the site, two to a page, each with when, where, by whom and its digest."""
    return {
        **_common(PaperForm.PHOTO_SHEET, scene, edition),
        "heads": _heads(
            ("被检查单位", scene.institution),
            ("拍摄地点", scene.place),
        ),
        "photos": [{"no": no, **photo} for no, photo in enumerate(photos, 1)],
        "closing": "",
    }


def _common(form: PaperForm, scene: Scene, edition: int) -> dict[str, Any]:
    return {
        "form": str(form),
        "organ": scene.organ,
        "title": form.label,
        "edition": f"第{edition}次制作，替代此前制作的同名文书。" if edition > 1 else "",
        "demonstration": scene.is_demonstration,
        "date": scene.day,
        "signs": [asdict(sign) for sign in scene.signs],
        "read_digest": scene.read_digest,
        "template_version": TEMPLATE_VERSION,
    }


def _heads(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    """Label and words; what is not known stays empty for the pen."""
    return [{"label": label, "words": words} for label, words in pairs]


def _hours(scene: Scene) -> str:
    """The end without the day when it is the same."""
    start, end = chinese_moment(scene.starts_at), chinese_moment(scene.ends_at)
    day = start[: start.index("日") + 1]
    return end.removeprefix(day)


def _identity(name: str, sex: str, age: int | None) -> str:
    return "，".join(filter(None, (name, sex, f"{age}岁" if age is not None else "")))
