"""Players of the cases about releases and refunds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from common.clock import months_after
from funds.rules.refunding import Lessons, by_credit, by_lessons, by_time, may_withdraw
from funds.rules.releasing import Progress, check_release, due_release
from funds.states import Breach, RefundCause
from funds.terms import fen, last_day, stop_notice_months_on, withdrawal_days_on
from tests.funds.worked import Given, plain, plays, said

DAY_AFTER = timedelta(days=1)
ON = True  # how YAML 1.1 reads the key "on"


@plays("FC-13", "FC-15")
def release_of_lessons(given: Given) -> dict[str, Any]:
    done = given.get("session_lessons") or given["lessons_completed_this_month"]
    total = fen(given["total_in_custody"])
    released = due_release(Progress(total, given["total_lessons"], done))
    return {"release": plain(released), "remaining_in_custody": plain(total - released)}


@plays("FC-14")
def releases_that_do_not_divide(given: Given) -> dict[str, Any]:
    total, released, each = fen(given["total_in_custody"]), 0, {}
    for session in range(1, given["sessions"] + 1):
        amount = due_release(Progress(total, given["total_lessons"], session, released))
        released += amount
        each[str(session)] = plain(amount)
    return {
        "release_at": {key: each[key] for key in ("1", "2", "3", "48")},
        "sum_of_releases": plain(released),
        "remaining_in_custody": plain(total - released),
    }


@plays("FC-16")
def silence_of_the_parent(given: Given) -> dict[str, Any]:
    last = last_day("confirm_days", given["confirmation_requested_on"])
    agreed = last + DAY_AFTER
    return {
        "last_day_to_answer": last,
        "deemed_agreed_on": agreed,
        "release": plain(due_release(Progress(fen(given["lesson_value"]), 1, 1))),
    }


@plays("FC-17")
def objection_of_the_parent(given: Given) -> dict[str, Any]:
    last = last_day("confirm_days", given["confirmation_requested_on"])
    answer = given["parent_answer"]
    disputed = answer["value"] == "reject" and answer[ON] <= last
    delivered = 0 if disputed else 1
    released = due_release(Progress(fen(given["lesson_value"]), 1, delivered))
    return {"release": plain(released), "dispute": "open" if disputed else None}


@plays("FC-18")
def release_paid_late(given: Given) -> dict[str, Any]:
    due = last_day("release_days", given["confirmed_on"])
    late = (given["paid_on"] - due).days
    return {"due": due, "verdict": "late" if late > 0 else "in_time", "late_days": late}


@plays("FC-19")
def whole_order(given: Given) -> dict[str, Any]:
    total = fen(given["order_amount"])
    released = due_release(Progress(total, 1, 1))
    stopped = due_release(Progress(total, 1, 0))
    return {
        "due": last_day("order_release_days", given["last_lesson_consumed_on"]),
        "release": plain(released),
        "if_dispute_open": {"release": plain(stopped), "due": None},
    }


@plays("FC-20")
def release_ahead(given: Given) -> dict[str, Any]:
    progress = Progress(
        fen(given["total_in_custody"]),
        given["total_lessons"],
        given["lessons_confirmed"],
        fen(given["already_released"]),
    )
    checked = check_release(progress, fen(given["requested"]))
    return {
        "verdict": "allowed" if checked.is_allowed else "refused",
        "max_release_now": plain(checked.most_fen),
        "violations": [] if checked.is_allowed else said([Breach.RELEASE_AHEAD]),
    }


@plays("FC-21", "FC-22")
def refund_by_lessons(given: Given) -> dict[str, Any]:
    owed = by_lessons(
        Lessons(fen(given["paid"]), given["lessons"], given["lessons_done"]),
        RefundCause.CONSUMER,
    )
    key = "refund_after_days" if given["lessons_done"] else "refund_before_days"
    return {
        "deduct": plain(owed.delivered_fen),
        "refund": plain(owed.refund_fen),
        "due": last_day(key, given["requested_on"]),
        "channel": "original",
    }


@plays("FC-23")
def silence_of_the_institution(given: Given) -> dict[str, Any]:
    last = last_day("refund_answer_days", given["requested_on"])
    return {"last_day_to_answer": last, "deemed_agreed_on": last + DAY_AFTER}


@plays("FC-24")
def withdrawal(given: Given) -> dict[str, Any]:
    results = []
    for variant in given["variants"]:
        in_time = may_withdraw(
            given["paid_on"],
            variant["requested_on"],
            days=withdrawal_days_on(given["paid_on"]),
            had_it_before=given["had_same_service_before"],
        )
        results.append({"in_time": in_time} | ({"refund": given["paid"]} if in_time else {}))
    return {"results": results}


@plays("FC-25")
def credit_with_bonus(given: Given) -> dict[str, Any]:
    owed = by_credit(
        fen(given["paid"]),
        fen(given["bonus"]),
        fen(given["credit_consumed"]),
        RefundCause(given["cause"]),
    )
    return {"delivered_value": plain(owed.delivered_fen), "refund": plain(owed.refund_fen)}


def discounted(given: Given, cause: str) -> tuple[int, int]:
    contract = Lessons(
        fen(given["paid"]), given["lessons"], given["lessons_done"], fen(given["list_price"])
    )
    owed = by_lessons(contract, RefundCause(cause))
    return owed.delivered_fen, owed.refund_fen


@plays("FC-26")
def two_causes(given: Given) -> dict[str, Any]:
    results = []
    for variant in given["variants"]:
        delivered, refund = discounted(given, variant["cause"])
        results.append({"delivered_value": plain(delivered), "refund": plain(refund)})
    return {"results": results}


@plays("FC-27")
def used_up_at_list_price(given: Given) -> dict[str, Any]:
    delivered, refund = discounted(given, given["cause"])
    at_list = fen(given["list_price"]) * given["lessons_done"]
    return {
        "delivered_value_list": plain(at_list),
        "refund": plain(refund),
        "claimable_from_consumer": plain(delivered + refund - fen(given["paid"])),
    }


@plays("FC-28")
def unlimited(given: Given) -> dict[str, Any]:
    owed = by_time(fen(given["paid"]), given["term_days"], given["days_served_before_stop"])
    return {"refund": plain(owed.refund_fen)}


@plays("FC-29")
def stop_told_late(given: Given) -> dict[str, Any]:
    due = months_after(given["planned_stop"], -stop_notice_months_on(given["notice_given_on"]))
    late = given["notice_given_on"] > due
    owed = by_lessons(
        Lessons(fen(given["paid"]), given["lessons"], given["lessons_done"]),
        RefundCause.INSTITUTION,
    )
    return {
        "notice_due": due,
        "verdict": "violation" if late else "allowed",
        "violations": said([Breach.CLOSURE_NOTICE_LATE]) if late else [],
        "refund": plain(owed.refund_fen),
    }
