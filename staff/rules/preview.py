"""What a new value would change, in sentences, before anybody saves it."""

from __future__ import annotations

from datetime import date
from typing import Any

from common.clock import chinese_date
from institutions.models import Institution
from institutions.queries import impact_of, is_asked_by_rules
from policies.models import Parameter
from policies.queries import ParameterDefinition, due_after, may_be_value
from staff.rules.values import in_words

_MOST_NAMES = 10
_ON_PAPER = "文书印的是批准当天的取值；已经批准的文书不变。"
_AT_DRAFTING = "起草文书时按检查当天的取值填入期限，起草人可以改；已经起草的文书不变。"
_REMARKS = "机构页面的规则提示按查看当天的取值；已经作出的检查结论和文书不变。"
_EFFECTS = {
    "organ": _ON_PAPER,
    "notice": "编号用的是批准当天的式样；已经编出的号不变，年度序号接着编。",
    "rectification.limit": _AT_DRAFTING,
    "stop.recheck": _AT_DRAFTING,
    "rectification.extension_max": "批准延期时看当天的取值；已经批准的延期不变。",
    "visit": "按检查当天的取值提示“距离登记地址较远”；只是提示，不会拦住记录。",
    "place": "列出坐标疑问时看当天的取值。",
    "licence": _REMARKS,
    "staff": _REMARKS,
    "venue": _REMARKS,
    "material": _REMARKS,
    "care": _REMARKS,
    "annual": "登记年检结论时看年检当天的取值；已经登记的结论不变。",
    "credit": "评定等级、结算积分时看当天的取值；已经登记的等级和名单不变。",
    "map": "打开地图时看当天的取值。",
    "hearing": "起草处罚告知时看当天的取值；已经送达的告知不变。",
    "legal_review": "作出处罚决定前看当天的取值。",
    "case": "办案时看当天的取值。",
    "publication": "登记公示时看当天的取值；已经公示的不变。",
    "archive": "归档时看当天的取值。",
    "transfer": "移送时看当天的取值。",
    "deadline": "期限从哪一天起算，就按那一天的取值；已经起算的期限不变。",
    "paper": _ON_PAPER,
}


def sentences(
    definition: ParameterDefinition, value: Any, since: date, *, rows: list[Parameter], today: date
) -> list[str]:
    """``rows`` is the history of the key, the latest first."""
    before = next((row for row in rows if row.valid_from <= since), None)
    after = next((row for row in reversed(rows) if row.valid_from > since), None)
    if before is not None and before.value == value:
        said = [f"与{chinese_date(before.valid_from)}起的取值相同，没有变化。"]
    elif before is not None and before.valid_from == since:
        said = [
            f"{chinese_date(since)}已经有取值“{in_words(before.value)}”，不能覆盖；请另选一个起始日期。"
        ]
    else:
        said = [_change(definition.label, before, value, since)]
    if after is not None:
        until = f"{chinese_date(after.valid_from)}起另有取值“{in_words(after.value)}”"
        said.append(f"只管到那之前：{until}。")
    if since < today:
        said.append("起始日在今天以前：那以后发生、还没有办结的事也按新取值。")
    return [*said, *filter(None, [effect_of(definition.key)])]


def _change(label: str, before: Parameter | None, value: Any, since: date) -> str:
    begins = f"自{chinese_date(since)}起，{label}"
    if before is None:
        return f"{begins}为“{in_words(value)}”。"
    return f"{begins}由“{in_words(before.value)}”改为“{in_words(value)}”。"


def impact_in_words(definition: ParameterDefinition, value: Any, since: date) -> list[str]:
    """Whom the registry's rules would remark newly, and whom no longer; nothing for other keys."""
    if not is_asked_by_rules(definition.key) or not may_be_value(definition, value):
        return []
    impact = impact_of(definition.key, value, since)
    if not impact.newly and not impact.no_longer:
        return [f"按{chinese_date(since)}的登记资料，{impact.asked}家机构的规则提示不变。"]
    said = [
        f"{words}{len(some)}家：{_names(some)}"
        for words, some in (("新增提示", impact.newly), ("不再提示", impact.no_longer))
        if some
    ]
    return [f"按{chinese_date(since)}的登记资料，{impact.asked}家机构中{'；'.join(said)}。"]


def _names(some: tuple[tuple[Institution, str], ...]) -> str:
    names = "、".join(one.name for one, _ in some[:_MOST_NAMES])
    return f"{names}等" if len(some) > _MOST_NAMES else names


def effect_of(key: str) -> str:
    """On which day's value the software relies."""
    return _EFFECTS.get(key) or _EFFECTS.get(key.partition(".")[0], "")


def example_of(kind: str, value: Any, *, organ: str, today: date) -> str:
    """The number that a pattern gives, or the last day of a period that begins today."""
    if kind == "pattern":
        filled = value.replace("{organ}", organ).replace("{year}", str(today.year))
        return f"编号会是：{filled.replace('{n}', '1')}"
    if kind == "period":
        due = due_after(today, count=value["count"], unit=value["unit"])
        certain = "（暂定）" if due.is_provisional else ""
        return f"如果从今天起算，最后一天是{chinese_date(due.due_on)}{certain}"
    return ""
