"""Verify signed PDF files against a county's papers. Exit code 1 where one does not hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from portal.standings import Answer, answer_for
from tenants.management.base import CountyCommand


class Command(CountyCommand):
    help = "Say of each PDF: valid, changed, revoked, expired, superseded, voided or unknown."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", metavar="FILE", help="PDF files")

    def handle_in_county(self, *args: Any, **options: Any) -> None:
        troubled = sum(not self._check(Path(name)) for name in options["files"])
        if troubled:
            raise CommandError(f"有 {troubled} 个文件未通过核验，详见以上各行。")

    def _check(self, path: Path) -> bool:
        try:
            content = path.read_bytes()
        except OSError as trouble:
            self.stdout.write(f"{path}：unreadable：文件读不出来（{trouble.strerror}）。")
            return False
        answer = answer_for(content, at=timezone.now())
        self.stdout.write(f"{path}：{answer.code}：{answer.sentence}")
        for line in _details(answer):
            self.stdout.write(f"  {line}")
        return answer.is_good


def _details(answer: Answer) -> list[str]:
    verdict = answer.verdict
    lines = []
    if verdict.signed_at:
        lines.append(f"签名时间（签名人所述）：{verdict.signed_at.isoformat()}")
    if verdict.stamped_at:
        lines.append(f"时间戳：{verdict.stamped_at.isoformat()}")
    if verdict.fingerprint:
        lines.append(f"证书指纹：{verdict.fingerprint}，签名级别：{verdict.level}")
    return [*lines, *(f"说明：{remark}" for remark in verdict.remarks)]
