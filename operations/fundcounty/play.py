"""Load the month into the current county, through the same services as the pages."""

from __future__ import annotations

import calendar
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from common.clock import at_time
from funds.models import Bank, FundAccount
from funds.queries import Reason, reasons_between
from funds.services import Opened, add_bank, move_account, open_account, receive_file
from funds.states import AccountKind
from operations.errors import FundCountyThere
from operations.fundcounty.banks import BANKS, BankOfTheCounty, Sheet, Told
from operations.fundcounty.mistakes import KINDS, POSSIBLE, Mistake, Planted
from operations.fundcounty.month import Keep, MonthOfAccount, Span
from operations.fundcounty.people import Keepers, institution
from operations.replay.invention import Inventor
from tenants.current import county

Tell = Callable[[str, int, int], None]  # stage, done, of


@dataclass(frozen=True, slots=True)
class Size:
    """How many institutions, and how many pupils each of them has."""

    institutions: int = 60
    pupils: int = 100


@dataclass(frozen=True, slots=True)
class Played:
    """What was planted, and what the board says of the month."""

    first: date
    last: date
    planted: list[Planted]
    reasons: list[Reason]

    @property
    def missed(self) -> list[Planted]:
        """Planted, and no reason says it."""
        return [one for one in self.planted if not any(_is_told(one, it) for it in self.reasons)]

    @property
    def invented(self) -> list[Reason]:
        """Reasons for which nothing was planted, or for which one was told before."""
        told: set[Mistake] = set()
        left = []
        for reason in self.reasons:
            found = [
                one.mistake
                for one in self.planted
                if one.mistake not in told and _is_told(one, reason)
            ]
            told.update(found)
            if not found:
                left.append(reason)
        return left


def load_month(month: date, *, seed: str, size: Size, keep: Keep, tell: Tell) -> Played:
    """A month of prepaid money with one mistake of each kind, each at another institution.

    Raises FundCountyThere when the county has been loaded before, NobodyToAct.
    """
    first = month.replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if Bank.objects.filter(code__in=[bank.code for bank in BANKS]).exists():
        raise FundCountyThere(county=county().name)
    maker = _Maker(seed, first, last, size)
    accounts = maker.open_accounts()
    planned = _planned(accounts, maker.dice)
    planted: list[Planted] = []
    for done, (account, bank) in enumerate(accounts, start=1):
        with transaction.atomic():
            found = maker.play(account, bank, planned.get(account.pk), keep)
        planted += [found] if found else []
        tell("账户", done, len(accounts))
    planted.append(maker.pay_into_closed(accounts[0][0], keep))
    return Played(first, last, planted, reasons_between(first, last))


class _Maker:
    """Everything that is drawn by the seed."""

    def __init__(self, seed: str, first: date, last: date, size: Size) -> None:
        here = county()
        self.dice = random.Random(f"funds:{seed}")
        self.inventor = Inventor(f"funds:{seed}", county_code=here.code, boundary=here.boundary)
        self.first, self.last, self.size = first, last, size
        self.morning: datetime = at_time(first, 8)
        self.keepers = Keepers.of(self.inventor, first, self.morning)

    def open_accounts(self) -> list[tuple[FundAccount, BankOfTheCounty]]:
        who, at = self.keepers, self.morning
        rows = [add_bank(one.code, one.name, by=who.clerk, at=at) for one in BANKS]
        found = []
        with transaction.atomic():
            for no in range(self.size.institutions):
                place = institution(self.inventor, no, who, at)
                bank = no % len(BANKS)
                account = self._open(place.pk, rows[bank].pk, self.first)
                found.append((account, BANKS[bank]))
        return found

    def play(
        self, account: FundAccount, bank: BankOfTheCounty, mistake: Mistake | None, keep: Keep
    ) -> Planted | None:
        month = MonthOfAccount(
            account=account,
            bank=bank,
            keepers=self.keepers,
            dice=self.dice,
            pupils=self.size.pupils,
            keep=keep,
            mistake=mistake,
            bad_file=self.dice.randrange(1, max(2, bank.files - 1)),
        )
        return month.play(spans_of(self.first, self.last, bank.files))

    def pay_into_closed(self, sibling: FundAccount, keep: Keep) -> Planted:
        """The account of before, closed on the first day; a parent still pays into it."""
        who, bank = self.keepers, BANKS[0]
        place = institution(self.inventor, 0, who, self.morning)
        old = self._open(place.pk, sibling.bank_id, self.first)
        move_account(old.pk, "close", reason="换开户银行", by=who.head, at=self.morning)
        on = self.first + timedelta(days=self.dice.randrange(2, 20))
        fee = self.dice.randrange(12, 49) * 10000
        told = Told(on, fee, f"{on:%y%m%d}0000001", "学费 DD0000000001", fee)
        sheet = Sheet(old.number, 0, fee, on, on, [told])
        content, name = bank.write(sheet), f"{old.number_tail}-{on:%Y%m%d}.{bank.ending}"
        keep(f"{bank.code}-{name}", content)
        at = at_time(on, 20)
        receive_file(old.pk, content, name=name, layout=bank.layout, by=who.clerk, at=at)
        return Planted(Mistake.CLOSED_ACCOUNT, old.pk, on, on)

    def _open(self, institution_id: int, bank_id: int, on: date) -> FundAccount:
        number = f"6217{self.dice.randrange(10**12):012d}"
        said = Opened(AccountKind.CUSTODY, number, on)
        who, at = self.keepers.clerk, self.morning
        return open_account(institution_id, bank_id, said, by=who, at=at)


def spans_of(first: date, last: date, files: int) -> list[Span]:
    """The month cut into as many stretches as the bank sends files."""
    length = ((last - first).days + 1) // files
    starts = [first + timedelta(days=no * length) for no in range(files)]
    ends = [start - timedelta(days=1) for start in starts[1:]] + [last]
    return [Span(no, *days) for no, days in enumerate(zip(starts, ends, strict=True))]


def _planned(
    accounts: list[tuple[FundAccount, BankOfTheCounty]], dice: random.Random
) -> dict[int, Mistake]:
    """Which account bears which mistake; those that few banks can bear choose first."""
    free = dice.sample(accounts, len(accounts))
    found: dict[int, Mistake] = {}
    rest = [one for one in Mistake if one != Mistake.CLOSED_ACCOUNT]
    for mistake in sorted(rest, key=lambda one: len(POSSIBLE.get(one, "....."))):
        kinds = POSSIBLE.get(mistake)
        chosen = next(one for one in free if kinds is None or one[1].kind in kinds)
        free.remove(chosen)
        found[chosen[0].pk] = mistake
    return found


def _is_told(one: Planted, reason: Reason) -> bool:
    if one.account_id != reason.account_id or reason.kind not in KINDS[one.mistake]:
        return False
    if not one.first <= reason.day <= one.last:
        return False
    return one.amount_fen is None or one.amount_fen == reason.amount_fen
