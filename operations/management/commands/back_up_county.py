"""Back up one county, whatever its state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from operations.keeping.backing_up import back_up_county
from operations.keeping.telling import told
from operations.progress import Bar
from tenants.management.base import OperatorCommand


class Command(OperatorCommand):
    help = "Back up one county into a new folder, to keep it or to move it to another server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="GB/T 2260 code, such as 431129")
        parser.add_argument("--to", type=Path, required=True, help="a folder that does not exist")
        parser.add_argument("--earlier", type=Path, help="an earlier back-up: its files are linked")

    def handle(self, *args: Any, **options: Any) -> None:
        manifest = back_up_county(
            options["code"],
            options["to"],
            at=timezone.now(),
            earlier=options["earlier"],
            tell=Bar(self.stdout._out),
        )
        for line in told(manifest, options["to"]):
            self.stdout.write(line)
