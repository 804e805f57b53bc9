"""Make spare schemas, from which a county is opened at once, and drop those of older releases."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from operations.stock import fill_stock
from tenants.management.base import OperatorCommand
from tenants.pg_tools import PgToolFailed


class Command(OperatorCommand):
    help = "Keep spare schemas ready for counties to be opened; 0 only makes the template."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=settings.YUJIAN_SPARES)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            stock = fill_stock(options["count"], at=timezone.now())
        except PgToolFailed as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(
            f"备用架构：现有 {stock.ready} 个，新建 {stock.made} 个，清除旧版 {stock.dropped} 个。"
        )
