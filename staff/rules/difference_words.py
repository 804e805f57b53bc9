"""What a law package would change, in words for the page on which it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from policies.models import Benchmark, InstitutionKind, Parameter
from policies.services import Difference, Preview
from staff.rules.range_words import range_in_words
from staff.rules.values import in_words as value_in_words

KINDS = {
    "law": "法规",
    "violation": "违法情形",
    "basis": "文书依据",
    "routedmatter": "移送事项",
    "penaltykind": "处罚种类",
    "benchmark": "法定幅度和裁量基准",
    "powerholder": "处罚权主体",
    "parameter": "参数",
}
VERDICTS = {"new": ("新增", "good"), "changed": ("变更", "warn"), "ended": ("终止", "bad")}
FIELDS = {
    "part": "部分", "title": "名称", "law": "法规", "article": "条文号", "also_law": "同时引用的法规",
    "also_article": "同时引用的条文号", "requirement": "法定要求", "remedy": "改正要求",
    "penalty_text": "可能的处罚", "by_whom": "由谁处理", "hearing": "听证", "kinds": "适用机构",
    "confidence": "可信度", "mark": "标记", "source": "来源", "summary": "内容",
    "law_text": "法律依据", "sanction_text": "处理", "department_kind": "部门",
    "further_department_kinds": "其他部门", "measured_in": "幅度单位", "severity": "轻重",
    "hearing_mark": "听证的标记", "violation_code": "违法情形", "level": "性质", "tier": "档次",
    "circumstance": "适用情形", "penalty_kind": "处罚种类", "manner": "适用",
    "min_fen": "金额下限（分）", "max_fen": "金额上限（分）",
    "multiple_min_tenths": "倍数下限（十分之一）", "multiple_max_tenths": "倍数上限（十分之一）",
    "min_months": "期限下限（月）", "max_months": "期限上限（月）", "is_permanent": "永久",
    "covers": "违法情形", "area": "乡镇街道", "kind": "主体类别", "way": "取得方式", "name": "名称",
    "published_on": "公布日期", "value": "取值",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One difference with its words and the tone of its badge."""

    one: Difference
    verdict: str
    tone: str
    words: str
    fields: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class ShownKind:
    """The differences of one kind of row."""

    title: str
    rows: list[Shown]


@dataclass(frozen=True, slots=True)
class ShownPreview:
    """Everything the page says about a package that waits."""

    kinds: list[ShownKind]
    counts: dict[str, int]
    unchanged: int
    past: int
    waits: int


def _content(one: Difference) -> str:
    """What a row that is new says, where its name alone does not tell."""
    if one.verdict != "new":
        return ""
    if isinstance(one.row, Benchmark):
        return f"{one.row.circumstance}：{range_in_words(one.row)}".rstrip("：")
    if isinstance(one.row, Parameter):
        return value_in_words(one.row.value)
    return getattr(one.row, "citation", "") or one.row.source


def _words(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if name == "kinds":
        return "、".join(InstitutionKind(kind).label for kind in value)
    return value_in_words(value)


def in_words(preview: Preview) -> ShownPreview:
    """Grouped by kind, in the order in which they would be written."""
    kinds: dict[str, ShownKind] = {}
    counts = dict.fromkeys(VERDICTS, 0)
    for one in preview.differences:
        counts[one.verdict] += 1
        words, tone = VERDICTS[one.verdict]
        fields = [
            (FIELDS.get(name, name), _words(name, old), _words(name, new))
            for name, old, new in one.fields
        ]
        group = kinds.setdefault(one.kind, ShownKind(KINDS.get(one.kind, one.kind), []))
        group.rows.append(Shown(one, words, tone, _content(one), fields))
    return ShownPreview(
        kinds=list(kinds.values()),
        counts=counts,
        unchanged=preview.unchanged,
        past=sum(one.is_past for one in preview.differences),
        waits=sum(one.waits for one in preview.differences),
    )
