"""Check that the numbers of papers have no gap and none beyond the count. Exit code 1 otherwise."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django_tenants.utils import tenant_context

from enforcement.queries import numbers_given, numbers_missing
from enforcement.states import NoticeForm
from tenants.management.base import OperatorCommand
from tenants.models import County, CountyState
from tenants.services import get_county


class Command(OperatorCommand):
    help = "Prove by one query per county that every number given stands on one paper."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", default="all", help="a county's code, or 'all'")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = _wanted(options["county"])
        troubled = sum(not self._check(county) for county in wanted)
        if troubled:
            raise CommandError(f"有 {troubled} 个县的文号存在问题，详见以上各行。")

    def _check(self, county: County) -> bool:
        with tenant_context(county):
            given, missing = numbers_given(), numbers_missing()
        count = sum(book.last for book in given)
        voided = sum(book.voided for book in given)
        found = f"{len(missing)} 个与计数不符" if missing else "无缺号、无重号"
        self.stdout.write(
            f"{county.name}（{county.code}）：文号 {count} 个，作废 {voided} 个，{found}。"
        )
        for form, year, serial in missing:
            self.stdout.write(f"  {year}年{NoticeForm(form).label} {serial} 号")
        return not missing


def _wanted(code: str) -> list[County]:
    if code != "all":
        return [get_county(code)]
    return list(County.objects.exclude(state=CountyState.PREPARING).order_by("code"))
