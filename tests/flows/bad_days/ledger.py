"""The ledger of effects after the bad days: everything that was done, once.

    python -m tests.flows.bad_days.ledger SCENE_JSON DONE_JSON

Prints a JSON list of sentences about what is wrong; empty when everything is as it must be.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 -- after the setup
from django_tenants.utils import tenant_context  # noqa: E402 -- after the setup

from audit.models import AuditEvent  # noqa: E402 -- after the setup
from config.celery import app  # noqa: E402 -- after the setup
from documents import storage  # noqa: E402 -- after the setup
from documents.models import StoredFile  # noqa: E402 -- after the setup
from enforcement.models import Notice, NoticeCounter, OverdueNote  # noqa: E402 -- after the setup
from inspections.models import Visit  # noqa: E402 -- after the setup
from tenants.models import County, Work  # noqa: E402 -- after the setup
from tests.flows.bad_days.scene import CODE  # noqa: E402 -- after the setup

ONE_VISIT = Counter(["visit.plan", "visit.approve", "visit.record", "visit.confirm"])
ONE_NOTICE = Counter(
    ["notice.draft", "notice.submit", "notice.approve", "notice.print", "notice.serve"]
)


def main(scene: dict, done: list[int]) -> None:
    with tenant_context(County.objects.get(code=CODE)):
        checks = (visits(done), numbers(), papers(), files(), limits(scene["overdue"]), queues())
        checks = (*checks, line())
        print(json.dumps([wrong for check in checks for wrong in check], ensure_ascii=False))


def line() -> Iterator[str]:
    """Nothing that was asked for waits, and nothing had to be set aside."""
    for row in Work.objects.all():
        yield f"work {row.pk} {row.task}: {'waits' if row.state != 'set_aside' else row.trouble}"


def visits(done: list[int]) -> Iterator[str]:
    """Every visit that somebody saw through has one history and one served notice."""
    for visit in Visit.objects.filter(pk__in=done):
        if (told := history_of(visit)) != ONE_VISIT:
            yield f"visit {visit.pk}: history is {dict(told)}"
        notices = list(Notice.objects.filter(visit=visit))
        if [notice.state for notice in notices] != ["served"]:
            yield f"visit {visit.pk}: notices {[(one.pk, one.state) for one in notices]}"
        for notice in notices:
            if (told := history_of(notice)) != ONE_NOTICE:
                yield f"notice {notice.pk}: history is {dict(told)}"


def history_of(thing: Visit | Notice) -> Counter[str]:
    return Counter(AuditEvent.objects.of(thing).values_list("kind", flat=True))


def numbers() -> Iterator[str]:
    """From 1 to the last without a gap, each once, and the counter stands at the last."""
    for counter in NoticeCounter.objects.all():
        given = Notice.objects.filter(form=counter.form, year=counter.year)
        serials = sorted(given.values_list("serial", flat=True))
        if serials != list(range(1, counter.last + 1)):
            yield f"{counter.form} {counter.year}: {serials} but the counter is {counter.last}"
    all_numbers = Notice.objects.exclude(number=None).values_list("number", flat=True)
    yield from (f"{number} twice" for number, n in Counter(all_numbers).items() if n > 1)


def papers() -> Iterator[str]:
    """One paper per approved notice, the one that history names."""
    for notice in Notice.objects.exclude(approved_at=None).select_related("document"):
        if notice.document is None:
            yield f"notice {notice.pk}: approved and never printed: {notice.print_error}"
            continue
        printed = AuditEvent.objects.of(notice).get(kind="notice.print")
        if printed.facts["sha256"] != notice.document.sha256:
            yield f"notice {notice.pk}: history names another paper"
        if notice.number not in notice.document.name:
            yield f"notice {notice.pk}: its paper is {notice.document.name}"


def files() -> Iterator[str]:
    """Rows and files agree, the bytes are what the rows say, and nothing half lies about."""
    folder = Path(settings.YUJIAN_FILES_DIR) / storage.schema()
    on_disk = {path.name for path in folder.rglob("*") if path.is_file()}
    rows = set(StoredFile.objects.values_list("sha256", flat=True))
    yield from (f"file {name} has no row" for name in sorted(on_disk - rows))
    yield from (f"row {name} has no file" for name in sorted(rows - on_disk))
    for row in StoredFile.objects.filter(sha256__in=on_disk):
        if storage.digest(storage.path_of(row.sha256).read_bytes()) != row.sha256:
            yield f"file {row.sha256} was altered"


def limits(overdue: int) -> Iterator[str]:
    """Every limit that ran out is written down once, and no other."""
    notes = list(OverdueNote.objects.values_list("notice_id", flat=True))
    told = list(AuditEvent.objects.filter(kind="notice.overdue").values_list("object_id"))
    if not len(notes) == len(set(notes)) == len(told) == overdue:
        yield f"{overdue} limits ran out; {len(notes)} notes, {len(told)} lines of history"


def queues() -> Iterator[str]:
    """Nothing waits for a worker, and nothing is held by one that is gone."""
    with app.connection_for_read() as connection:
        redis = connection.default_channel.client
        for queue in ("default", "printing"):
            if waiting := redis.llen(queue):
                yield f"{waiting} tasks wait in {queue}"


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), json.loads(sys.argv[2]))
