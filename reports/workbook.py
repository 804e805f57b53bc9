"""A campaign's figures and papers, and the register of numbers, as Excel workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from accounts.models import User
from common.clock import chinese_date, localdate
from common.workbooks import Workbook
from enforcement.queries import NumberedYear, notices_for, numbers_of, unused_numbers
from inspections.models import Campaign
from inspections.queries import visits_for
from papers.queries import NumberedClass, paper_numbers_of
from reports import campaign_rows as rows
from reports.sheet import Line, Sheet, Verdict, sheet_of

_NUMBERS_HEAD = (
    "序号",
    "文号",
    "受送达人",
    "状态",
    "批准日期",
    "批准人",
    "作废日期",
    "作废人",
    "作废理由",
)
_VERDICTS = {Verdict.AGREES: "一致", Verdict.DIFFERS: "不一致", Verdict.NOT_PRINTED: ""}


def campaign_workbook(campaign: Campaign, *, by: User, as_of: date) -> bytes:
    """Figures, progress, papers and visits, as far as this person may see them."""
    book = Workbook()
    sheet = sheet_of(campaign)
    book.table("数据", ("项目", "数值", "算式", "报告原文", "核对"), _figures(sheet))
    book.table("不一致与遗留", ("类别", "内容"), _remarks(sheet))
    book.table("按日", rows.DAY_HEAD, rows.day_rows(campaign, as_of))
    book.table("按部门", rows.DEPARTMENT_HEAD, rows.department_rows(campaign, as_of))
    book.table("按乡镇街道", rows.TOWN_HEAD, rows.town_rows(campaign))
    book.table("挂单督战", rows.LISTED_HEAD, rows.listed_rows(campaign, by))
    book.table("文书", _PAPER_HEAD, _papers(campaign, by))
    book.table("检查", _VISIT_HEAD, _visits(campaign, by))
    return book.content()


def numbers_workbook(book: NumberedYear | NumberedClass, *, by: User) -> bytes:
    """The register of numbers of one form and year, each number in a row of its own."""
    file = Workbook()
    if isinstance(book, NumberedClass):
        rows = [*_paper_numbers(book, by)]
    else:
        rows = [*_numbers(book, by), *_numbers_unused(book)]
    rows.sort(key=lambda row: row[0])
    file.table(f"{book.year}年", _NUMBERS_HEAD, rows)
    return file.content()


def _numbers_unused(book: NumberedYear) -> Iterable[Sequence[Any]]:
    """Released numbers that no paper bears stand in the register too, each with its reason."""
    for order in unused_numbers(book.form, book.year):
        yield (
            order.serial,
            order.number,
            f"（签发给{order.holder}，未成文书）",
            order.get_state_display(),
            "",
            "",
            _day(order.voided_at and localdate(order.voided_at)),
            str(order.voided_by or ""),
            order.void_reason,
        )


def _numbers(book: NumberedYear, by: User) -> Iterable[Sequence[Any]]:
    for notice in numbers_of(book.form, book.year, user=by):
        yield (
            notice.serial,
            notice.number,
            notice.institution.name,
            notice.get_state_display(),
            _day(notice.approved_on),
            str(notice.approved_by),
            _day(notice.voided_at and localdate(notice.voided_at)),
            str(notice.voided_by or ""),
            notice.void_reason,
        )


def _paper_numbers(book: NumberedClass, by: User) -> Iterable[Sequence[Any]]:
    for paper in paper_numbers_of(book.number_class, book.year, user=by):
        yield (
            paper.serial,
            paper.number,
            f"{paper.title}（{paper.about}）",
            paper.get_state_display(),
            _day(paper.dated_on),
            str(paper.approved_by),
            _day(paper.voided_at and localdate(paper.voided_at)),
            str(paper.voided_by or ""),
            paper.void_reason,
        )


def _figures(sheet: Sheet) -> Iterable[Sequence[Any]]:
    for line in (*sheet.totals, *sheet.outcomes, *sheet.checks):
        yield _row(line)


def _row(line: Line) -> Sequence[Any]:
    value: Any = int(line.value) if line.value.isdigit() else line.value
    return (line.label, value, line.formula, line.printed, _VERDICTS[line.verdict])


def _remarks(sheet: Sheet) -> Iterable[Sequence[Any]]:
    yield from (("对不上的地方", text) for text in sheet.anomalies)
    yield from (("遗留问题", text) for text in sheet.open_problems)


_VISIT_HEAD = ("机构", "日期", "状态", "人员", "距登记地点（米）")
_PAPER_HEAD = ("编号", "文书", "机构", "状态", "批准日期", "送达日期", "期限届满")


def _papers(campaign: Campaign, by: User) -> Iterable[Sequence[Any]]:
    papers = notices_for(by).filter(campaign=campaign).numbered().order_by("form", "serial")
    for notice in papers.select_related("institution"):
        yield (
            notice.number,
            notice.get_form_display(),
            notice.institution.name,
            notice.get_state_display(),
            _day(notice.approved_at and localdate(notice.approved_at)),
            _day(notice.served_on),
            _day(notice.due_on),
        )


def _visits(campaign: Campaign, by: User) -> Iterable[Sequence[Any]]:
    for visit in visits_for(by).filter(campaign=campaign).order_by("planned_on", "pk"):
        people = "、".join(seat.user.full_name for seat in visit.officers.all())
        distance = "" if visit.distance_m is None else visit.distance_m
        yield (
            visit.institution.name,
            _day(visit.visited_on),
            visit.get_state_display(),
            people,
            distance,
        )


def _day(day: Any) -> str:
    return chinese_date(day) if day else ""
