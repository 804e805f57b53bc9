"""Compare each part of a back-up with its checksum."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from operations.keeping.folder import check_folder
from operations.keeping.manifest import Manifest
from operations.keeping.telling import told
from operations.progress import Bar
from tenants.management.base import OperatorCommand


class Command(OperatorCommand):
    help = "Check a back-up. Exit code 1 and the name of the part when a byte is not as it was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        parts = check_folder(options["folder"], tell=Bar(self.stdout._out))
        for line in told(Manifest.read(options["folder"]), options["folder"]):
            self.stdout.write(line)
        self.stdout.write(f"{parts}个部分的校验值全部相符。")
