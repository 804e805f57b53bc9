"""The nightly work and the operator's command."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from funds.models import Alert, BankLine, FundTask, JournalProof
from funds.services import import_statement
from funds.tasks import (
    book_waiting,
    deem_lessons,
    examine_accounts,
    hand_out,
    prove_journal,
    watch_accounts,
)
from policies.services import seed_parameters
from tests.factories import funds
from tests.funds.test_journal_guards import run
from tests.times import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(county):
    seed_parameters({}, at=NOON)
    by = funds.supervisor()
    held = funds.account(by, own_minimum_fen=100)
    text = "日期,交易金额,余额,摘要\n2021-11-09,0.50,0.50,缴费\n"
    import_statement(held.pk, text.encode(), name="s.csv", layout="signed", by=by, at=NOON)
    return held


def test_what_waits_is_booked_watched_and_proved(account):
    book_waiting()
    deem_lessons()
    watch_accounts()
    examine_accounts()
    hand_out()
    prove_journal()
    book_waiting()
    deem_lessons()
    watch_accounts()
    examine_accounts()
    hand_out()
    prove_journal()

    assert not BankLine.objects.waiting().exists()
    assert Alert.objects.get().amount_fen == 50
    assert FundTask.objects.get().alert == Alert.objects.get()
    assert list(JournalProof.objects.values_list("trouble_count", flat=True)) == [0, 0]


def test_the_command_names_what_does_not_follow(account, county):
    book_waiting()
    out = StringIO()
    call_command("verify_funds", county=county.code, stdout=out)
    assert "分录 1 笔，明细 2 条，全部相符。" in out.getvalue()

    run("UPDATE funds_leg SET amount_fen = amount_fen * 2", guards=False)
    with pytest.raises(CommandError, match="1 个县"):
        call_command("verify_funds", county=county.code, stdout=out)
    assert "第1号分录" in out.getvalue()
