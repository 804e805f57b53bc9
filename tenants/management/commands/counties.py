"""All counties on one page: state, version, size, how the last migration went."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any
from unicodedata import east_asian_width

from django.core.management.base import CommandParser

from tenants.management.base import OperatorCommand
from tenants.queries import CountyRow, county_rows, release_version

_HEAD = ("代码", "县区", "状态", "版本", "大小", "最近升级")


class Command(OperatorCommand):
    help = "List all counties with state, version, size and last migration."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = county_rows()
        if options["json"]:
            for row in rows:
                self.stdout.write(json.dumps(asdict(row), ensure_ascii=False))
            return
        lines = [_HEAD, *(_cells(row) for row in rows)]
        widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
        for line in lines:
            cells = (_padded(*pair) for pair in zip(line, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
        behind = sum(row.is_behind for row in rows)
        self.stdout.write(
            f"共{len(rows)}个县，落后于本版本（{release_version()[:8]}）的{behind}个。"
        )


def _cells(row: CountyRow) -> tuple[str, ...]:
    version = row.version[:8] or "无数据结构"
    if row.version and row.is_behind:
        version += f" 落后{row.behind}步"
    last = "" if row.migration_state is None else str(row.migration_state.label)
    if row.last_error:
        last += f"：{row.last_error[:60]}"
    size = f"{row.size_bytes / 2**20:.1f} MB"
    return row.code, row.name, str(row.state.label), version, size, last


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
