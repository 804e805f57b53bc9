"""The county's rules on prepaid fees as they held on a day: parameters in, values for ``rules`` out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from funds.rules.balances import Presets
from funds.rules.charging import Caps, Opening
from funds.rules.finding import AccountTerms, ChargeTerms
from funds.rules.forecasting import Outlook
from funds.rules.watching import Limits
from funds.states import AlertLevel, BookCode, Breach
from policies.queries import due_after, parameter, values_on, values_through

FEN = 100

BASES = {
    Breach.BELOW_MINIMUM: "funds.minimum_method",
    Breach.BALANCE_BELOW_PRESET: "funds.preset_balance",
    Breach.LARGE_MOVEMENT: "funds.preset_movement_share",
    Breach.MONTHLY_OUTFLOW: "funds.outflow_multiple",
    Breach.MISMATCH: "funds.tolerance",
    Breach.MINIMUM_AHEAD: "funds.forecast_days",
    Breach.OUTFLOW_UNUSUAL: "funds.unusual_percent",
    Breach.REFUNDS_UNUSUAL: "funds.unusual_percent",
    Breach.DISPUTES_UNUSUAL: "funds.unusual_disputes",
    Breach.LESSON_CAP: "funds.cap_lessons",
    Breach.SPAN_CAP: "funds.cap_months",
    Breach.AMOUNT_CAP: "funds.cap_amount_non_subject",
    Breach.DISGUISED_PREPAY: "funds.card_words",
    Breach.DISGUISED_SPLIT: "funds.cap_lessons",
    Breach.TOO_EARLY: "funds.early_months",
    Breach.CROSS_TERM: "funds.across_terms_barred",
    Breach.BEYOND_LEASE: "funds.lease_bounds_charges",
    Breach.CASH_SWEEP_LATE: "funds.cash_days",
    Breach.PRIVATE_COLLECTION: "funds.private_limit",
    Breach.TRAINING_LOAN: "funds.loans_barred",
    Breach.RELEASE_AHEAD: "funds.release_days",
    Breach.RELEASE_LATE: "funds.release_days",
    Breach.REFUND_OVERDUE: "funds.refund_after_days",
    Breach.CLOSURE_NOTICE_LATE: "funds.stop_notice_months",
    Breach.NO_CONFIRMATION: "funds.deemed_share",
}
"""The parameter whose source an alert or a finding of a rule names."""


@dataclass(frozen=True, slots=True)
class MinimumTerms:
    """How the least of an account is found. ``method`` is none, fixed, rolling or own."""

    method: str
    fixed_fen: int | None
    share: int
    months: int
    outflow_multiple: int | None


def fen(yuan: str) -> int:
    """Yuan as text, with at most two decimals, in fen. Raises ValueError for more."""
    amount = Decimal(yuan) * FEN
    if amount != amount.to_integral_value():
        raise ValueError(f"{yuan} yuan is no whole fen")
    return int(amount)


def amount_cap_key(*, is_subject: bool) -> str:
    """The parameter of the most that may be charged at once."""
    return "funds.cap_amount_subject" if is_subject else "funds.cap_amount_non_subject"


def caps_on(day: date, *, is_subject: bool) -> Caps:
    """The caps of one charge on the day it is taken."""
    amount = amount_cap_key(is_subject=is_subject)
    held = values_on(day, ["funds.cap_months", "funds.cap_lessons", amount])
    return Caps(
        _whole(held["funds.cap_months"]), _whole(held["funds.cap_lessons"]), _fen(held[amount])
    )


def opening_on(day: date) -> Opening:
    """How early a fee may be taken, by the rule of the day on which it is."""
    held = values_on(day, ["funds.early_months", "funds.early_lessons_left"])
    return Opening(_whole(held["funds.early_months"]), _whole(held["funds.early_lessons_left"]))


def terms_are_barred(day: date) -> bool:
    """Whether a charge by period may not run across terms."""
    return bool(_value("funds.across_terms_barred", day))


def charge_terms_on(day: date, *, is_subject: bool) -> ChargeTerms:
    """Everything that a contract is held against, by the rules of the day it was agreed."""
    ends = _value("funds.term_ends", day) if terms_are_barred(day) else []
    return ChargeTerms(
        caps=caps_on(day, is_subject=is_subject),
        opening=opening_on(day),
        term_ends=tuple(sorted(date.fromisoformat(one) for one in ends)),
    )


def card_words_on(day: date) -> list[str]:
    """Words of a course that is a card of money and no course."""
    words: list[str] = _value("funds.card_words", day)
    return words


def lease_bounds_charges(day: date) -> bool:
    """Whether a fee may be taken only up to the end of the venue's lease."""
    return bool(_value("funds.lease_bounds_charges", day))


def account_terms_on(day: date) -> AccountTerms:
    """Everything that an account as a whole is held against."""
    held = values_on(day, ["funds.deemed_share", "funds.deemed_least", "funds.loans_barred"])
    return AccountTerms(
        private_limit_fen=private_limit_on(day),
        stop_months=stop_notice_months_on(day),
        deemed_share=_whole(held["funds.deemed_share"]),
        deemed_least=held["funds.deemed_least"],
        loans_barred=bool(held["funds.loans_barred"]),
    )


