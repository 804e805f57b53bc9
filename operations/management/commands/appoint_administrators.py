"""Appoint the administrators that an open county lacks, and give new links to those who wait."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from operations.furnishing import FIRST_USERNAMES, first_administrators
from operations.links import say_links
from tenants.current import county
from tenants.management.base import CountyCommand


class Command(CountyCommand):
    help = "Appoint a county's missing administrators; one-time links for who has no password."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        for role, username in FIRST_USERNAMES.items():
            option = f"--{role.replace('_', '-')}"
            parser.add_argument(option, default=username, help="username where there is none yet")

    def handle_in_county(self, *args: Any, at: datetime, **options: Any) -> None:
        usernames = {role: options[role] for role in FIRST_USERNAMES}
        with transaction.atomic():
            links = first_administrators(at=at, usernames=usernames)
        say_links(self.stdout, county(), links)
