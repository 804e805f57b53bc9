"""Delete a closed county for which a whole package was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone

from operations.keeping.closing import remove_closed_county
from tenants.management.base import OperatorCommand


class Command(OperatorCommand):
    help = "Remove a closed county after its package was compared with it row by row."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="GB/T 2260 code, such as 431129")
        parser.add_argument("--export", type=Path, required=True, help="the county's package")
        parser.add_argument("--handed-to", default="", help="the archive that took the package")

    def handle(self, *args: Any, **options: Any) -> None:
        county = remove_closed_county(
            options["code"],
            options["export"],
            at=timezone.now(),
            handed_to=options["handed_to"],
        )
        self.stdout.write(f"{county.name}（{county.code}）已从本服务器移除，资料包与其逐表一致。")
        folder = Path(settings.YUJIAN_FILES_DIR) / county.schema_name
        self.stdout.write(f"存档文件仍在 {folder}，确认资料包已妥善保管后自行删除。")
