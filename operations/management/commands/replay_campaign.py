"""Replay a campaign file in a county and print its figures beside the printed ones."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from operations.progress import Bar
from operations.replay.comparison import lines
from operations.replay.play import replay_campaign
from tenants.management.base import CountyCommand


class Command(CountyCommand):
    help = "Play a campaign file through the same services as the pages. Twice is safe."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--seed", default="1", help="another seed invents other names")

    def handle_in_county(self, *args: Any, at: datetime, **options: Any) -> None:
        replay = replay_campaign(
            options["file"], seed=options["seed"], at=at, tell=Bar(self.stdout._out)
        )
        for line in lines(replay.campaign):
            self.stdout.write(line)
