"""Close a county: no page, task or command works in it any more; nothing is deleted."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django_tenants.utils import tenant_context

from audit.services import publish_head, seal
from tenants.management.base import OperatorCommand
from tenants.services import close_county


class Command(OperatorCommand):
    help = "Close a county by its code; its data stay. Twice is safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="GB/T 2260 code, such as 431129")
        parser.add_argument("--reason", required=True, help="kept with the operators' events")

    def handle(self, *args: Any, **options: Any) -> None:
        county = close_county(options["code"], at=timezone.now(), reason=options["reason"])
        with tenant_context(county):
            # No task comes here any more, so what happened last is sealed now.
            seal(at=timezone.now(), whole=True)
            publish_head(at=timezone.now())
        self.stdout.write(f"{county.name}（{county.code}）已关闭。")
