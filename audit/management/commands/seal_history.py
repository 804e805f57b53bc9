"""Seal what is committed, now, without waiting for the minute's task."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django_tenants.utils import tenant_context

from audit.services import publish_head, seal
from tenants.management.base import OperatorCommand
from tenants.services import get_county


class Command(OperatorCommand):
    help = "Seal a county's history and let its head leave the database. Twice is safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", required=True, help="GB/T 2260 code; may be closed")

    def handle(self, *args: Any, **options: Any) -> None:
        county = get_county(options["county"])
        with tenant_context(county):
            sealed = seal(at=timezone.now(), whole=True)
            publish_head(at=timezone.now())
        self.stdout.write(f"{county.name}：新封存 {sealed} 条。")
