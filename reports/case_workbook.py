"""The figures of cases, and one yearly review of files, as Excel workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cases import figures
from cases.figures import Figure, Period, Scope
from cases.models import FileReview, ReviewedFile
from common.clock import chinese_date
from common.workbooks import Workbook

Rows = Iterable[Sequence[Any]]


def cases_workbook(scope: Scope, period: Period) -> bytes:
    """Every number of the page of figures, then the rows behind those that name somebody."""
    book = Workbook()
    over = (
        f"期间{chinese_date(period.since)}至{chinese_date(period.until)}，"
        f"其余截至{chinese_date(scope.as_of)}"
    )
    book.table("数据", ("类别", "项目", "数量", "最早日期"), _numbers(scope, period), over=over)
    book.table("逾期期限", _DUE_HEAD, _overdue(scope))
    book.table("超出裁量基准", _RANGE_HEAD, _deviations(scope, period))
    book.table("公示清单", _SHOWN_HEAD, _publications(scope))
    return book.content()


def review_workbook(review: FileReview, files: Iterable[ReviewedFile]) -> bytes:
    """The score sheet of every drawn file: a row per file, a column per item."""
    book = Workbook()
    items = [item for item, _ in review.sheet]
    head = ("序号", "立案号", "案由", *items, "总分", "等次", "评查意见", "评查人")
    rows = list(files)
    book.table("评分", head, (_scores(file, items) for file in rows), over=str(review))
    found = ("立案号", "项目", "满分", "得分", "发现的问题")
    book.table("发现的问题", found, (line for file in rows for line in _findings(file)))
    return book.content()


def _numbers(scope: Scope, period: Period) -> Rows:
    groups: dict[str, list[Figure]] = {
        "期间内": [*figures.happened(scope, period), figures.deviating(scope, period)],
        "现在": [figures.unfinished(scope), figures.late(scope)],
        "所处阶段": figures.by_stage(scope),
        "立案后尚未决定": figures.by_age(scope),
        "逾期期限的责任人": figures.overdue_by_owner(scope),
        "公示": figures.publicity(scope),
    }
    for group, rows in groups.items():
        for one in rows:
            yield group, one.label, one.count, one.since


_DUE_HEAD = ("事项", "期限", "依据", "责任人", "起算日", "届满日", "逾期天数")


def _overdue(scope: Scope) -> Rows:
    for one in scope.overdue():
        owner, days = str(one.owner or ""), (scope.as_of - one.due_on).days
        yield one.about, one.label, one.basis, owner, one.counts_from_on, one.due_on, days


_RANGE_HEAD = ("立案号", "案由", "决定日期", "罚款（元）", "基准下限", "基准上限", "理由", "批准人")


def _deviations(scope: Scope, period: Period) -> Rows:
    for one in figures.deviations(scope, period):
        sums = (_yuan(fen) for fen in (one.fine_fen, one.least_fen, one.most_fen))
        yield one.number, one.cause, one.decided_on, *sums, one.reason, one.approved_by


_SHOWN_HEAD = (
    "立案号",
    "当事人",
    "类别",
    "公示网站或者场所",
    "公示日期",
    "可申请修复",
    "计划停止",
    "须停止的原因",
)


def _publications(scope: Scope) -> Rows:
    for one in scope.publications({"pick": "shown"}):
        case = one.decision.case
        yield (
            case.number,
            case.party.name if case.party else "",
            one.get_publicity_class_display(),
            one.where,
            one.published_on,
            one.repair_from,
            one.remove_on,
            one.waiting.get_reason_display() if one.waiting else "",
        )


def _scores(file: ReviewedFile, items: list[str]) -> Sequence[Any]:
    points = {mark.item: mark.points for mark in file.marks.all()}
    who = file.scored_by.full_name if file.scored_by else ""
    sums = (file.total, file.get_result_display(), file.findings, who)
    marks = (points.get(item) for item in items)
    return (file.place, file.case.number, file.case.cause, *marks, *sums)


def _findings(file: ReviewedFile) -> Rows:
    for mark in file.marks.all():
        if mark.finding:
            yield file.case.number, mark.item, mark.most, mark.points, mark.finding


def _yuan(fen: int | None) -> float | None:
    """A number that a spreadsheet can sum."""
    return fen / 100 if fen is not None else None
