"""Write one county as an open package that needs no software of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from operations.keeping.exporting import export_county
from operations.keeping.telling import exported
from operations.progress import Bar
from tenants.management.base import OperatorCommand


class Command(OperatorCommand):
    help = "Export a county as one ZIP: CSV, files, a manual in Chinese, checksums."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="GB/T 2260 code, such as 431129")
        parser.add_argument("--to", type=Path, required=True, help="a ZIP that does not exist")

    def handle(self, *args: Any, **options: Any) -> None:
        export = export_county(
            options["code"], options["to"], at=timezone.now(), tell=Bar(self.stdout._out)
        )
        for line in exported(export, options["to"]):
            self.stdout.write(line)
