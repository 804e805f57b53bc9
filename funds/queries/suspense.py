"""Whose a line in suspense might be: for a person to choose from, never chosen by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from funds.models import BankLine, Contract
from funds.queries.contracts import unpaid_of, with_paid
from funds.rules.matching import order_numbers
from funds.states import ContractState, SuggestedBy

MOST = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One contract that a line could pay, what it still awaits in fen, and what speaks for it."""

    contract: Contract
    unpaid_fen: int
    because: SuggestedBy


def suggestions_for(lines: Sequence[BankLine]) -> dict[int, list[Suggestion]]:
    """By the key of the line: named in its remark first, then those that await just its amount.

    One query for all lines. Money that left has none.
    """
    paid_in = [line for line in lines if line.amount_fen > 0]
    numbers = {line.pk: set(order_numbers(line.remark)) for line in paid_in}
    rows = with_paid(
        Contract.objects.filter(
            account__in={line.account_id for line in paid_in}, state=ContractState.RUNNING
        )
    )
    asked = Q(order_no__in=set().union(*numbers.values()))
    asked |= Q(unpaid_fen__in={line.amount_fen for line in paid_in})
    contracts = list(rows.filter(asked).order_by("-signed_on", "pk")) if paid_in else []
    return {line.pk: _fitting(line, numbers[line.pk], contracts) for line in paid_in}


def _fitting(line: BankLine, numbers: set[str], contracts: list[Contract]) -> list[Suggestion]:
    own = [one for one in contracts if one.account_id == line.account_id]
    fits = [one for one in own if unpaid_of(one) >= line.amount_fen]
    named = [one for one in fits if one.order_no in numbers]
    equal = [one for one in fits if unpaid_of(one) == line.amount_fen and one not in named]
    found = [Suggestion(one, unpaid_of(one), SuggestedBy.NUMBER) for one in named]
    found += [Suggestion(one, unpaid_of(one), SuggestedBy.AMOUNT) for one in equal]
    return found[:MOST]
