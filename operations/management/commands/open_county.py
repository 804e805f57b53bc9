"""Open a county: its schema, law, calendar, checklists, and its first administrators."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from operations.furnishing import FIRST_USERNAMES
from operations.links import say_links
from operations.opening import open_whole_county
from tenants.management.base import OperatorCommand


class Command(OperatorCommand):
    help = "Open a county by its GB/T 2260 code and print its administrators' one-time links."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="GB/T 2260 code, such as 431129")
        parser.add_argument("--name", required=True, help="as printed on papers")
        parser.add_argument(
            "--domain", required=True, action="append", help="host name; the first is primary"
        )
        parser.add_argument(
            "--base-url", default="", help="printed in QR codes; https://<domain> by default"
        )
        for role, username in FIRST_USERNAMES.items():
            option = f"--{role.replace('_', '-')}"
            parser.add_argument(option, default=username, help="username of the first one")

    def handle(self, *args: Any, **options: Any) -> None:
        county, links = open_whole_county(
            options["code"],
            name=options["name"],
            domains=options["domain"],
            base_url=options["base_url"] or f"https://{options['domain'][0]}",
            administrators={role: options[role] for role in FIRST_USERNAMES},
            at=timezone.now(),
        )
        self.stdout.write(f"{county.name}（{county.code}）已开通。")
        say_links(self.stdout, county, links)
