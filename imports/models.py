"""Lists that came as workbooks, and what became of each of their rows."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from common.db import all_or_none
from imports.states import TAKES, ListKind, ListState, Verdict
from tenants.models import CountyModel, CountyQuerySet


class ListImport(CountyModel):
    """One workbook that somebody sent. Its bytes are kept until they are read, not longer.

    A list of staff may hold whole identity numbers, which nobody here needs; so of the file there
    stays its checksum, and of each row what the registry stores.
    """

    kind = models.CharField("名单种类", max_length=12, choices=ListKind)
    state = models.CharField("状态", max_length=10, choices=ListState, default=ListState.READING)
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("校验值", max_length=64)
    content = models.BinaryField(null=True, editable=False, help_text="null: was read")
    sheet = models.CharField("工作表", max_length=100, blank=True)
    mapping = models.CharField(max_length=40, blank=True, help_text="which names of columns")
    head = models.JSONField(default=list, help_text="[title, field, is ignored] per column")
    head_row = models.PositiveIntegerField(default=0)
    rows_expected = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField("已核对行数", default=0)
    trouble = models.TextField("无法读取的原因", blank=True)
    started_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    started_at = models.DateTimeField("上传时间")
    taken_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField("确认时间", null=True)
    touched_at = models.DateTimeField(help_text="when a task last got on with it")

    class Meta:
        verbose_name = "名单导入"
        ordering = ("-started_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="list_is_taken_by_somebody", condition=all_or_none("taken_at", "taken_by")
            ),
            models.CheckConstraint(
                name="list_under_reading_has_its_bytes",
                condition=~Q(state=ListState.READING) | Q(content__isnull=False),
            ),
            models.CheckConstraint(
                name="list_that_was_read_keeps_no_bytes",
                condition=Q(state=ListState.READING) | Q(content__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"名单“{self.file_name}”"

    @property
    def fields(self) -> list[str]:
        """For each column the field that it fills; empty: none."""
        return [name for _, name, _ in self.head]

    @property
    def titles(self) -> list[str]:
        """The titles of the columns that are taken, in the order of the list."""
        return [title for title, name, _ in self.head if name]


class ListRowQuerySet(CountyQuerySet["ListRow"]):
    def waiting(self) -> Self:
        """Would change something, and has not yet."""
        return self.filter(verdict__in=TAKES, taken_at__isnull=True)

    def rejected(self) -> Self:
        return self.filter(verdict=Verdict.REJECTED)


class ListRow(CountyModel):
    """One row of a list: what it says, what it would change, or why it cannot be taken."""

    list_import = models.ForeignKey(ListImport, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField("行号", help_text="as the spreadsheet program counts")
    cells = models.JSONField(help_text="what stood in the columns that are taken")
    values = models.JSONField(help_text="field name -> value")
    verdict = models.CharField("核对结果", max_length=10, choices=Verdict)
    reason = models.TextField("不能导入的原因", blank=True)
    changes = models.JSONField(default=list, help_text="[label, old, new] for people")
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, related_name="+"
    )
    entry_id = models.BigIntegerField(null=True, help_text="the entry of it that is meant")
    seen_version = models.PositiveIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)

    objects = ListRowQuerySet.as_manager()

    class Meta:
        verbose_name = "名单行"
        ordering = ("number", "pk")
        indexes = [
            models.Index(fields=("list_import", "verdict", "number"), name="list_row_by_verdict")
        ]
        constraints = [
            models.UniqueConstraint(name="list_row_is_read_once", fields=("list_import", "number")),
            models.CheckConstraint(
                name="rejected_row_has_a_reason",
                condition=~Q(verdict=Verdict.REJECTED) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="only_rows_that_change_are_taken",
                condition=Q(taken_at__isnull=True) | Q(verdict__in=TAKES),
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}行"

    @property
    def called(self) -> str:
        """What the row is about."""
        return str(self.values.get("title") or self.values.get("name") or "")

    @property
    def said(self) -> list[Any]:
        """The cells as they were written, for a page."""
        return ["" if cell is None else cell for cell in self.cells]
