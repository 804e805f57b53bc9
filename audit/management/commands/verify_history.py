"""Check that history is what it was when it was sealed. Exit code 1 where it is not."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django_tenants.utils import schema_context, tenant_context

from audit.queries import Verdict, verify
from audit.services import accept_restore
from tenants.management.base import OperatorCommand
from tenants.models import County, CountyEvent, CountyState
from tenants.services import get_county


class Command(OperatorCommand):
    help = "Check chain, rows, stamps and the heads outside the database; names the first trouble."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--county", default="all", help="a county's code, 'public' for the operators, or 'all'"
        )
        parser.add_argument(
            "--accept-restore",
            metavar="WHY",
            default="",
            help="note outside that this county was taken back to an earlier point on purpose",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accept_restore"]:
            self._accept(options["county"], options["accept_restore"])
        troubled = sum(not self._check(county) for county in _wanted(options["county"]))
        if troubled:
            raise CommandError(f"有 {troubled} 份历史存在问题，详见以上各行。")

    def _accept(self, code: str, reason: str) -> None:
        county = get_county(code)
        with tenant_context(county):
            accept_restore(reason=reason, at=timezone.now())
        CountyEvent.objects.create(
            county_code=code,
            kind="history.accept_restore",
            at=timezone.now(),
            facts={"reason": reason},
        )

    def _check(self, county: County | None) -> bool:
        with tenant_context(county) if county else schema_context("public"):
            verdict = verify(at=timezone.now(), progress=self._tell_progress)
        self.stdout.write(self._sentence(county.name if county else "平台", verdict))
        for number, trouble in enumerate(verdict.troubles, 1):
            self.stdout.write(f"  {number}. {trouble}")
        if verdict.trouble_count > len(verdict.troubles):
            self.stdout.write(f"  其余 {verdict.trouble_count - len(verdict.troubles)} 处从略。")
        for remark in verdict.remarks:
            self.stdout.write(f"  说明：{remark}")
        return verdict.is_sound

    def _sentence(self, name: str, verdict: Verdict) -> str:
        found = f"发现 {verdict.trouble_count} 处问题" if verdict.trouble_count else "未发现问题"
        return (
            f"{name}（{verdict.code}）：核验 {verdict.rows} 条，"
            f"链头第 {verdict.head_position} 位 {verdict.head_digest[:16]}，{found}。"
        )

    def _tell_progress(self, done: int, total: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{done}/{total}", ending="\n" if done == total else "")


def _wanted(code: str) -> list[County | None]:
    """None stands for the public schema, where the operators' history lies."""
    if code == "public":
        return [None]
    if code != "all":
        return [get_county(code)]
    kept = County.objects.exclude(state=CountyState.PREPARING).order_by("code")
    return [None, *kept]
