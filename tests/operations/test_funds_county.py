"""A month with twelve planted mistakes: the board says each of them, and nothing else."""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from funds.models import Contract, FundAccount, RefusedFile
from funds.queries import days_between
from funds.states import DayState
from funds.verification import troubles
from operations.fundcounty.mistakes import Mistake
from operations.fundcounty.play import Played, Size, load_month

pytestmark = pytest.mark.django_db
MONTH = date(2025, 3, 1)
SMALL = Size(institutions=14, pupils=20)
FIRST_SEED = int(os.environ.get("YUJIAN_FUNDS_SEED") or random.SystemRandom().randrange(10**6))


def loaded(seed: object, size: Size = SMALL) -> Played:
    print(f"seed {seed}")
    return load_month(MONTH, seed=str(seed), size=size, keep=lambda *_: None, tell=lambda *_: None)


def states(played: Played) -> Counter[tuple[int, DayState]]:
    days = days_between(played.first, played.last)
    return Counter((one.account_id, one.state) for one in days)


def assert_all_found(played: Played) -> None:
    assert {one.mistake for one in played.planted} == set(Mistake)
    assert (played.missed, played.invented) == ([], [])
    assert len(played.reasons) == len(Mistake)
    assert troubles() == []


@pytest.mark.parametrize("more", range(3))
def test_the_board_finds_all_twelve_and_nothing_else(furnished, more):
    played = loaded(FIRST_SEED + more)

    assert_all_found(played)
    troubled = {one.account_id for one in played.planted}
    bad = {key for key, state in states(played) if state == DayState.DIFFERS}
    assert bad <= troubled
    assert Contract.objects.count() >= SMALL.institutions * SMALL.pupils * 0.8


@pytest.mark.slow
@pytest.mark.parametrize("more", range(20))
def test_twenty_more_seeds(furnished, more):
    assert_all_found(loaded(FIRST_SEED + 100 + more))


def test_the_command_prints_its_seed_and_keeps_the_files(furnished, tmp_path):
    out = StringIO()
    said = {"county": furnished.code, "institutions": 12, "pupils": 15, "stdout": out}

    call_command("load_funds_county", seed="7", files=tmp_path, **said)

    assert "随机种子 7" in out.getvalue()
    assert "埋设的 12 种错误全部发现，没有误报。" in out.getvalue()
    assert {path.suffix for path in tmp_path.iterdir()} == {".csv", ".xlsx", ".xml", ".sta"}
    assert FundAccount.objects.count() == 13
    before = RefusedFile.objects.count()
    with pytest.raises(CommandError, match="fund_county_there"):
        call_command("load_funds_county", seed="8", **said)
    assert RefusedFile.objects.count() == before
