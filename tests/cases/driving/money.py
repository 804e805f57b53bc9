"""What a case owes, counted day by day from its rows: slow, plain, and nobody else's code."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from tests.cases.driving.days import DAY, china
from tests.cases.driving.footprint import rows

Row = dict[str, Any]
_KIND = {"fine": "P3", "gains": "P4"}


def payments(case_id: int, part: str, known_at: Any = "infinity") -> list[Row]:
    return rows(
        "SELECT * FROM cases_payment WHERE case_id = %s AND part = %s AND recorded_at <= %s"
        " ORDER BY id",
        *(case_id, part, known_at),
    )


def remedies(case_id: int, known_at: Any = "infinity") -> list[Row]:
    """As they were known at a moment: an end that was entered later is not there yet."""
    found = rows(
        "SELECT *, ended_at IS NOT NULL AND ended_at <= %s AS is_over FROM cases_remedy"
        " WHERE case_id = %s AND recorded_at <= %s ORDER BY id",
        *(known_at, case_id, known_at),
    )
    nothing_yet = {"ended_on": None, "result": "", "new_fine_fen": None}
    return [one if one["is_over"] else one | nothing_yet for one in found]


def decided(case_id: int, part: str, known_at: Any = "infinity") -> int:
    """As decided; as a reconsideration or a court left it. In fen."""
    over = [one for one in remedies(case_id, known_at) if one["is_over"]]
    if over and over[-1]["result"] == "annulled":
        return 0
    changed = [one["new_fine_fen"] for one in over if one["new_fine_fen"] is not None]
    if part == "fine" and changed:
        return int(changed[-1])
    found = rows(
        "SELECT coalesce(sum(p.amount_fen), 0) AS fen FROM cases_decidedpenalty p"
        " JOIN cases_decision d ON d.id = p.decision_id"
        " WHERE d.case_id = %s AND d.state = 'approved' AND p.kind = %s",
        *(case_id, _KIND[part]),
    )
    return int(found[0]["fen"])


def due_parts(case_id: int, fine: int, known_at: Any = "infinity") -> list[tuple[date, int]]:
    """By when how much of the fine: at once, or what a deferral left for later days."""
    first = rows(
        "SELECT d.due_on FROM deadlines_deadline d JOIN cases_casedeadline c"
        " ON c.deadline_id = d.id WHERE c.case_id = %s AND d.key = 'deadline.t11' ORDER BY d.id",
        case_id,
    )
    if not first:
        return []
    plan = rows(
        "SELECT i.due_on, i.amount_fen FROM cases_instalment i WHERE i.deferral_id = ("
        " SELECT max(id) FROM cases_deferral WHERE case_id = %s AND state = 'granted'"
        " AND decided_at <= %s) ORDER BY i.no",
        *(case_id, known_at),
    )
    parts, left = [], fine
    for one in reversed(plan):
        parts.append((one["due_on"], min(left, one["amount_fen"])))
        left -= parts[-1][1]
    return [(first[0]["due_on"], left), *reversed(parts)]


def surcharge(case_id: int, today: date, known_at: Any = "infinity") -> int:
    """Three in a hundred of what is late, for each day, never more than the fine (art. 72)."""
    fine = decided(case_id, "fine", known_at)
    parts = due_parts(case_id, fine, known_at)
    if not parts or not fine:
        return 0
    paid: Counter[date] = Counter()
    for one in payments(case_id, "fine", known_at):
        paid[one["paid_on"]] += one["amount_fen"]
    stops = [(one["filed_on"], one["ended_on"]) for one in remedies(case_id, known_at)]
    total, day = 0, min(on for on, _ in parts)
    while day < today:
        day += DAY
        late = sum(fen for on, fen in parts if on < day)
        late -= sum(fen for on, fen in paid.items() if on < day)
        if not any(since <= day <= (until or today) for since, until in stops):
            total += max(0, late)
    return min(fine, total * 3 // 100)


def owed(case_id: int, part: str, today: date, known_at: Any = "infinity") -> int:
    """The whole of one part on a day, paid or not. In fen."""
    if part == "surcharge":
        return surcharge(case_id, today, known_at)
    return decided(case_id, part, known_at)


def open_of(case_id: int, part: str, today: date, known_at: Any = "infinity") -> int:
    """What is still owed of one part on a day. In fen."""
    had = payments(case_id, part, known_at)
    paid = sum(one["amount_fen"] for one in had if one["paid_on"] <= today)
    return max(0, owed(case_id, part, today, known_at) - paid)


def payments_are_right() -> None:
    """By the bank, once, never above what was owed when it was entered, taken back whole."""
    for one in rows("SELECT * FROM cases_payment ORDER BY id"):
        case_id, at = one["case_id"], one["recorded_at"]
        today = china(at)
        assert one["channel"] in ("bank", "electronic")
        assert one["paid_on"] <= today, "paid tomorrow"
        before = [row for row in payments(case_id, one["part"], at) if row["id"] < one["id"]]
        had = sum(row["amount_fen"] for row in before)
        if one["reverses_id"] is not None:
            (taken,) = [row for row in before if row["id"] == one["reverses_id"]]
            assert one["amount_fen"] == -taken["amount_fen"] < 0, "not the payment taken back"
            assert taken["reverses_id"] is None
            continue
        whole = owed(case_id, one["part"], today, at)
        assert 0 < one["amount_fen"] <= whole - had, f"{one['amount_fen']} of {whole}, had {had}"
