"""What the figures of one account on one day give reason to look at: values in, findings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from common.money import yuan
from funds.rules.balances import (
    Presets,
    is_large,
    monthly_outflow_cap,
    rolling_minimum,
    shortfall,
)
from funds.states import Breach


@dataclass(frozen=True, slots=True)
class Moved:
    """One movement of the day that is watched, with the balance before it. Fen."""

    amount_fen: int
    before_fen: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of an account at the end of a day. Fen.

    ``bank_fen`` is the bank's own balance, None when it told none. ``fees_by_month`` holds
    fees by the first day of their month, ``outflow_fen`` what left in the month so far.
    """

    day: date
    balance_fen: int
    bank_fen: int | None = None
    moved: Sequence[Moved] = ()
    outflow_fen: int = 0
    fees_by_month: Mapping[date, int] = field(default_factory=dict)
    own_minimum_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The county's rules of the day. ``method`` is none, fixed, rolling or own."""

    presets: Presets
    tolerance_fen: int
    method: str = "none"
    fixed_fen: int | None = None
    share: int = 0
    months: int = 0
    outflow_multiple: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that is met, how far in fen, and the sentence with its figures."""

    rule: Breach
    amount_fen: int
    sentence: str


def minimum_of(figures: Figures, limits: Limits) -> int | None:
    """The least that this account must hold; None without a rule."""
    if figures.own_minimum_fen is not None:
        return figures.own_minimum_fen
    if limits.method == "fixed":
        return limits.fixed_fen
    if limits.method == "rolling":
        month = figures.day.replace(day=1)
        fees = figures.fees_by_month
        return rolling_minimum(fees, month, share=limits.share, months=limits.months)
    return None


def findings(figures: Figures, limits: Limits) -> list[Finding]:
    """Everything that an account meets on a day, at most one finding a rule."""
    minimum = minimum_of(figures, limits)
    return [
        *_under_minimum(figures, minimum),
        *_under_preset(figures, limits.presets),
        *large_movements(figures.moved, limits.presets),
        *_outflow(figures, limits, minimum),
        *_mismatch(figures, limits),
    ]


def _under_minimum(figures: Figures, minimum: int | None) -> Iterator[Finding]:
    short = shortfall(figures.balance_fen, minimum)
    if short:
        yield Finding(
            Breach.BELOW_MINIMUM,
            short,
            f"账户余额{yuan(figures.balance_fen)}元，低于最低余额{yuan(minimum or 0)}元，"
            f"差{yuan(short)}元。",
        )


def _under_preset(figures: Figures, presets: Presets) -> Iterator[Finding]:
    preset = presets.balance_fen
    if preset is not None and figures.balance_fen < preset:
        yield Finding(
            Breach.BALANCE_BELOW_PRESET,
            preset - figures.balance_fen,
            f"账户余额{yuan(figures.balance_fen)}元，低于预设值{yuan(preset)}元。",
        )


def large_movements(moved: Iterable[Moved], presets: Presets) -> Iterator[Finding]:
    """What of the movements of one day is out of the usual, as one finding or none."""
    large = [one for one in moved if _is_large(one, presets)]
    if large:
        biggest = max(large, key=lambda one: abs(one.amount_fen))
        way = "支出" if biggest.amount_fen < 0 else "收入"
        yield Finding(
            Breach.LARGE_MOVEMENT,
            abs(biggest.amount_fen),
            f"当日有{len(large)}笔大额异动，最大一笔{way}{yuan(abs(biggest.amount_fen))}元，"
            f"此前余额{yuan(biggest.before_fen)}元。",
        )


def _is_large(moved: Moved, presets: Presets) -> bool:
    """A share of the balance is asked of payments only: fees come in all at once by nature."""
    before = moved.before_fen if moved.amount_fen < 0 else None
    return is_large(presets, abs(moved.amount_fen), before)


def _outflow(figures: Figures, limits: Limits, minimum: int | None) -> Iterator[Finding]:
    if limits.outflow_multiple is None or minimum is None:
        return
    cap = monthly_outflow_cap(minimum, limits.outflow_multiple)
    if figures.outflow_fen > cap:
        yield Finding(
            Breach.MONTHLY_OUTFLOW,
            figures.outflow_fen - cap,
            f"本月已支出{yuan(figures.outflow_fen)}元，超过上限{yuan(cap)}元。",
        )


def _mismatch(figures: Figures, limits: Limits) -> Iterator[Finding]:
    if figures.bank_fen is None:
        return
    apart = figures.balance_fen - figures.bank_fen
    if abs(apart) > limits.tolerance_fen:
        yield Finding(
            Breach.MISMATCH,
            abs(apart),
            f"账面{yuan(figures.balance_fen)}元，银行{yuan(figures.bank_fen)}元，"
            f"相差{yuan(abs(apart))}元。",
        )