def outlook_on(day: date) -> Outlook:
    """How far ahead is looked, from how many weeks, and what counts as unusual."""
    keys = ("forecast_weeks", "forecast_days", "unusual_percent", "unusual_disputes")
    held = values_on(day, [*(f"funds.{key}" for key in keys), "funds.unusual_least"])
    return Outlook(
        weeks=held["funds.forecast_weeks"],
        days=held["funds.forecast_days"],
        percent=held["funds.unusual_percent"],
        least_fen=_fen(held["funds.unusual_least"]) or 0,
        least_disputes=held["funds.unusual_disputes"],
    )


def minimum_on(day: date) -> MinimumTerms:
    """How the least of every account is found on a day."""
    keys = ("method", "fixed", "share", "months")
    held = values_on(day, [*(f"funds.minimum_{key}" for key in keys), "funds.outflow_multiple"])
    return MinimumTerms(
        method=held["funds.minimum_method"],
        fixed_fen=_fen(held["funds.minimum_fixed"]),
        share=_whole(held["funds.minimum_share"]) or 0,
        months=_whole(held["funds.minimum_months"]) or 0,
        outflow_multiple=_whole(held["funds.outflow_multiple"]),
    )


def presets_on(day: date) -> Presets:
    """The values beyond which a movement or a balance is a warning."""
    return _presets(values_on(day, _PRESETS))


def presets_through() -> Callable[[date], Presets]:
    """``presets_on`` for many days, asked of the database once."""
    on = values_through(_PRESETS)
    return lambda day: _presets(on(day))


_PRESETS = ("funds.preset_balance", "funds.preset_movement", "funds.preset_movement_share")


def _presets(held: Mapping[str, Any]) -> Presets:
    return Presets(
        balance_fen=_fen(held["funds.preset_balance"]),
        movement_fen=_fen(held["funds.preset_movement"]),
        movement_share=_whole(held["funds.preset_movement_share"]),
    )


def limits_on(day: date) -> Limits:
    """Everything that the accounts are held against at the end of a day."""
    least = minimum_on(day)
    return Limits(
        presets=presets_on(day),
        tolerance_fen=tolerance_on(day),
        method=least.method,
        fixed_fen=least.fixed_fen,
        share=least.share,
        months=least.months,
        outflow_multiple=least.outflow_multiple,
    )


def alert_level(rule: Breach, day: date, *, days: int) -> AlertLevel:
    """The colour of an alert that has been open for some days, the first one counted."""
    held = values_on(day, ["funds.alert_levels", "funds.mismatch_red_day"])
    if rule == Breach.MISMATCH and days >= held["funds.mismatch_red_day"]:
        return AlertLevel.RED
    return AlertLevel(held["funds.alert_levels"].get(rule, AlertLevel.YELLOW))


def tolerance_on(day: date) -> int:
    """Fen by which ledger and bank may differ."""
    return _fen(_value("funds.tolerance", day)) or 0


def takes_torn_files(day: date) -> bool:
    """Whether a torn statement is taken up to where it is torn; else not at all."""
    return bool(_value("funds.torn_files_taken", day))


def two_approvals_over(day: date) -> int | None:
    """Fen above which an order needs a second approval; None: never."""
    return _fen(_value("funds.two_approvals_over", day))


def private_limit_on(day: date) -> int | None:
    """Fen of fees outside the account beyond which it becomes a case; None without a rule."""
    return _fen(_value("funds.private_limit", day))


def stop_notice_months_on(day: date) -> int | None:
    """How many months ahead parents must hear of a stop; None without a rule."""
    return _whole(_value("funds.stop_notice_months", day))


def schoolcare_prices_on(day: date) -> dict[int, int]:
    """Fen a month by lessons a day."""
    prices: Mapping[str, str] = _value("funds.schoolcare_prices", day)
    return {int(lessons): fen(price) for lessons, price in prices.items()}


def schoolcare_words_on(day: date) -> dict[BookCode, list[str]]:
    """Words in a remark that say what came to a school's account."""
    keys = {
        BookCode.FAMILIES: "funds.schoolcare_fee_words",
        BookCode.SUBSIDY: "funds.schoolcare_subsidy_words",
    }
    held = values_on(day, keys.values())
    return {book: held[key] for book, key in keys.items()}


def withdrawal_days_on(day: date) -> int | None:
    """Days after a payment made on ``day`` within which it comes back without a reason."""
    count: int | None = parameter("funds.withdrawal_days", day)["count"]
    return count


def refund_bases_on(day: date) -> dict[str, str]:
    """The words of the rule that a refund is computed by: institution, consumer, credit, time."""
    found: dict[str, str] = _value("funds.refund_bases", day)
    return found


def last_day(key: str, start: date) -> date:
    """The last day of the county's period ``key`` (such as ``cash_days``) that began on ``start``.

    Working days by the county's calendar. Calendar days are counted as they come: the rules on
    refunds name no later end for a day of rest (funds-cases.yaml, FC-22, ends on a holiday).
    """
    period = _value(f"funds.{key}", start)
    if period["unit"] == "calendar_day":
        return start + timedelta(days=period["count"])
    return due_after(start, count=period["count"], unit=period["unit"]).due_on


def _value(key: str, day: date) -> Any:
    return values_on(day, [key])[key]


def _whole(text: str) -> int | None:
    return int(Decimal(text)) if text else None


def _fen(text: str) -> int | None:
    return fen(text) if text else None
