"""Add an operator of the platform, or give one a new one-time link."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone

from accounts.services import add_operator
from tenants.management.base import OperatorCommand


class Command(OperatorCommand):
    help = "Make an operator of the platform (once) and print a one-time link for the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="as shown in history; the username if left")

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"]
        link = add_operator(username, full_name=options["name"] or username, at=timezone.now())
        hosts = getattr(settings, "YUJIAN_CONSOLE_HOSTS", [])
        self.stdout.write(f"平台运维人员“{username}”的一次性链接，三天内有效，登录须设置动态码：")
        self.stdout.write(f"https://{hosts[0]}{link}" if hosts else link)
