"""A run over all counties: public first, then each that is behind or was left half-way.

Each county's own django_migrations says where it stands, so a run that was stopped anywhere
goes on by being started again. The rows of CountyMigration are for people, and for the one
thing that the notes do not tell: that a county was begun and its end not reached.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django_tenants.utils import get_public_schema_name

from tenants.migrating.alone import alone, short_waits
from tenants.migrating.behind import applied_by_schema
from tenants.migrating.scripts import (
    Recording,
    composed,
    migrate_and_record,
    migrate_by_django,
    migrate_public,
    replay,
)
from tenants.models import County, CountyEvent, CountyMigration, MigrationState
from tenants.release import Key, applied_in, fingerprint, migrations_of_release

Clock = Callable[[], datetime]
_CLOSE_AFTER = 50  # counties; a session keeps what it learns about each table

_DONE = (
    "UPDATE public.tenants_countymigration SET state = 'done', ended_at = %s WHERE county_id = %s"
)
_EVENT = (
    "INSERT INTO public.tenants_countyevent (county_code, kind, at, facts)"
    " VALUES (%s, 'county.migrate', %s, jsonb_build_object('way', %s, 'release', %s))"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One county of a run, as it was left."""

    code: str
    name: str
    way: str  # "sql": replayed; "django": Django's own way
    error: str = ""


@dataclass(slots=True)
class Outcome:
    """What a run did."""

    counties: int = 0  # all that have a schema
    steps: list[Step] = field(default_factory=list)

    @property
    def failed(self) -> list[Step]:
        return [step for step in self.steps if step.error]


def migrate_counties(
    *, clock: Clock, tell: Callable[[int, int, Step], None], only: Collection[str] = ()
) -> Outcome:
    """Bring public, then every county up to the release. Safe to repeat.

    Args:
        clock: the moment, asked for at the beginning and the end of each county.
        tell: hears of each county when it is done: its place, how many there are, the step.
        only: codes of counties; all when empty. Public is always looked at.

    Raises MigrationUnderWay. A county that fails is in the outcome, and the others go on.
    """
    with alone(), short_waits():
        wanted = migrations_of_release()
        in_public = applied_in(get_public_schema_name())
        if wanted - in_public:
            migrate_public(wanted - in_public)
        counties = list(County.objects.defer("boundary"))
        if only:
            counties = [county for county in counties if county.code in only]
        applied = applied_by_schema([county.schema_name for county in counties])
        there = [county for county in counties if county.schema_name in applied]
        missing = {county: wanted - applied[county.schema_name] for county in there}
        run = _Run(clock, fingerprint(wanted))
        outcome = Outcome(counties=len(there))
        total = run.line_up(missing)
        for place, step in enumerate(run.steps(), start=1):
            outcome.steps.append(step)
            tell(place, total, step)
        return outcome


class _Run:
    """The counties in their groups: those that lack the same migrations stand together."""

    def __init__(self, clock: Clock, release: str) -> None:
        self.clock = clock
        self.release = release
        self.groups: dict[frozenset[Key], list[County]] = defaultdict(list)

    def line_up(self, missing: dict[County, frozenset[Key]]) -> int:
        """Note who waits: behind, or begun and not ended. How many they are."""
        unfinished = set(
            CountyMigration.objects.exclude(state=MigrationState.DONE).values_list(
                "county_id", flat=True
            )
        )
        for county, lacks in missing.items():
            if lacks or county.pk in unfinished:
                self.groups[lacks].append(county)
        waiting = [county for group in self.groups.values() for county in group]
        CountyMigration.objects.bulk_create(
            [
                CountyMigration(county=county, state=MigrationState.WAITING, release=self.release)
                for county in waiting
            ],
            update_conflicts=True,
            unique_fields=["county"],
            update_fields=["state", "release", "error", "began_at", "ended_at"],
        )
        return len(waiting)

    def steps(self) -> Iterator[Step]:
        done = 0
        for missing, counties in self.groups.items():
            recording: Recording | None = None
            for county in counties:
                step, recording = self._one(county, missing, recording)
                yield step
                done += 1
                if done % _CLOSE_AFTER == 0:
                    connection.close()

    def _one(
        self, county: County, missing: frozenset[Key], recording: Recording | None
    ) -> tuple[Step, Recording | None]:
        """The first of a group goes Django's way and is noted; the others follow it."""
        self._mark(county, MigrationState.UNDER_WAY, began_at=self.clock())
        way = "django"
        try:
            if not missing:
                migrate_by_django(county.schema_name)
            elif recording is None:
                recording = migrate_and_record(county.schema_name, missing)
            else:
                way = self._follow(county, recording)
        except Exception as trouble:  # whatever it is, the other counties go on
            connection.set_schema_to_public()
            return self._fail(county, way, trouble), recording
        if way == "django":
            self._end(county)
        return Step(county.code, county.name, way), recording

    def _follow(self, county: County, recording: Recording) -> str:
        """By the recorded statements, and by Django what they leave. Which of the two ended it."""
        if recording.scripts:
            replay(recording, county.schema_name, at_the_end=self._last_words(county, "sql"))
        if recording.is_whole:
            return "sql"
        migrate_by_django(county.schema_name)
        return "django"

    def _last_words(self, county: County, way: str) -> list[str]:
        at = self.clock()
        return [
            composed(_DONE, (at, county.pk)),
            composed(_EVENT, (county.code, at, way, self.release)),
        ]

    def _end(self, county: County) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in self._last_words(county, "django"):
                cursor.execute(statement)

    def _fail(self, county: County, way: str, trouble: Exception) -> Step:
        """The row says why; history keeps that it happened."""
        words = " ".join(str(trouble).split())
        error = f"{type(trouble).__name__}: {words}"[:500]
        at = self.clock()
        with transaction.atomic():
            self._mark(county, MigrationState.FAILED, error=error, ended_at=at)
            CountyEvent.objects.create(
                county_code=county.code,
                kind="county.migrate_fail",
                at=at,
                facts={"error": error, "release": self.release},
            )
        return Step(county.code, county.name, way, error)

    @staticmethod
    def _mark(county: County, state: MigrationState, **facts: object) -> None:
        CountyMigration.objects.filter(county=county).update(state=state, **facts)
