"""Restore one county beside the living one, compare them, and put it in place on request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from operations.keeping.placing import put_in_place
from operations.keeping.restoring_county import restore_county
from operations.keeping.telling import compared
from operations.progress import Bar
from tenants.management.base import OperatorCommand


class Command(OperatorCommand):
    help = "Restore one county into a schema of its own and compare; nothing living is changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", nargs="?", default="", help="when there are several in it")
        parser.add_argument("--from", dest="kept", type=Path, required=True)
        parser.add_argument(
            "--put-in-place", default="", metavar="SCHEMA", help="as an earlier call printed it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        if options["put_in_place"]:
            county, aside = put_in_place(options["kept"], options["put_in_place"], at=at)
            self.stdout.write(f"{county.name}（{county.code}）已换为备份中的内容。")
            if aside:
                self.stdout.write(f"原有内容保留在 {aside}；确认无误后用 drop_apart 删除。")
            return
        bar = Bar(self.stdout._out)
        beside = restore_county(options["kept"], options["code"], at=at, tell=bar)
        for line in compared(beside):
            self.stdout.write(line)
