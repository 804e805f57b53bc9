"""Restore everything from a back-up into an empty database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from operations.keeping.restoring import restore
from operations.progress import Bar
from tenants.management.base import OperatorCommand


class Command(OperatorCommand):
    help = "Fill an empty database and the files' folder, then prove that all is as it was."
    requires_system_checks: list[str] = []  # there is nothing to check in an empty database

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="kept", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        done = restore(options["kept"], at=timezone.now(), tell=Bar(self.stdout._out))
        self.stdout.write(
            f"已恢复到备份时刻 {done.manifest.at}：{len(done.manifest.counties)}个县、"
            f"{done.tables}张表、{done.rows}行、{done.files}个存档文件，与备份时的数字全部一致。"
        )
        self.stdout.write("请随后升级数据结构（migrate_counties），再启动网页和任务进程。")
