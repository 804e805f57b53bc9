"""Bring an open county's law, calendar, parameters and checklists up to this release."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from operations.furnishing import furnish
from tenants.management.base import CountyCommand


class Command(CountyCommand):
    help = "After an update: what the release brings and the county lacks. Twice is safe."

    def handle_in_county(self, *args: Any, at: datetime, **options: Any) -> None:
        with transaction.atomic():
            furnish(at=at)
        self.stdout.write("目录、日历、参数和检查表已是本版本的内容。")
