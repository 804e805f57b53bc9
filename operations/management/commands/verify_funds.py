"""Add the journals of prepaid money up from zero. Exit code 1 when something does not follow."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django_tenants.utils import tenant_context

from funds.queries import journal_size
from funds.verification import troubles
from tenants.management.base import OperatorCommand
from tenants.models import County, CountyState
from tenants.services import get_county


class Command(OperatorCommand):
    help = "Prove every entry and leg of prepaid money, or name the ones that do not follow."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", default="all", help="a county's code, or 'all'")

    def handle(self, *args: Any, **options: Any) -> None:
        troubled = sum(not self._check(county) for county in _wanted(options["county"]))
        if troubled:
            raise CommandError(f"有 {troubled} 个县的账目存在问题，详见以上各行。")

    def _check(self, county: County) -> bool:
        with tenant_context(county):
            found = troubles()
            size = journal_size()
        told = f"{len(found)} 处不符" if found else "全部相符"
        self.stdout.write(
            f"{county.name}（{county.code}）：分录 {size.entries} 笔，明细 {size.legs} 条，{told}。"
        )
        for trouble in found:
            self.stdout.write(f"  {trouble.sentence}")
        return not found


def _wanted(code: str) -> list[County]:
    if code != "all":
        return [get_county(code)]
    return list(County.objects.exclude(state=CountyState.PREPARING).order_by("code"))
