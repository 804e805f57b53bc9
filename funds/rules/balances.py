"""What an account must hold, what may leave it, and what is out of the usual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from funds.rules.shares import half_up
from funds.states import ALLOWED, AccountState, Breach, Movement

PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Presets:
    """The county's values for warnings, in fen and per cent. None: no such rule."""

    balance_fen: int | None = None
    movement_fen: int | None = None
    movement_share: int | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Whether money may leave, and how much of it may."""

    is_allowed: bool
    most_fen: int


def shortfall(balance_fen: int, floor_fen: int | None) -> int:
    """Fen missing under the least an account must hold; 0 when it holds enough or has no floor."""
    if floor_fen is None:
        return 0
    if floor_fen < 0:
        raise ValueError(f"floor_fen must not be negative, got {floor_fen}")
    return max(0, floor_fen - balance_fen)


def rolling_minimum(
    fees_by_month: Mapping[date, int], month: date, *, share: int, months: int
) -> int:
    """A share of the fees of the last natural months, ``month`` included, in fen.

    Args:
        fees_by_month: fees taken, keyed by the first day of the month.
        share: per cent.

    Source: 自贡 2020-09 (20%, three natural months) [interpretation].
    """
    counted = sum(fee for first, fee in fees_by_month.items() if _is_within(first, month, months))
    return half_up(counted * share, PER_CENT)


def check_withdrawal(balance_fen: int, minimum_fen: int, wanted_fen: int) -> Withdrawal:
    """Nothing leaves that would break the minimum. Source: 国办发〔2018〕80号 (最低余额)."""
    most = max(0, balance_fen - minimum_fen)
    return Withdrawal(wanted_fen <= most, most)


def monthly_outflow_cap(minimum_fen: int, multiple: int) -> int:
    """The most that may leave in a month. Source: 荣成 2019-11 (twice the minimum)."""
    return minimum_fen * multiple


def first_over(amounts_fen: Sequence[int], limit_fen: int) -> int | None:
    """The place (1, 2, 3 …) of the first amount whose running total passes the limit."""
    total = 0
    for place, amount in enumerate(amounts_fen, start=1):
        total += amount
        if total > limit_fen:
            return place
    return None


def movement_alerts(
    presets: Presets, *, balance_fen: int, movement_fen: int, before_fen: int | None = None
) -> list[Breach]:
    """What one movement, and the balance after it, give reason to look at.

    Args:
        balance_fen: after the movement.
        movement_fen: its size, whichever way the money went.
        before_fen: the balance before it, the base of a share; None asks no share.

    Source: 浙江 2020-12-30 (presets); 广东 粤教督〔2021〕9号 (over 10%; of the balance
    [interpretation]).
    """
    found = []
    if presets.balance_fen is not None and balance_fen < presets.balance_fen:
        found.append(Breach.BALANCE_BELOW_PRESET)
    if is_large(presets, movement_fen, before_fen):
        found.append(Breach.LARGE_MOVEMENT)
    return found


def is_large(presets: Presets, movement_fen: int, before_fen: int | None) -> bool:
    """Over the preset, or over the share of the balance before it (None asks no share)."""
    if presets.movement_fen is not None and movement_fen > presets.movement_fen:
        return True
    if presets.movement_share is None or before_fen is None:
        return False
    return movement_fen * PER_CENT > before_fen * presets.movement_share


def deposit_floor(fees_per_cycle: Sequence[tuple[int, int]]) -> int:
    """What all pupils are charged for one cycle: (pupils, fen each). Source: 教监管函〔2021〕2号 [K]."""
    return sum(count * fee for count, fee in fees_per_cycle)


def is_allowed(state: AccountState, movement: Movement, *, is_approved: bool = False) -> bool:
    """What an account in a state lets happen; a frozen one refunds only with the bureau's word."""
    if movement not in ALLOWED[state]:
        return False
    return state != AccountState.FROZEN or is_approved


def _is_within(first: date, month: date, months: int) -> bool:
    apart = (month.year - first.year) * 12 + month.month - first.month
    return 0 <= apart < months
