"""Take the closing of a county back: its pages and tasks work again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from operations.keeping.closing import reopen_county
from tenants.management.base import OperatorCommand


class Command(OperatorCommand):
    help = "Open a closed county again, such as one that was moved here. Twice is safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="GB/T 2260 code, such as 431129")
        parser.add_argument("--reason", required=True, help="kept with the operators' events")

    def handle(self, *args: Any, **options: Any) -> None:
        county = reopen_county(options["code"], at=timezone.now(), reason=options["reason"])
        self.stdout.write(f"{county.name}（{county.code}）已重新开通。")
