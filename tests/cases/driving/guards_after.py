"""What must hold after a decision, asked of the rows by plain SQL: money, remedies, service."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cases.models import Case
from cases.money import money_of
from tests.cases.driving import guards_ending, money
from tests.cases.driving.days import china, nobody_stands, walk, working_days
from tests.cases.driving.footprint import rows

Row = dict[str, Any]
OVER = ("withdrawn", "transferred", "not_filed", "closed", "archived")  # nobody waits any more
_PERIODS = {  # by the law (domain 7), not by the parameters
    "deadline.t02": (90, "calendar_day"),
    "deadline.t03": (7, "working_day"),
    "deadline.t06": (5, "working_day"),
    "deadline.t07": (5, "working_day"),
    "deadline.t09": (7, "working_day"),
    "deadline.t11": (15, "calendar_day"),
    "deadline.t13": (60, "calendar_day"),
    "deadline.t14": (6, "month"),
    "deadline.t15": (15, "calendar_day"),
    "deadline.t16": (10, "working_day"),
    "deadline.t17": (3, "month"),
    "deadline.t26": (20, "working_day"),
    "deadline.t27": (3, "working_day"),
}
_OFFICER = """SELECT 1 FROM cases_caseofficer WHERE case_id = %s AND user_id = %s
    AND joined_at <= %s AND (left_on IS NULL OR left_on >= %s)"""


def hold(case_id: int, today: date) -> None:
    """All of them; the surcharge of the one case that is driven."""
    periods_are_those_of_the_law()
    papers_reached_the_party()
    clocks_run_from_their_day()
    money.payments_are_right()
    deferrals_are_granted_by_the_head()
    remedies_follow_each_other()
    the_court_was_asked_in_time()
    who_handles_entered_it()
    counted = money.surcharge(case_id, today)
    said = money_of(Case.objects.get(pk=case_id), today).surcharge_fen
    assert said == counted, f"surcharge {said}, counted day by day {counted}"
    guards_ending.hold()


def periods_are_those_of_the_law() -> None:
    found = rows("SELECT DISTINCT key, count, unit FROM deadlines_deadline")
    for one in found:
        if one["key"] in _PERIODS:
            assert (one["count"], one["unit"]) == _PERIODS[one["key"]], one["key"]


def papers_reached_the_party() -> None:
    """Not before their date, not tomorrow, once; decision and repair notice together (guard 7)."""
    for one in rows(
        "SELECT d.*, p.audience, p.dated_on, p.approved_at, p.state AS paper_state"
        " FROM serving_delivery d JOIN papers_officialpaper p ON p.id = d.paper_id"
    ):
        assert one["audience"] != "internal"
        assert one["paper_state"] != "voided", "a paper in the party's hands was voided"
        assert one["dated_on"] <= one["delivered_on"] <= china(one["recorded_at"])
        days = 60 if one["delivered_on"] < date(2022, 1, 1) else 30
        hangs = timedelta(days=days if one["way"] == "public_notice" else 0)
        assert one["effective_on"] == one["delivered_on"] + hangs
        if one["way"] == "public_notice":
            known = (one["paper_id"], one["recorded_at"])
            tries = "SELECT 1 FROM serving_attempt WHERE paper_id = %s AND recorded_at <= %s"
            assert rows(tries, *known), "by public notice before anything else"
    apart = rows(
        "SELECT c.decision_id FROM cases_casepaper c JOIN papers_officialpaper p"
        " ON p.id = c.paper_id AND p.code IN ('D36', 'D39') AND p.state <> 'voided'"
        " AND p.approved_at IS NOT NULL LEFT JOIN serving_delivery d ON d.paper_id = p.id"
        " AND d.repeats_id IS NULL WHERE c.decision_id IS NOT NULL GROUP BY c.decision_id"
        " HAVING count(DISTINCT coalesce(d.recorded_at, '-infinity')) > 1"
    )
    assert apart == [], "decision and repair notice apart"


def _services() -> list[Row]:
    """What took effect of a case's papers, with the day, once its clocks were started.

    ``stood``: the state in which the case stood then.
    """
    return rows(
        "SELECT c.case_id, c.decision_id, p.code, d.effective_on, s.started_at, k.state,"
        " (SELECT target FROM cases_casestep t WHERE t.case_id = c.case_id"
        "  AND t.recorded_at <= s.started_at ORDER BY t.no DESC LIMIT 1) AS stood"
        " FROM cases_caseservice s JOIN cases_casepaper c ON c.id = s.case_paper_id"
        " JOIN papers_officialpaper p ON p.id = c.paper_id"
        " JOIN serving_delivery d ON d.id = s.delivery_id JOIN cases_case k ON k.id = c.case_id"
        " WHERE s.started_at IS NOT NULL ORDER BY s.id"
    )


def _clocks(case_id: int, key: str) -> list[Row]:
    return rows(
        "SELECT d.*, c.role FROM deadlines_deadline d JOIN cases_casedeadline c"
        " ON c.deadline_id = d.id WHERE c.case_id = %s AND d.key = %s ORDER BY d.id",
        *(case_id, key),
    )


def _taken_back(case_id: int) -> int:
    asked = "SELECT count(*) AS n FROM cases_payment WHERE case_id = %s AND reverses_id IS NOT NULL"
    return int(rows(asked, case_id)[0]["n"])


def clocks_run_from_their_day() -> None:
    """Each period begins with the event that the law names, once, and no other day."""
    served: dict[tuple[int, str], list[date]] = {}
    for one in _services():
        if one["code"] in ("D36", "D37"):
            served.setdefault((one["case_id"], "decision"), []).append(one["effective_on"])
        if one["code"] == "D44" and one["stood"] not in OVER:
            served.setdefault((one["case_id"], "urging"), []).append(one["effective_on"])
    for (case_id, what), days in served.items():
        if what == "urging":
            assert [row["counts_from_on"] for row in _clocks(case_id, "deadline.t16")] == days
            continue
        assert len(days) == 1, "two decisions served"
        has_fine = money_was_decided(case_id)
        wanted = {"deadline.t13": days, "deadline.t14": days}
        wanted["deadline.t11"] = days if has_fine else []
        for key, when in wanted.items():
            found = [row["counts_from_on"] for row in _clocks(case_id, key)]
            # What a payment had met runs once more, from the same day, when it is taken back.
            again = len(found) - len(when) if key == "deadline.t11" and when else 0
            assert 0 <= again <= _taken_back(case_id)
            assert found == when * (1 + again), f"{key} from {found}, served on {when}"


def money_was_decided(case_id: int) -> bool:
    found = rows(
        "SELECT 1 FROM cases_decidedpenalty p JOIN cases_decision d ON d.id = p.decision_id"
        " WHERE d.case_id = %s AND d.state = 'approved' AND p.kind IN ('P3', 'P4')",
        case_id,
    )
    return bool(found)


def deferrals_are_granted_by_the_head() -> None:
    """Art. 66: the whole of the rest, on days to come, each with its own period."""
    for one in rows("SELECT * FROM cases_deferral WHERE state = 'granted' ORDER BY id"):
        case_id, at, on = one["case_id"], one["decided_at"], china(one["decided_at"])
        assert not rows(_HANDLED, case_id, one["decided_by_id"]), "granted by who handles it"
        plan = rows(
            "SELECT i.*, d.due_on AS last, d.counts_from_on, d.key FROM cases_instalment i"
            " LEFT JOIN deadlines_deadline d ON d.id = i.deadline_id WHERE deferral_id = %s"
            " ORDER BY i.no",
            one["id"],
        )
        rest = money.open_of(case_id, "fine", on, at)
        assert sum(row["amount_fen"] for row in plan) == rest, f"a plan for other than {rest}"
        days = [row["due_on"] for row in plan]
        assert days == sorted(set(days))
        assert days[0] > on
        assert all(row["last"] == row["due_on"] for row in plan), "an instalment without its day"
        assert (one["kind"] == "later") == (len(plan) == 1)
        still = [row for row in _clocks(case_id, "deadline.t11") if row["state"] == "running"]
        assert not still, "the old period runs on beside the new ones"


_HANDLED = "SELECT 1 FROM cases_caseofficer WHERE case_id = %s AND user_id = %s"


def remedies_follow_each_other() -> None:
    before: dict[int, Row] = {}
    for one in rows(
        "SELECT r.*, d.decided_on FROM cases_remedy r LEFT JOIN cases_decision d"
        " ON d.case_id = r.case_id AND d.state = 'approved' ORDER BY r.id"
    ):
        case_id = one["case_id"]
        assert one["decided_on"] is not None, "against no decision"
        assert one["decided_on"] <= one["filed_on"] <= china(one["recorded_at"])
        last = before.get(case_id)
        if last is not None:
            assert last["ended_on"] is not None
            assert last["ended_on"] <= one["filed_on"]
        if one["ended_on"] is not None:
            assert one["filed_on"] <= one["ended_on"] <= china(one["ended_at"])
            assert one["new_fine_fen"] is None or one["result"] == "changed"
            assert (one["new_fine_fen"] or 0) <= money.decided(case_id, "fine", "-infinity")
        before[case_id] = one
    for case_id in before:
        found = [row["counts_from_on"] for row in _clocks(case_id, "deadline.t15")]
        again = rows(
            "SELECT ended_on FROM cases_remedy WHERE case_id = %s AND kind = 'reconsideration'"
            " AND result IN ('upheld', 'changed') ORDER BY id",
            case_id,
        )
        assert found == [row["ended_on"] for row in again], "T15 from another day"


def the_court_was_asked_in_time() -> None:
    """After both remedies ran out unused, within three months, urged ten working days before."""
    works = working_days()
    for one in rows("SELECT * FROM cases_courtapplication ORDER BY id"):
        case_id, on, at = one["case_id"], one["applied_on"], one["recorded_at"]
        assert on <= china(at)
        over = _remedies_over(case_id, at, works)
        last = walk(over, 3, "month", works, nobody_stands)
        while not works(last):
            last += timedelta(days=1)
        assert over < on <= last, f"asked on {on}, open {over} to {last}"
        urged = [
            walk(row["effective_on"], 10, "working_day", works, nobody_stands)
            for row in _services()
            if (row["case_id"], row["code"]) == (case_id, "D44") and row["started_at"] <= at
        ]
        assert any(end < on for end in urged), "not urged ten working days before"
        paper = rows("SELECT * FROM papers_officialpaper WHERE id = %s", one["paper_id"])[0]
        assert paper["code"] == "D45"
        assert paper["approved_at"] <= at


def _remedies_over(case_id: int, at: Any, works: Any) -> date:
    """The last day on which the party could still seek a remedy."""
    held = money.remedies(case_id, at)
    if held:
        assert all(one["kind"] == "reconsideration" for one in held), "sued, and yet to the court"
        assert held[-1]["is_over"], "a remedy was running"
        ends = [walk(held[-1]["ended_on"], 15, "calendar_day", works, nobody_stands)]
    else:
        (day,) = [
            row["effective_on"]
            for row in _services()
            if row["case_id"] == case_id and row["code"] in ("D36", "D37")
        ]
        spans = ((60, "calendar_day"), (6, "month"))
        ends = [walk(day, count, unit, works, nobody_stands) for count, unit in spans]
    for place, end in enumerate(ends):
        while not works(end):
            end += timedelta(days=1)
        ends[place] = end
    return max(ends)


def who_handles_entered_it() -> None:
    """Money, remedies and the court are entered by an officer of the case; reversals are not."""
    for table, by in (
        ("cases_payment", "recorded"),
        ("cases_deferral", "asked"),
        ("cases_remedy", "recorded"),
        ("cases_courtapplication", "recorded"),
        ("cases_closing", "asked"),
    ):
        for one in rows(f"SELECT * FROM {table}"):  # noqa: S608 -- our own tables
            at, person = one[f"{by}_at"], one[f"{by}_by_id"]
            if one.get("reverses_id") is not None:
                assert not rows(_HANDLED, one["case_id"], person), "reversed by who handles it"
            else:
                known = (one["case_id"], person, at, china(at))
                assert rows(_OFFICER, *known), f"{table} entered by somebody else"
