"""Take away a lost authenticator when no administrator is left who could."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django_tenants.utils import tenant_context

from accounts.services import reset_second_factor_by_operator
from tenants.management.base import OperatorCommand
from tenants.services import get_open_county


class Command(OperatorCommand):
    help = "Remove somebody's second factor; at the next sign-in they set up a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--county", default="", help="GB/T 2260 code; without it, an operator")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["county"]:
            with tenant_context(get_open_county(options["county"])):
                self._reset(options["username"])
        else:
            self._reset(options["username"])

    def _reset(self, username: str) -> None:
        user = reset_second_factor_by_operator(username, at=timezone.now())
        self.stdout.write(f"{user.full_name}的动态码已重置，全部登录已结束。")
