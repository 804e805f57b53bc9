"""Close a county: no page, task or command works in it any more; nothing is deleted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from operations.keeping.closing import close_whole_county
from operations.keeping.telling import exported
from operations.progress import Bar
from tenants.management.base import OperatorCommand


class Command(OperatorCommand):
    help = "Close a county by its code and end its sessions; its data stay. Twice is safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="GB/T 2260 code, such as 431129")
        parser.add_argument("--reason", required=True, help="kept with the operators' events")
        parser.add_argument("--export", type=Path, help="then write its open package here")

    def handle(self, *args: Any, **options: Any) -> None:
        county, export = close_whole_county(
            options["code"],
            at=timezone.now(),
            reason=options["reason"],
            export=options["export"],
            tell=Bar(self.stdout._out),
        )
        self.stdout.write(f"{county.name}（{county.code}）已关闭，登录会话已全部结束。")
        if export is not None:
            for line in exported(export, options["export"]):
                self.stdout.write(line)
