"""What must hold of publication, closing and the archive, asked of the rows by plain SQL."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cases.driving import money
from tests.cases.driving.days import china, nobody_stands, walk, working_days
from tests.cases.driving.footprint import rows

Row = dict[str, Any]
_GRAVE = ("P7", "P8", "P9")
_MILD = ("P1", "P2")
_SHORTEST = {"ordinary": 3, "grave": 12}  # months (X6)
_LONGEST = {"ordinary": 12, "grave": 36}
_STAYS = ("publication", "removal", "withdrawal")
_HANDLED = "SELECT 1 FROM cases_caseofficer WHERE case_id = %s AND user_id = %s"


def hold() -> None:
    """All of them."""
    only_what_may_be_shown_is_shown()
    publications_end_in_time()
    credit_is_repaired_in_time()
    cases_are_closed_on_their_ground()
    closed_cases_have_no_clock()
    files_are_whole()


def _months(day: date, count: int) -> date:
    return walk(day, count, "month", lambda _: True, nobody_stands)


def only_what_may_be_shown_is_shown() -> None:
    for one in rows(
        "SELECT p.*, d.kind, d.case_id, c.acted_until, y.born_on, y.kind AS party,"
        " s.approved_at AS summary_at, s.code FROM cases_publication p"
        " JOIN cases_decision d ON d.id = p.decision_id AND d.state = 'approved'"
        " JOIN cases_case c ON c.id = d.case_id LEFT JOIN cases_party y ON y.id = c.party_id"
        " JOIN papers_officialpaper s ON s.id = p.summary_id"
    ):
        assert one["kind"] == "penalty"
        grave = _class_of(one)
        assert one["publicity_class"] == grave, f"shown as {one['publicity_class']}, is {grave}"
        assert one["code"] == "D51"
        assert one["summary_at"] <= one["published_at"]
        assert one["published_on"] <= china(one["published_at"])
        steps = rows(
            "SELECT happened_on FROM cases_casestep WHERE case_id = %s AND action = 'serve'"
            " AND recorded_at <= %s",
            *(one["case_id"], one["published_at"]),
        )
        served = [row["happened_on"] for row in steps]
        assert served[0] <= one["published_on"], "shown before served"
        assert _is_grown(one), "a minor is shown"
        fallen = money.remedies(one["case_id"], one["published_at"])
        assert not any(row["result"] in ("changed", "annulled") for row in fallen)


def _class_of(one: Row) -> str:
    found = rows("SELECT * FROM cases_decidedpenalty WHERE decision_id = %s", one["decision_id"])
    huge = 5_000_000 if one["party"] == "person" else 20_000_000
    if any(p["kind"] in _GRAVE or (p["kind"] == "P3" and p["amount_fen"] >= huge) for p in found):
        return "grave"
    return "minor" if all(p["kind"] in _MILD for p in found) else "ordinary"


def _is_grown(one: Row) -> bool:
    born, acted = one["born_on"], one["acted_until"]
    if born is None:
        return True
    return (born.year + 18, born.month, born.day) < (acted.year, acted.month, acted.day)


def publications_end_in_time() -> None:
    works = working_days()
    for one in rows(
        "SELECT p.*, d.case_id FROM cases_publication p JOIN cases_decision d"
        " ON d.id = p.decision_id"
    ):
        on, grave = one["published_on"], one["publicity_class"]
        assert one["remove_on"] == _months(on, _LONGEST[grave])
        assert one["repair_from"] == _months(on, _SHORTEST[grave])
        removals = rows("SELECT * FROM cases_removal WHERE publication_id = %s", one["id"])
        done = [row for row in removals if row["removed_at"] is not None]
        waiting = [row for row in removals if row["removed_at"] is None]
        assert (one["state"] == "published") == (not done), "shown and taken down"
        assert len(done) + len(waiting) <= 1 or not waiting, "still to be removed, and gone"
        for row in done:
            assert on <= row["removed_on"] <= china(row["removed_at"])
        for row in removals:
            _listed_for_its_reason(one, row, works)


def _listed_for_its_reason(publication: Row, row: Row, works: Any) -> None:
    if row["reason"] == "time":
        assert row["due_on"] == publication["remove_on"] <= china(row["listed_at"])
    elif row["reason"] == "repaired":
        assert rows(
            "SELECT 1 FROM cases_creditrepair WHERE publication_id = %s AND state = 'repaired'",
            publication["id"],
        )
    else:
        fallen = rows(
            "SELECT max(ended_on) AS on FROM cases_remedy WHERE case_id = %s"
            " AND result IN ('changed', 'annulled')",
            publication["case_id"],
        )[0]["on"]
        assert fallen is not None, "withdrawn, and the decision stands"
        assert row["due_on"] <= walk(fallen, 3, "working_day", works, nobody_stands)


def credit_is_repaired_in_time() -> None:
    for one in rows(
        "SELECT r.*, p.repair_from, p.published_on, d.case_id FROM cases_creditrepair r"
        " JOIN cases_publication p ON p.id = r.publication_id"
        " JOIN cases_decision d ON d.id = p.decision_id"
    ):
        assert one["repair_from"] <= one["requested_on"] <= china(one["asked_at"])
        if one["decided_by_id"] is not None:
            assert not rows(_HANDLED, one["case_id"], one["decided_by_id"])


def cases_are_closed_on_their_ground() -> None:
    for one in rows("SELECT * FROM cases_closing WHERE state = 'approved'"):
        case_id, at = one["case_id"], one["approved_at"]
        assert one["closed_on"] == china(at)
        hands = [one[f"{name}_by_id"] for name in ("asked", "endorsed", "approved")]
        assert len(set(hands)) == 3, "one person at two levels"
        for person in hands[1:]:
            assert not rows(_HANDLED, case_id, person), "closed by who handled it"
        before = rows(
            "SELECT source, target FROM cases_casestep WHERE case_id = %s AND action = 'close'",
            case_id,
        )
        assert [row["target"] for row in before] == ["closed"]
        assert all(row["is_over"] for row in money.remedies(case_id, at)), "a remedy was running"
        _on_its_ground(one, before[0]["source"])
        papers = rows(
            "SELECT p.approved_at FROM papers_officialpaper p JOIN cases_casepaper c"
            " ON c.paper_id = p.id WHERE c.case_id = %s AND p.code = 'D47'"
            " AND p.approved_at IS NOT NULL",
            case_id,
        )
        assert at in [row["approved_at"] for row in papers], "closed without its form"


def _on_its_ground(one: Row, source: str) -> None:
    case_id, at, ground = one["case_id"], one["approved_at"], one["ground"]
    kinds = [
        row["kind"]
        for row in rows(
            "SELECT kind FROM cases_decision WHERE case_id = %s AND state = 'approved'", case_id
        )
    ]
    if ground == "performed":
        assert kinds == ["penalty"]
        for part in ("fine", "gains", "surcharge"):
            left = money.open_of(case_id, part, one["closed_on"], at)
            assert left == 0, f"performed, and {left} of the {part} are open"
    elif ground == "court":
        assert rows(
            "SELECT 1 FROM cases_courtapplication WHERE case_id = %s AND answered_at <= %s"
            " AND answer IN ('accepted', 'enforced')",
            *(case_id, at),
        )
    elif ground == "no_penalty":
        assert kinds in (["minor"], ["unproven"])
    elif ground in ("withdrawn", "transferred"):
        assert source == ground
    else:
        assert source in ("served", "performing")


def closed_cases_have_no_clock() -> None:
    running = rows(
        "SELECT c.case_id, c.role FROM cases_casedeadline c JOIN deadlines_deadline d"
        " ON d.id = c.deadline_id JOIN cases_case k ON k.id = c.case_id"
        " WHERE k.state IN ('closed', 'archived') AND d.state IN ('running', 'paused')"
        " AND NOT c.role = ANY(%s)",
        list(_STAYS),
    )
    assert running == [], "a clock of a closed case runs"


def files_are_whole() -> None:
    """An archived file holds every paper of its case, in print, and nothing comes after it."""
    for one in rows("SELECT * FROM cases_case WHERE state = 'archived'"):
        files = rows("SELECT * FROM cases_casearchive WHERE case_id = %s ORDER BY no", one["id"])
        times = "SELECT 1 FROM cases_casestep WHERE case_id = %s AND action = 'archive'"
        assert len(files) == len(rows(times, one["id"]))
        papers = rows(
            "SELECT p.code, p.state, p.document_id FROM papers_officialpaper p"
            " JOIN cases_casepaper c ON c.paper_id = p.id WHERE c.case_id = %s"
            " AND p.state NOT IN ('voided', 'discarded') AND p.code <> 'D48-2'",
            one["id"],
        )
        assert all(row["document_id"] is not None for row in papers), "archived without its print"
        assert files[-1]["paper_count"] == len(papers), "the file is not what the case holds"
        assert "D48" in [row["code"] for row in papers]
        last = rows(
            "SELECT max(recorded_at) AS at FROM cases_casestep WHERE case_id = %s", one["id"]
        )
        assert last[0]["at"] == files[-1]["archived_at"], "a step after the archive"
