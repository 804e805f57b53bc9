"""Delete a schema that a restore made or set aside."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from operations.keeping.placing import drop_apart
from tenants.management.base import OperatorCommand


class Command(OperatorCommand):
    help = "Delete a county's restored or set-aside schema; never a living one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("schema", help="such as c431129_aside_20261121225345")

    def handle(self, *args: Any, **options: Any) -> None:
        drop_apart(options["schema"], at=timezone.now())
        self.stdout.write(f"{options['schema']} 已删除。")
