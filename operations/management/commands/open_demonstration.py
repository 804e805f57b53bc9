"""Open the demonstration county, replay the campaign, leave work for today. Twice is safe."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone
from django_tenants.utils import tenant_context

from operations.demonstration import aftermath, matters, people, today
from operations.demonstration.field import Crew
from operations.errors import PortInvalid
from operations.opening import open_whole_county
from operations.progress import Bar
from operations.replay.invention import Inventor
from operations.replay.play import print_papers, replay_campaign
from tenants.management.base import OperatorCommand
from tenants.models import County, CountyState
from tenants.services import move_address

CODE = "431129"
NAME = "xx瑶族自治县"  # as the campaign file prints it
DOMAINS = ["demo.localhost", "localhost", "127.0.0.1"]
CAMPAIGN = Path("tests") / "data" / "county-campaign.yaml"


class Command(OperatorCommand):
    help = "Open the demonstration county with the campaign of 2021 replayed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default="8000")
        parser.add_argument("--campaign", type=Path, default=settings.BASE_DIR / CAMPAIGN)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["port"].isdigit() or not 0 < int(options["port"]) < 65536:
            raise PortInvalid(port=options["port"])
        at = timezone.now()
        county = self._county(f"http://{DOMAINS[0]}:{options['port']}", at)
        with tenant_context(county):
            self._furnish(options["campaign"], at)

    def _county(self, base_url: str, at: datetime) -> County:
        county = County.objects.filter(code=CODE, state=CountyState.OPEN).first()
        if county is not None:
            return move_address(county.pk, base_url=base_url, at=at)
        county, _ = open_whole_county(
            CODE,
            name=NAME,
            domains=DOMAINS,
            base_url=base_url,
            at=at,
            demo=True,
        )
        return county

    def _furnish(self, campaign: Path, at: datetime) -> None:
        bar = Bar(self.stdout._out)
        replay = replay_campaign(campaign, seed="1", at=at, tell=bar)
        with transaction.atomic():
            everybody = people.appoint(at=at)
            people.give_passwords(
                everybody, settings.YUJIAN_LOCAL_DIR / "demonstration-logins.txt", at=at
            )
            here = replay.campaign
            crew = Crew.of(everybody, self._inventor())
            aftermath.play(here, crew)
            matters.publish(by=crew.section_head, at=at)
            running = today.play(crew, at=at)
        print_papers(running, tell=bar)

    @staticmethod
    def _inventor() -> Inventor:
        county = County.objects.get(code=CODE)
        return Inventor("demonstration", county_code=CODE, boundary=county.boundary)
