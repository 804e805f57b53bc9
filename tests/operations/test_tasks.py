"""The stock of spares is filled by the scheduler and by the command; twice makes no more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command

from operations.tasks import keep_spares
from tenants.models import SchemaTemplate, SpareSchema
from tests.committed import real_openings

pytestmark = pytest.mark.race


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), real_openings():
        yield


@pytest.fixture(autouse=True)
def unblocked(committed, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def test_keep_spares_without_pg_dump_says_what_is_missing(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(CommandError, match="pg_dump is not installed"):
        call_command("keep_spares")

    assert not SchemaTemplate.objects.exists()
    assert not SpareSchema.objects.exists()


def test_keep_spares_twice_fills_the_stock_once(settings):
    settings.YUJIAN_SPARES = 2

    keep_spares.delay()
    ready = set(SpareSchema.objects.values_list("schema_name", flat=True))
    keep_spares.delay()

    assert len(ready) == 2
    assert set(SpareSchema.objects.values_list("schema_name", flat=True)) == ready


def test_the_command_says_what_it_did(capsys):
    have = SpareSchema.objects.count()

    call_command("keep_spares", count=have + 1)

    assert capsys.readouterr().out == (
        f"备用架构：现有 {have + 1} 个，新建 1 个，清除旧版 0 个。\n"
    )
