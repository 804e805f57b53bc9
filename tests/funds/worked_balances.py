"""Players of the cases about balances, alerts, settlement, and the schools' own service."""

from __future__ import annotations

from datetime import date
from typing import Any

from funds.rules.balances import (
    check_withdrawal,
    deposit_floor,
    first_over,
    is_allowed,
    monthly_outflow_cap,
    movement_alerts,
    rolling_minimum,
    shortfall,
)
from funds.rules.reconciling import day_state
from funds.rules.schoolcare import monthly_fee
from funds.rules.settling import ClaimClass, closing_obstacles, pay_in_order
from funds.rules.shares import half_up, share_out
from funds.states import AccountState, Breach, DayState, Movement
from funds.terms import fen, minimum_on, presets_on, schoolcare_prices_on, tolerance_on
from tests.factories.policies import ParameterFactory
from tests.funds.worked import Given, plain, plays, said, total

DAY = date(2025, 3, 1)


@plays("FC-30")
def zigong_minimum(given: Given) -> dict[str, Any]:
    ParameterFactory(key="funds.minimum_method", value="rolling")
    terms = minimum_on(DAY)
    fees = {
        date.fromisoformat(f"{month}-01"): fen(fee) for month, fee in given["fees_by_month"].items()
    }

    def least(month: str) -> int:
        first = date.fromisoformat(f"{month}-01")
        return rolling_minimum(fees, first, share=terms.share, months=terms.months)

    january = {date(2025, 1, 1): fees[date(2025, 1, 1)]}
    back = rolling_minimum(january, date(2025, 1, 1), share=terms.share, months=terms.months)
    return {
        "minimum_at_end_of": {month: plain(least(month)) for month in ("2025-03", "2025-04")},
        "paid_back_for_2025_01": plain(back),
    }


@plays("FC-31")
def minimum_kept(given: Given) -> dict[str, Any]:
    checked = check_withdrawal(
        fen(given["balance"]), fen(given["minimum"]), fen(given["requested"])
    )
    return {
        "verdict": "allowed" if checked.is_allowed else "refused",
        "max_withdrawal": plain(checked.most_fen),
        "violations": [] if checked.is_allowed else said([Breach.BELOW_MINIMUM]),
    }


@plays("FC-32")
def rongcheng_outflow(given: Given) -> dict[str, Any]:
    ParameterFactory(key="funds.outflow_multiple", value="2")
    cap = monthly_outflow_cap(fen(given["minimum"]), minimum_on(DAY).outflow_multiple)
    return {
        "monthly_cap": plain(cap),
        "running_total": total(given["payments_in_month"]),
        "refused_index": first_over([fen(one) for one in given["payments_in_month"]], cap),
    }


@plays("FC-33")
def share_of_the_balance(given: Given) -> dict[str, Any]:
    before, results = fen(given["balance_before"]), []
    for variant in given["variants"]:
        paid = fen(variant["payment"])
        found = movement_alerts(
            presets_on(DAY), balance_fen=before - paid, movement_fen=paid, before_fen=before
        )
        results.append({"alert": bool(found)} | ({"code": said(found)[0]} if found else {}))
    return {"results": results}


@plays("FC-34")
def two_presets(given: Given) -> dict[str, Any]:
    ParameterFactory(key="funds.preset_balance", value=given["preset_min_balance"])
    ParameterFactory(key="funds.preset_movement", value=given["preset_movement"])
    results = []
    for variant in given["variants"]:
        found = movement_alerts(
            presets_on(DAY),
            balance_fen=fen(variant["balance"]),
            movement_fen=fen(variant["movement"]),
        )
        results.append({"alerts": said(found)})
    return {"results": results}


@plays("FC-35")
def deposit_of_a_cycle(given: Given) -> dict[str, Any]:
    floor = deposit_floor([(row["count"], fen(row["fee_per_cycle"])) for row in given["pupils"]])
    short = shortfall(fen(given["deposit_held"]), floor)
    return {
        "floor": plain(floor),
        "verdict": "violation" if short else "allowed",
        "shortfall": plain(short),
    }


@plays("FC-36")
def one_fen_apart(given: Given) -> dict[str, Any]:
    ledger, bank = fen(given["ledger_balance"]), fen(given["bank_eod_balance"])
    agrees = day_state(ledger, bank, tolerance_fen=tolerance_on(DAY)) == DayState.AGREED
    return {
        "matched": agrees,
        "difference": plain(ledger - bank),
        "alert": None if agrees else said([Breach.MISMATCH])[0],
    }


@plays("FC-37")
def closing_with_open_lessons(given: Given) -> dict[str, Any]:
    found = closing_obstacles(
        balance_fen=fen(given["balance"]),
        unconsumed_fen=fen(given["unconsumed_value"]),
        open_refunds=given["open_refunds"],
    )
    names = {"UNCONSUMED": "UNCONSUMED_BALANCE"}
    return {
        "verdict": "refused" if found else "allowed",
        "reasons": [names.get(one.name, one.name) for one in found],
    }


@plays("FC-38")
def order_of_the_law(given: Given) -> dict[str, Any]:
    ranks = [ClaimClass(name, fen(claim)) for name, claim in given["claims"].items()]
    paid = pay_in_order(fen(given["assets"]), ranks)
    return {"paid": {name: plain(amount) for name, amount in paid.items()}}


@plays("FC-39")
def too_little_for_all(given: Given) -> dict[str, Any]:
    claims = {name: fen(claim) for name, claim in given["pupil_claims"].items()}
    whole = fen(given["total_unconsumed"])
    everybody = claims | {"others": whole - sum(claims.values())}
    held = fen(given["custody_balance"])
    shares = share_out(held, everybody)
    assert sum(shares.values()) == held
    return {
        "ratio": plain(half_up(held * 100, whole)),
        "payout": {name: plain(shares[name]) for name in claims},
    }


@plays("FC-40")
def frozen(given: Given) -> dict[str, Any]:
    state = AccountState(given["account_state"])
    results = []
    for request in given["requests"]:
        is_approved = request.get("education_bureau_approved", False)
        allowed = is_allowed(state, Movement(request["kind"]), is_approved=is_approved)
        results.append({"verdict": "allowed" if allowed else "refused"})
    return {"results": results}


@plays("BC-01")
def half_month_rule(given: Given) -> dict[str, Any]:
    fees = [
        monthly_fee(
            schoolcare_prices_on(DAY),
            lessons_per_day=given["lessons_per_day"],
            working_days=given["working_days_in_month"],
            attended=variant["working_days_attended"],
        )
        for variant in given["variants"]
    ]
    return {"results": [{"fee": plain(fee)} for fee in fees]}
