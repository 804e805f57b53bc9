"""Load a month of prepaid money into a county: institutions, pupils, four banks, planted mistakes."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from funds.models import FundAccount
from operations.fundcounty.play import Played, Size, load_month
from operations.progress import Bar
from tenants.management.base import CountyCommand


class Command(CountyCommand):
    help = (
        "Invent a month of prepaid money with twelve planted mistakes; show what the board finds."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--seed", default="", help="printed, so that the same month comes again"
        )
        parser.add_argument("--month", type=date.fromisoformat, default=date(2025, 3, 1))
        parser.add_argument("--institutions", type=int, default=Size().institutions)
        parser.add_argument("--pupils", type=int, default=Size().pupils, help="of each institution")
        parser.add_argument("--files", type=Path, help="a folder for the banks' files")

    def handle_in_county(self, *args: Any, **options: Any) -> None:
        seed = options["seed"] or secrets.token_hex(4)
        self.stdout.write(f"随机种子 {seed}")
        size = Size(options["institutions"], options["pupils"])
        keep = _kept_in(options["files"])
        bar = Bar(self.stdout._out)
        played = load_month(options["month"], seed=seed, size=size, keep=keep, tell=bar)
        self._show(played)
        if played.missed or played.invented:
            raise CommandError(
                f"没有发现 {len(played.missed)} 处，误报 {len(played.invented)} 处。"
            )
        self.stdout.write(f"埋设的 {len(played.planted)} 种错误全部发现，没有误报。")

    def _show(self, played: Played) -> None:
        names = {row.pk: str(row) for row in FundAccount.objects.select_related("institution")}
        for one in played.planted:
            self.stdout.write(f"埋设　{one.mistake.label}　{names[one.account_id]}")
        for reason in played.reasons:
            self.stdout.write(
                f"发现　{reason.day}　{reason.kind.label}　{names[reason.account_id]}　"
                f"{reason.sentence}"
            )


def _kept_in(folder: Path | None) -> Any:
    def keep(name: str, content: bytes) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)

    return keep
