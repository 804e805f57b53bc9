"""Write a county's rules as a law package, or say what is in one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django_tenants.utils import tenant_context

from common.clock import localdate
from policies.services import Issue, export_law_package, read_package
from tenants.errors import NoCounty
from tenants.management.base import OperatorCommand
from tenants.services import get_open_county


class Command(OperatorCommand):
    help = (
        "export: a county's rules as a package; check: whether a package holds, and what is in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=("export", "check"))
        parser.add_argument("file", type=Path, help="the package; export wants one not there yet")
        parser.add_argument("--county", default="", help="GB/T 2260 code, such as 431129")
        parser.add_argument("--issuer", default="", help="who issues it; the county without it")
        parser.add_argument("--name", default="校外培训规则包")
        parser.add_argument("--note", default="")
        parser.add_argument(
            "--edition", type=date.fromisoformat, help="from when changed wording holds; today"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "check":
            self._check(options["file"])
        else:
            self._export(options)

    def _export(self, options: dict[str, Any]) -> None:
        if not options["county"]:
            raise NoCounty(what="导出规则包")
        if options["file"].exists():
            raise CommandError(f"{options['file']}已经存在，没有覆盖；请另选一个文件名。")
        county = get_open_county(options["county"])
        today = localdate(timezone.now())
        issue = Issue(
            issuer=options["issuer"] or county.name,
            name=options["name"],
            edition=options["edition"] or today,
            note=options["note"],
        )
        with tenant_context(county):
            content = export_law_package(today, issue)
        options["file"].write_bytes(content)
        self._check(options["file"])

    def _check(self, file: Path) -> None:
        if not file.is_file():
            raise CommandError(f"没有找到文件{file}，请核对路径。")
        package = read_package(file.read_bytes())
        self.stdout.write(f"{package.origin}：校验值相符（{package.digest}）。")
        for kind, rows in package.rows.items():
            self.stdout.write(f"{kind} {len(rows)}条")
