"""Bring the public schema and every county up to this release, with its new law and parameters."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from operations.catching_up import bring_catalogue, bring_parameters
from tenants.management.base import OperatorCommand
from tenants.migrating import Step, counties_behind, migrate_counties

_WAYS = {"sql": "按语句", "django": "由Django"}


class Command(OperatorCommand):
    help = "Migrate public, then each county that is behind. Stopped anywhere, it goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit code 1 if a county is behind"
        )
        parser.add_argument(
            "--county", action="append", default=[], help="code of a county; all without it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        outcome = migrate_counties(clock=timezone.now, tell=self._tell, only=options["county"])
        failed = outcome.failed
        if failed:
            raise CommandError(
                f"{len(failed)}个县升级失败（{'、'.join(step.code for step in failed)}），"
                f"其余{outcome.counties - len(failed)}个县已是本版本；"
                "改正后再次运行本命令即可继续。"
            )
        self.stdout.write(f"{outcome.counties}个县均已是本版本，本次升级{len(outcome.steps)}个。")
        loaded = bring_catalogue(clock=timezone.now, only=options["county"])
        if loaded.counties:
            self.stdout.write(f"{len(loaded.counties)}个县载入了本版本的规则目录。")
        for county, sentence in loaded.refused:
            self.stdout.write(f"{county.code} {county.name}的规则目录没有更新：{sentence}")
        brought = bring_parameters(clock=timezone.now, only=options["county"])
        if brought:
            self.stdout.write(f"{len(brought)}个县补齐了本版本新增的参数。")

    def _tell(self, place: int, total: int, step: Step) -> None:
        said = f"失败：{step.error}" if step.error else f"已升级（{_WAYS[step.way]}）"
        self.stdout.write(f"{place}/{total} {step.code} {step.name} {said}")

    def _check(self) -> None:
        behind = counties_behind()
        if behind:
            raise CommandError(f"{len(behind)}个县落后于本版本，请运行 migrate_counties。")
        self.stdout.write("各县均已是本版本。")
