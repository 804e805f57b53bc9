"""A campaign file: what it must say, and nothing written before all of it was understood."""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from operations.replay.yaml_lines import Node, odd, read
from reports.services import FigureIn

GROUPS = {"A": "subject", "B": "childcare", "C": "unlicensed"}
TYPES = {"A": "subject_tutoring", "B": "childcare", "C": "illegal_tutoring"}
MOST_INSTITUTIONS = 5000
DECLARED = ("schools", "after_school_service", "publicity")


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many of each group ended how, as printed."""

    reregistered: int
    subject_stop: int
    childcare_with_training: int
    childcare_other: int
    unlicensed_stop: int


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """A campaign file, understood."""

    sha256: str
    lead: DepartmentLine
    partners: tuple[DepartmentLine, ...]
    plan: str
    starts_on: date
    ends_on: date
    found: dict[str, int]
    outcomes: Outcomes
    open_problems: tuple[str, ...]
    declared: tuple[FigureIn, ...]

    @property
    def departments(self) -> tuple[DepartmentLine, ...]:
        return (self.lead, *self.partners)


def load(path: Path) -> CampaignFile:
    """Read and check the whole file. Raises CampaignFileOdd with the line and the reason."""
    root, content = read(path)
    campaign = root.need("campaign")
    starts_on, ends_on = _days(root, campaign)
    found = _found(campaign)
    lead, partners = _departments(root)
    return CampaignFile(
        sha256=hashlib.sha256(content).hexdigest(),
        lead=lead,
        partners=partners,
        plan=_plan(root),
        starts_on=starts_on,
        ends_on=ends_on,
        found=found,
        outcomes=_outcomes(campaign, found),
        open_problems=tuple(_problems(root)),
        declared=tuple(_declared(root)),
    )


def _departments(root: Node) -> tuple[DepartmentLine, tuple[DepartmentLine, ...]]:
    departments = root.need("departments")
    nodes = [departments.need("lead"), *departments.need("partners").items()]
    lines = [DepartmentLine(node.need("id").text(most=20), _bare_name(node)) for node in nodes]
    for place, node in enumerate(nodes):
        if lines[place].code in [line.code for line in lines[:place]]:
            odd(node.line, f"部门“{lines[place].code}”出现了两次")
    return lines[0], tuple(lines[1:])


def _bare_name(node: Node) -> str:
    """县教育局 (printed as 我局) → 县教育局."""
    return node.need("name").text(most=60).split("(")[0].split("（")[0].strip()


def _plan(root: Node) -> str:
    governance = root.get("governance")
    documents = governance.get("documents") if governance else None
    for document in documents.items() if documents else []:
        name = document.need("name").text()
        if name.endswith("方案"):
            return document.need("name").text(most=60)
    return "校外培训机构专项治理工作方案"


def _days(root: Node, campaign: Node) -> tuple[date, date]:
    year_node = root.at("meta", "text_date", "year_inferred")
    year, month_node = year_node.count(most=2100), campaign.need("month")
    month, as_of = month_node.count(most=12), campaign.need("as_of")
    if year < 2021:
        odd(year_node.line, "只能回放2021年及以后的行动，此前的工作日历和法律版本没有收录")
    if month == 0:
        odd(month_node.line, "月份应当在1到12之间")
    said_month, _, said_day = as_of.text().partition("-")
    if not said_day.isdecimal() or said_month != f"{month:02d}":
        odd(as_of.line, f"统计日期“{as_of.value}”应当写成{month:02d}-日，与行动月份一致")
    if not 5 <= int(said_day) <= calendar.monthrange(year, month)[1]:
        odd(as_of.line, f"统计日期“{as_of.value}”应当在当月5日至月末之间")
    return date(year, month, 1), date(year, month, int(said_day))


def _found(campaign: Node) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in campaign.need("findings").items():
        name = row.need("id").text()
        if name not in GROUPS or row.need("type").value != TYPES[name]:
            odd(row.line, f"不认识类别“{name}”，只能是A、B、C三类，类型须与之相符")
        if name in found:
            odd(row.line, f"类别“{name}”出现了两次")
        found[name] = row.need("found").count(most=MOST_INSTITUTIONS)
    if missing := set(GROUPS) - set(found):
        odd(campaign.need("findings").line, f"缺少类别“{'、'.join(sorted(missing))}”")
    return found


def _outcomes(campaign: Node, found: dict[str, int]) -> Outcomes:
    rows: dict[str, list[tuple[Node, int]]] = {name: [] for name in GROUPS}
    for row in campaign.need("outcomes").items():
        name = row.need("of").text()
        if name not in GROUPS:
            odd(row.line, f"处理结果所属的类别“{name}”不存在")
        rows[name].append((row, row.need("count").count(most=MOST_INSTITUTIONS)))
        if sum(count for _, count in rows[name]) > found[name]:
            odd(row.line, f"类别“{name}”的处理结果合计超过发现的{found[name]}家")
    counts = {
        "reregistered": _sum(rows["A"], document=None),
        "subject_stop": _sum(rows["A"], document="停办通知书"),
        "childcare_with_training": _sum(rows["B"], document="整改通知", training=True),
        "childcare_other": _sum(rows["B"], document="整改通知", training=False),
        "unlicensed_stop": _sum(rows["C"], document="停办通知书"),
    }
    _all_understood(rows, counts)
    return Outcomes(**counts)


def _sum(
    rows: list[tuple[Node, int]], *, document: str | None, training: bool | None = None
) -> int:
    return sum(
        count
        for row, count in rows
        if row.need("document").value == document
        and training in (None, row.need("condition").text().startswith("有学科类培训"))
    )


def _all_understood(rows: dict[str, list[tuple[Node, int]]], counts: dict[str, int]) -> None:
    """An outcome that fits no kind of paper would silently fall out of the sums."""
    wanted = {"A": (None, "停办通知书"), "B": ("整改通知",), "C": ("停办通知书",)}
    for name, lines in rows.items():
        for row, _ in lines:
            if row.need("document").value not in wanted[name]:
                odd(row.line, f"类别“{name}”不会下达“{row.need('document').value}”")
    assert sum(counts.values()) == sum(count for lines in rows.values() for _, count in lines)


def _problems(root: Node) -> Iterator[str]:
    problems = root.get("open_problems")
    for problem in problems.items() if problems else []:
        yield problem.need("cn").text(most=300)


def _declared(root: Node) -> Iterator[FigureIn]:
    """Every figure on schools, after-school service and posters, and what was printed of the rest."""
    for name in DECLARED:
        section = root.get(name)
        for key, node in section.pairs().items() if section else []:
            yield from _figure(f"{name}.{key}", node)
    for row in root.at("campaign", "findings").items():
        yield FigureIn(
            f"campaign.findings.{row.need('id').value}", Decimal(row.need("found").value)
        )
    text_date = root.at("meta", "text_date")
    yield from _figure("meta.text_date.year_inferred", text_date.need("year_inferred"))
    if (printed := text_date.get("year_printed")) is not None and printed.value is not None:
        yield from _figure("meta.text_date.year_printed", printed)


def _figure(key: str, node: Node) -> Iterator[FigureIn]:
    """A number; words; or a number with the words that were printed for it."""
    if isinstance(node.value, dict):
        words = node.get("printed_as")
        count = Decimal(node.need("count").count())
        yield FigureIn(key, count, words.text() if words else "")
    elif isinstance(node.value, bool) or node.value is None or isinstance(node.value, list):
        return
    elif isinstance(node.value, int):
        yield FigureIn(key, Decimal(node.count()))
    elif isinstance(node.value, float):
        yield FigureIn(key, node.decimal())
    else:
        yield FigureIn(key, printed_as=node.text())
