"""The base of commands: refusals become one sentence, and a county is named or refused."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django_tenants.utils import tenant_context

from common.errors import Refusal
from tenants.errors import CountyBeingUpgraded, NoCounty
from tenants.models import County, CountyState
from tenants.pooler import look_once
from tenants.release import is_ready
from tenants.services import get_county, get_open_county


class OperatorCommand(BaseCommand):
    """A command of the operators: a refusal ends it with its sentence and exit code 1."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            look_once()
            return super().execute(*args, **options)
        except Refusal as refusal:
            raise CommandError(f"{refusal}（{refusal.code}）") from refusal


class CountyCommand(OperatorCommand):
    """A command that works inside one county. ``handle_in_county`` does it."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", default="", help="GB/T 2260 code, such as 431129")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["county"]:
            raise NoCounty(what="这个命令")
        county = get_open_county(options["county"])
        if not is_ready(county.schema_name):
            raise CountyBeingUpgraded(county=county.name)
        with tenant_context(county):
            self.handle_in_county(*args, at=timezone.now(), **options)

    def handle_in_county(self, *args: Any, **options: Any) -> None:
        raise NotImplementedError


class ProofCommand(OperatorCommand):
    """A check of one county, or of all that were opened. ``proves`` does it and says what it found.

    Exit code 1 when ``what`` is in trouble anywhere.
    """

    what = ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--county", default="all", help="a county's code, or 'all'")

    def handle(self, *args: Any, **options: Any) -> None:
        troubled = 0
        for county in _wanted(options["county"]):
            with tenant_context(county):
                troubled += not self.proves(county)
        if troubled:
            raise CommandError(f"有 {troubled} 个县的{self.what}存在问题，详见以上各行。")

    def proves(self, county: County) -> bool:
        """Check the county that the connection is in; False where something is wrong."""
        raise NotImplementedError


def _wanted(code: str) -> list[County]:
    if code != "all":
        return [get_county(code)]
    return list(County.objects.exclude(state=CountyState.PREPARING).order_by("code"))
