"""Players of the cases about charges: caps, disguises, the earliest day, cash, private fees."""

from __future__ import annotations

from datetime import date
from typing import Any

from funds.rules.balances import first_over
from funds.rules.charging import (
    Charge,
    crosses_term,
    earliest_day,
    is_split,
    is_too_early,
    last_service_day,
    over_caps,
)
from funds.states import Breach, ChargeBasis
from funds.terms import caps_on, fen, last_day, opening_on, private_limit_on, terms_are_barred
from tests.factories.policies import ParameterFactory
from tests.funds.worked import Given, plays, total, verdict

DAY = date(2025, 3, 1)


@plays("FC-01", "FC-02", "FC-03", "FC-04", "FC-05", "FC-06")
def charges_against_caps(given: Given) -> dict[str, Any]:
    caps = caps_on(given.get("service_from", DAY), is_subject=given["category"] == "subject")
    charge = Charge(
        fee_fen=fen(given["fee"]),
        lessons=given["lessons"],
        service_from=given.get("service_from"),
        service_to=given.get("service_to"),
        is_card=given.get("form") == "recharge_card",
    )
    last = last_service_day(given["service_from"], caps) if "service_from" in given else None
    return verdict(over_caps(charge, caps)) | {"last_allowed_service_to": last}


@plays("FC-07")
def orders_of_one_pupil(given: Given) -> dict[str, Any]:
    lessons = [order["lessons"] for order in given["orders"]]
    is_one = given["same_pupil"] and given["same_course"]
    split = is_one and is_split(lessons, caps_on(DAY, is_subject=True))
    found = [Breach.DISGUISED_SPLIT] if split else []
    return verdict(found, "flag") | {"open_lessons": sum(lessons)}


@plays("FC-08")
def period_taken_early(given: Given) -> dict[str, Any]:
    opening = opening_on(given["paid_on"])
    early = is_too_early(
        given["paid_on"],
        course_start=given["course_start"],
        basis=ChargeBasis(given["charge_basis"]),
        lessons_left=None,
        opening=opening,
    )
    found = verdict([Breach.TOO_EARLY] if early else [])
    return found | {"earliest_allowed": earliest_day(given["course_start"], opening)}


@plays("FC-09")
def renewal_by_lessons(given: Given) -> dict[str, Any]:
    results = []
    for variant in given["variants"]:
        early = is_too_early(
            given["paid_on"],
            course_start=given["new_course_start"],
            basis=ChargeBasis(given["charge_basis"]),
            lessons_left=variant["remaining_lessons"],
            opening=opening_on(given["paid_on"]),
        )
        found = verdict([Breach.TOO_EARLY] if early else [])
        results.append({key: value for key, value in found.items() if value})
    return {"results": results}


@plays("FC-10")
def across_terms(given: Given) -> dict[str, Any]:
    ParameterFactory(key="funds.across_terms_barred", value=True)
    crosses = terms_are_barred(given["paid_on"]) and crosses_term(
        given["service_to"], given["term_end"]
    )
    return verdict([Breach.CROSS_TERM] if crosses else [])


@plays("FC-11")
def cash_swept(given: Given) -> dict[str, Any]:
    due = last_day("cash_days", given["cash_received_on"])
    late = max(0, (given["swept_on"] - due).days)
    found = verdict([Breach.CASH_SWEEP_LATE] if late else [])
    return found | {"due": due, "late_days": late}


@plays("FC-12")
def private_fees(given: Given) -> dict[str, Any]:
    limit = private_limit_on(DAY)
    place = first_over([fen(one) for one in given["private_receipts"]], limit)
    return {"running_total": total(given["private_receipts"]), "referral_after": place}
