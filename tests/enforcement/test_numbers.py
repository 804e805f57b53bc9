"""The register: every number once, in order, none missing, none beyond the count."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from enforcement import queries
from enforcement.models import NoticeCounter
from tests.factories.accounts import UserFactory
from tests.factories.enforcement import NoticeFactory

ORDER = "rectification"


def counted(last, form=ORDER):
    """A counter that stands at ``last`` whatever papers there are, its guards asleep."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE enforcement_noticecounter DISABLE TRIGGER USER")
        NoticeCounter.objects.create(form=form, year=2021, last=last)
        cursor.execute("ALTER TABLE enforcement_noticecounter ENABLE TRIGGER USER")


def test_numbers_missing_names_gaps_and_what_lies_beyond_the_count(county):
    counted(4)
    for serial in (1, 2, 5):
        NoticeFactory(approved=True, serial=serial)

    assert queries.numbers_missing() == [(ORDER, 2021, 3), (ORDER, 2021, 4), (ORDER, 2021, 5)]
    assert queries.numbers_missing("stop") == []
    assert queries.numbers_missing(ORDER, 2020) == []


def test_numbers_without_a_gap_are_not_missing(county):
    counted(2)
    for serial in (1, 2):
        NoticeFactory(approved=True, serial=serial)

    assert queries.numbers_missing() == []


def test_a_counter_gone_is_seen(county):
    NoticeFactory(approved=True, serial=1)

    assert queries.numbers_missing() == [(ORDER, 2021, 1)]


def test_numbers_of_a_book_stand_in_their_order(county):
    for serial in (10, 2, 9):
        NoticeFactory(approved=True, serial=serial)
    NoticeFactory(submitted=True)

    rows = queries.numbers_of(ORDER, 2021, user=UserFactory(section_head=True))

    assert [row.serial for row in rows] == [2, 9, 10]
    assert not queries.numbers_of(ORDER, 2021, user=UserFactory(audit_administrator=True)).exists()


def test_verify_numbers_tells_each_county_and_fails_on_a_gap(county):
    counted(2)
    NoticeFactory(approved=True, serial=1)
    out = StringIO()

    with pytest.raises(CommandError, match="有 1 个县"):
        call_command("verify_numbers", stdout=out)

    connection.set_tenant(county)
    assert "桤木县（999901）：文号 2 个，作废 0 个，1 个与计数不符。" in out.getvalue()
    assert "  2021年责令限期整改通知书 2 号" in out.getvalue()
    assert "白桦县（999902）：文号 0 个，作废 0 个，无缺号、无重号。" in out.getvalue()


def test_verify_numbers_of_one_sound_county(county):
    counted(1)
    NoticeFactory(approved=True, serial=1)
    out = StringIO()

    call_command("verify_numbers", "--county", "999901", stdout=out)
    connection.set_tenant(county)

    assert "文号 1 个，作废 0 个，无缺号、无重号" in out.getvalue()
