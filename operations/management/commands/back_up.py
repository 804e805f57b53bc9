"""Back up everything: all counties in one snapshot, stored files, heads of the history."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from operations.keeping.backing_up import back_up
from operations.keeping.telling import told
from operations.progress import Bar
from tenants.management.base import OperatorCommand


class Command(OperatorCommand):
    help = "Back up all counties into a new folder. Pages and tasks go on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, required=True, help="a folder that does not exist")
        parser.add_argument("--earlier", type=Path, help="an earlier back-up: its files are linked")

    def handle(self, *args: Any, **options: Any) -> None:
        manifest = back_up(
            options["to"],
            at=timezone.now(),
            earlier=options["earlier"],
            tell=Bar(self.stdout._out),
        )
        for line in told(manifest, options["to"]):
            self.stdout.write(line)
