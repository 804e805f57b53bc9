"""The hard guards of a case (domain 8), asked of the rows by plain SQL after every step."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from typing import Any

from tests.cases.driving.days import (
    china,
    deadlines_are_as_walked,
    nobody_stands,
    walk,
    working_days,
)
from tests.cases.driving.footprint import rows

OUT = {"withdrawn", "transferred"}
# Written from the drawing of the brief, not from the code.
MAY_BECOME = {
    "clue": {"checked"},
    "checked": {"clue", "investigating", "not_filed", "transferred"},
    "investigating": {"ended", *OUT},
    "ended": {"investigating", "reviewed", "noticed", "discussed", "decided", *OUT},
    "reviewed": {"investigating", "noticed", "discussed", "decided", *OUT},
    "noticed": {"noticed", "answered", "investigating", *OUT},
    "answered": {"answered", "noticed", "investigating", "discussed", "decided", *OUT},
    "discussed": {"noticed", "decided", *OUT},
    "decided": {"served", "transferred"},
    "served": {"performing", "closed"},
    "performing": {"closed"},
    "withdrawn": {"closed"},
    "transferred": {"closed"},
    "closed": {"archived"},
    "not_filed": {"archived"},
    "archived": {"closed"},
}
BY_TWO = "check file end evidence keep handle_kept draft_notice statement waive answer"
Row = dict[str, Any]


def hold() -> None:
    """All of them."""
    cases_move_along_the_table()
    two_certified_officers_took_each_step()
    for decision in rows(
        "SELECT d.*, c.filed_on, c.found_on, c.acted_until, c.limitation_years, p.born_on"
        " FROM cases_decision d JOIN cases_case c ON c.id = d.case_id"
        " LEFT JOIN cases_party p ON p.id = c.party_id WHERE d.state = 'approved'"
    ):
        _lawful(decision)
    judges_are_strangers()
    papers_are_dated_and_numbered()
    nothing_is_asked_of_a_decided_case()
    deadlines_are_as_walked()


def cases_move_along_the_table() -> None:
    ends: dict[int, str] = {}
    for one in rows("SELECT * FROM cases_casestep ORDER BY case_id, no"):
        was = ends.get(one["case_id"], "clue")
        assert one["source"] == was, f"step {one['no']} begins elsewhere"
        if one["source"] != one["target"]:
            assert one["target"] in MAY_BECOME[one["source"]], f"{one['source']} → {one['target']}"
        ends[one["case_id"]] = one["target"]
    for case in rows("SELECT id, state FROM cases_case"):
        assert ends[case["id"]] == case["state"]
    order = "SELECT case_id, recorded_at FROM cases_casestep ORDER BY case_id, no"
    for one, after in pairwise(rows(order)):
        assert one["case_id"] != after["case_id"] or one["recorded_at"] <= after["recorded_at"]


def two_certified_officers_took_each_step() -> None:
    """Guard 1. Who left on the day of the step was there until then."""
    lonely = rows(
        "SELECT s.action, s.case_id FROM cases_casestep s WHERE s.action = ANY(%s) AND 2 > ("
        " SELECT count(DISTINCT o.user_id) FROM cases_stepofficer t"
        " JOIN cases_caseofficer o ON o.id = t.officer_id AND o.case_id = s.case_id"
        " JOIN accounts_officercertificate k ON k.id = o.certificate_id AND k.user_id = o.user_id"
        " JOIN accounts_user u ON u.id = o.user_id WHERE t.step_id = s.id AND NOT u.is_auxiliary"
        " AND o.joined_on <= s.happened_on AND coalesce(o.left_on, s.happened_on) >= s.happened_on"
        " AND s.happened_on BETWEEN k.valid_from AND k.valid_until)",
        [*BY_TWO.split(), "reopen", "submit_decision"],
    )
    assert lonely == []


def judges_are_strangers() -> None:
    """Guard 3: who investigated neither reviewed, nor heard, nor decided."""
    mixed = rows(
        "SELECT o.case_id, o.user_id FROM cases_caseofficer o WHERE EXISTS (SELECT 1"
        " FROM cases_legalreview r WHERE r.case_id = o.case_id AND r.reviewed_by_id = o.user_id)"
        " OR EXISTS (SELECT 1 FROM cases_hearing h JOIN cases_priornotice n ON n.id = h.notice_id"
        " WHERE n.case_id = o.case_id AND o.user_id IN (h.chair_id, h.clerk_id))"
        " OR EXISTS (SELECT 1 FROM cases_decision d WHERE d.case_id = o.case_id"
        " AND o.user_id IN (d.endorsed_by_id, d.approved_by_id, d.deviation_approved_by_id)"
        " AND o.joined_at <= d.approved_at)"
    )
    assert mixed == []


def _lawful(decision: Row) -> None:
    on, at = decision["decided_on"], decision["approved_at"]
    assert on == china(at), "dated on another day"
    assert decision["filed_on"] <= on
    hands = [decision["drafted_by_id"], decision["endorsed_by_id"], decision["approved_by_id"]]
    assert len(set(hands)) == 3, "one person at two levels"
    _reviewed(decision)
    _on_its_papers(decision)
    if decision["kind"] == "penalty":
        notice = rows("SELECT * FROM cases_priornotice WHERE id = %s", decision["notice_id"])[0]
        _announced(notice, on, decision)
        _not_heavier(notice, decision)
        _may_be_punished(decision)


def _reviewed(decision: Row) -> None:
    """Guard 3: where the law asks for a review, the last one before was passed."""
    report = rows("SELECT * FROM cases_investigationreport WHERE id = %s", decision["report_id"])[0]
    heard = rows(
        "SELECT 1 FROM cases_hearing WHERE notice_id = %s AND state = 'held'", decision["notice_id"]
    )
    reviews = rows(
        "SELECT * FROM cases_legalreview WHERE report_id = %s AND reviewed_at <= %s ORDER BY id",
        report["id"],
        decision["approved_at"],
    )
    needed = report["is_public_interest"] or report["is_complex"] or report["other_review_ground"]
    if needed or heard:
        assert reviews, "decided without its review"
    if reviews:
        assert reviews[-1]["outcome"] == "passed"
    if heard:
        held = rows("SELECT held_on FROM cases_hearing WHERE notice_id = %s", decision["notice_id"])
        assert reviews[-1]["reviewed_on"] >= held[0]["held_on"], "reviewed before it was heard"


def _announced(notice: Row, on: date, decision: Row) -> None:
    """Guard 2: served, and the periods over or waived; what was said was answered."""
    assert notice["case_id"] == decision["case_id"]
    assert notice["served_on"] is not None, "decided without a served notice"
    assert notice["served_on"] < on
    last = walk(notice["served_on"], 5, "working_day", working_days(), nobody_stands)
    waived = {
        one["right"]
        for one in rows(
            'SELECT "right" FROM cases_waiver WHERE notice_id = %s AND waived_on <= %s',
            notice["id"],
            on,
        )
    }
    assert on > last or "statement" in waived, "before the party could speak"
    hearings = rows("SELECT * FROM cases_hearing WHERE notice_id = %s", notice["id"])
    assert all(one["state"] in ("held", "ended") for one in hearings), "a hearing waits"
    if notice["hearing_offered"] and not hearings:
        assert on > last or "hearing" in waived, "before a hearing could be asked for"
    unanswered = rows(
        "SELECT 1 FROM cases_statement WHERE notice_id = %s AND recorded_at <= %s"
        " AND coalesce(rechecked_at, 'infinity') > %s",
        notice["id"],
        *[decision["approved_at"]] * 2,
    )
    assert not unanswered, "a statement was not answered"


def _not_heavier(notice: Row, decision: Row) -> None:
    """Guard 4, by the rows and by the papers."""
    decided = rows("SELECT * FROM cases_decidedpenalty WHERE decision_id = %s", decision["id"])
    told = rows("SELECT * FROM cases_proposedpenalty WHERE notice_id = %s", notice["id"])
    assert decided, "a penalty of nothing"
    by_kind = {one["kind"]: one for one in told}
    for one in decided:
        assert one["kind"] in by_kind, "another penalty than announced"
        assert (one["amount_fen"] or 0) <= (by_kind[one["kind"]]["amount_fen"] or 0)
    assert decision["facts"] == notice["facts"], "other facts than announced"
    large = any(one["kind"] in ("P6", "P7", "P8", "P9") for one in told)
    assert notice["hearing_offered"] or not large, "no hearing was offered"


def _may_be_punished(decision: Row) -> None:
    """Guard 6, arts. 30 and 36."""
    fined = rows(
        "SELECT 1 FROM cases_decidedpenalty WHERE decision_id = %s AND kind = 'P3'", decision["id"]
    )
    others = rows(
        "SELECT 1 FROM cases_otherfine WHERE case_id = %s AND recorded_at <= %s"
        " AND is_same_act IS NOT FALSE",
        decision["case_id"],
        decision["approved_at"],
    )
    assert not (fined and others), "one act fined twice"
    acted, born = decision["acted_until"], decision["born_on"]
    found, years = decision["found_on"], decision["limitation_years"]
    last = (acted.year + years, acted.month, acted.day)
    assert (found.year, found.month, found.day) <= last, "beyond the limitation"
    if born is not None:
        before = (acted.month, acted.day) <= (born.month, born.day)
        birthdays = acted.year - born.year - before
        assert birthdays >= 14
        assert birthdays >= 18 or decision["is_lighter"]


def _on_its_papers(decision: Row) -> None:
    """Guards 4, 5 and 7: what was decided stands on its papers, of that moment, all together."""
    papers = rows(
        "SELECT p.* FROM papers_officialpaper p JOIN cases_casepaper c ON c.paper_id = p.id"
        " WHERE c.decision_id = %s AND p.approved_at IS NOT NULL",
        decision["id"],
    )
    wanted = {"penalty": ["D36", "D39"], "transfer": ["D25"]}.get(decision["kind"], ["D37"])
    assert sorted(one["code"] for one in papers) == wanted
    assert {one["approved_at"] for one in papers} == {decision["approved_at"]}
    if decision["kind"] == "penalty":
        facts = next(one for one in papers if one["code"] == "D36")["payload"]
        facts = (facts if isinstance(facts, dict) else json.loads(facts))["facts"]
        rows_ = rows("SELECT * FROM cases_decidedpenalty WHERE decision_id = %s", decision["id"])
        fine = next((one["amount_fen"] for one in rows_ if one["kind"] == "P3"), None)
        assert facts["facts"] == decision["facts"]
        assert facts.get("fine_fen") == fine
        assert len(facts["penalties"]) == len(rows_)


def papers_are_dated_and_numbered() -> None:
    """Guard 8: the date is that of the approval; numbers run without gap and never twice."""
    runs: dict[tuple[str, int], list[int]] = {}
    for one in rows("SELECT * FROM papers_officialpaper WHERE approved_at IS NOT NULL ORDER BY id"):
        assert one["dated_on"] == china(one["approved_at"])
        if one["number_class"]:
            runs.setdefault((one["number_class"], one["year"]), []).append(one["serial"])
    for one in rows("SELECT year, serial FROM cases_case WHERE number IS NOT NULL"):
        runs.setdefault(("立案", one["year"]), []).append(one["serial"])
    for given in runs.values():
        assert sorted(given) == list(range(1, len(given) + 1))


def nothing_is_asked_of_a_decided_case() -> None:
    """What comes after the decision is another procedure: reconsideration, not a hearing."""
    late = rows(
        "SELECT h.id FROM cases_hearing h JOIN cases_priornotice n ON n.id = h.notice_id"
        " JOIN cases_decision d ON d.case_id = n.case_id AND d.state = 'approved'"
        " WHERE h.registered_at > d.approved_at"
        " OR (d.kind = 'penalty' AND h.state IN ('requested', 'called'))"
    )
    assert late == [], "a hearing of a decided case"
