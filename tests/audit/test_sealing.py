"""Committed rows join the chain, in the chain's own order, once each."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import transaction

from audit import heads, rules
from audit.models import AuditEvent, AuditSeal
from audit.queries import head
from audit.services import accept_restore, publish_head, record, seal, sealing
from audit.verification import verify
from common.errors import Refusal
from tests.factories.accounts import DepartmentFactory
from tests.times import DAY, NOON


def write(count=1):
    department = DepartmentFactory()
    return [record("department.test", department, by=None, at=NOON) for _ in range(count)]


def test_sealing_twice_seals_each_row_once(county):
    write(3)

    assert (seal(at=NOON), seal(at=NOON)) == (3, 0)
    assert list(AuditSeal.objects.values_list("position", flat=True)) == [1, 2, 3]


def test_sealing_goes_on_where_it_stopped(county):
    write(2)
    seal(at=NOON)
    write(2)
    seal(at=NOON + timedelta(minutes=1))

    assert head().position == 4
    assert verify(at=NOON).troubles == []


def test_a_long_wait_is_sealed_in_several_batches(county, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 2)
    write(5)

    assert seal(at=NOON) == 5
    assert verify(at=NOON).troubles == []


def test_a_row_far_behind_the_newest_waits_for_the_daily_pass(county, monkeypatch):
    first, *others = write(3)
    monkeypatch.setattr(sealing, "NEWEST_KEYS", 1)
    _seal_all_but(first)

    assert (seal(at=NOON), seal(at=NOON, whole=True)) == (0, 1)
    order = list(AuditSeal.objects.values_list("event_id", flat=True))
    assert order == [*(event.pk for event in others), first.pk]
    assert verify(at=NOON).troubles == []


def _seal_all_but(late):
    """As if ``late`` had become visible after the others: its transaction took longer."""
    rows = AuditEvent.objects.exclude(pk=late.pk).order_by("pk").values()
    digest, seals = rules.genesis("999901"), []
    for position, row in enumerate(rows, 1):
        seals.append(sealing.next_seal(row, position=position, before=digest, at=NOON))
        digest = seals[-1].digest
    AuditSeal.objects.bulk_create(seals)


def test_what_was_rolled_back_leaves_no_gap_in_the_chain(county):
    write(1)
    with transaction.atomic():
        write(3)
        transaction.set_rollback(True)
    write(1)

    assert seal(at=NOON) == 2
    assert verify(at=NOON).troubles == []


def test_an_empty_chain_begins_with_the_countys_own_genesis(county, next_door):
    here = head()
    with next_door():
        there = head()

    assert (here.position, there.position) == (0, 0)
    assert here.digest != there.digest


def test_the_head_leaves_the_database_once_a_day_and_while_the_chain_grows(county):
    moments = [NOON + timedelta(minutes=minute) for minute in (0, 1, 2, 9)]
    publish_head(at=moments[0])
    write()
    seal(at=NOON)

    added = [publish_head(at=moment) for moment in moments[1:]]

    assert added == [False, False, True]
    lines = heads.file_of("999901", DAY).read_text().splitlines()
    assert [json.loads(line)["position"] for line in lines] == [0, 1]
    assert publish_head(at=NOON + timedelta(days=1))


def test_a_head_file_that_was_cut_off_is_gone_on_with_and_told(county):
    write()
    seal(at=NOON)
    publish_head(at=NOON)
    path = heads.file_of("999901", DAY)
    path.write_text(path.read_text() + '{"at": "2021-')
    write()
    seal(at=NOON)

    assert publish_head(at=NOON + timedelta(hours=1))

    verdict = verify(at=NOON)
    assert verdict.troubles == []
    assert "2021-11-10.jsonl 第2行无法读取" in verdict.remarks[0]


def test_a_folder_that_is_away_is_logged_and_stops_nothing(county, settings, tmp_path, caplog):
    settings.YUJIAN_HEADS_DIR = tmp_path / "file"
    settings.YUJIAN_HEADS_DIR.write_text("not a folder")

    assert not publish_head(at=NOON)
    assert "cannot leave the database" in caplog.text
    with pytest.raises(Refusal, match="YUJIAN_HEADS_DIR"):
        accept_restore(reason="x", at=NOON)


def test_a_return_to_an_earlier_point_needs_a_reason(county):
    with pytest.raises(Refusal, match="原因"):
        accept_restore(reason=" ", at=NOON)

    assert heads.read_all("999901") == ([], [])


def test_without_heads_outside_a_check_says_so(county):
    write()
    seal(at=NOON)

    assert "没有库外链头可以比对" in verify(at=NOON).remarks[0]


def test_tuples_and_odd_numbers_in_facts_stand_as_the_database_gives_them_back(county):
    record(
        "department.test",
        DepartmentFactory(),
        by=None,
        at=NOON,
        pair=(1, 2),
        big=1e22,
        whole=1.0,
        small=0.1,
        deep={7: [None, True, "\u2028𠮷"]},
    )
    seal(at=NOON)

    assert verify(at=NOON).troubles == []
