"""What exists only inside a case is made out only there, and says what the rows say."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection

from cases import services
from cases.models import Case, CasePaper, DecidedPenalty, Decision, PriorNotice
from cases.services._papers import penalty_rows
from cases.states import PenaltyKind
from papers.catalogue import FORMS, all_forms, read_form
from papers.errors import PaperNeedsItsThing
from papers.models import OfficialPaper
from papers.services import approve_paper, draft_paper, issue_paper
from tests.cases.guarding import change, commit_now, force, refused_by
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.papers import OfficialPaperFactory, a_paper
from tests.times import DAY, NOON

LATE = scenes.days(30)
INSIDE = sorted({form.code for form in all_forms(date(2027, 1, 1)) if form.inside})


def trigger(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid"
            " WHERE tgname = %s AND relnamespace = current_schema()::regnamespace",
            [name],
        )
        return str(cursor.fetchone()[0])


def approve_by_hand(decision: Decision, people) -> None:
    force(decision, people, papers=("D36", "D37", "D39"))


def say(paper: OfficialPaper, **facts: Any) -> None:
    """Other facts on a draft, by the shell."""
    change(paper, facts={**OfficialPaper.objects.get(pk=paper.pk).facts, **facts})


def drafted(people) -> Decision:
    case = scenes.answered(people)
    decision = scenes.drafted_decision(case, people, scenes.penalty(), LATE)
    d36, d39 = (decision.papers.get(paper__code=code).paper for code in ("D36", "D39"))
    number = {"title": d36.title, "number": "县教罚字〔2021〕1号", "date": "2021-12-10"}
    say(d39, decision=number)  # the verb names it when the number is known
    return decision


def test_the_database_knows_every_form_of_a_case(people):
    listed = set(re.findall(r"'(D[\d-]+)'", trigger("paper_of_a_case_lies_in_one")))

    assert listed == set(INSIDE)
    editions = [read_form(path) for path in FORMS.glob("*.yaml")]
    assert {one.code for one in editions if not one.inside}.isdisjoint(INSIDE)


@pytest.mark.parametrize("code", INSIDE)
def test_no_form_of_a_case_is_begun_outside_one(people, code):
    scenes.law()

    with pytest.raises(PaperNeedsItsThing, match="只能在案件中制作"):
        issue_paper(code, {}, about="测试", by=people.head, at=NOON)

    assert not OfficialPaper.objects.exists()


@pytest.mark.parametrize("code", ["D12", "D29", "D36", "D38", "D45"])
def test_by_the_shell_no_form_of_a_case_is_approved_outside_one(people, code):
    scenes.law()

    with refused_by("paper_of_a_case_lies_in_one"):
        a_paper(code, stage="approved")


def test_a_paper_born_approved_is_no_way_around(people):
    case = scenes.ended(people)

    with refused_by("paper_of_a_case_lies_in_one"):
        OfficialPaperFactory(approved=True, code="D36")
    with refused_by("paper_is_approved_with_what_it_says"):
        paper = OfficialPaperFactory(approved=True, code="D36")
        CasePaper.objects.create(case=case, paper=paper, role="decision")
    with refused_by("paper_of_a_case_lies_in_one"):
        paper = OfficialPaperFactory(approved=True, code="D38")
        CasePaper.objects.create(case=case, paper=paper, role="decision")


def test_a_decision_whose_papers_agree_passes_by_hand(people):
    """So that the refusals below are refusals of their own rule."""
    approve_by_hand(drafted(people), people)
    commit_now()


@pytest.mark.parametrize(
    "facts",
    [
        {"fine_fen": 300_001},
        {"fine_fen": None},
        {"gains_fen": 1, "gains": "计算"},
        {"facts": "别的事实"},
        {"penalties": [{"no": "1", "kind": "罚款", "content": "人民币4,000元"}]},
        {"party": {"kind": "organisation", "name": "别人", "address": "别处"}},
        {"filed_on": "2021-11-11"},
        {"notice_served_on": "2021-11-11"},
        {"notice": {"title": "告知", "number": "县教罚告字〔2021〕9号", "date": "2021-11-10"}},
    ],
)
def test_a_draft_changed_by_the_shell_is_not_approved(people, facts):
    decision = drafted(people)
    say(decision.papers.get(paper__code="D36").paper, **facts)

    with refused_by("paper_says_what_its_rows_say"):
        approve_by_hand(decision, people)


def test_a_credit_notice_names_its_own_decision(people):
    decision = drafted(people)
    other = {"title": "行政处罚决定书", "number": "县教罚字〔2021〕7号", "date": "2021-12-10"}
    say(decision.papers.get(paper__code="D39").paper, decision=other)

    with refused_by("paper_says_what_its_rows_say"):
        approve_by_hand(decision, people)


def approve_notice_by_hand(notice: PriorNotice, people) -> None:
    told = {"state": "approved", "approved_at": NOON, "approved_by": people.section}
    change(notice, **told, issued_on=DAY, penalty_count=1)
    approve_paper(notice.papers.get().paper_id, by=people.section, at=NOON, prints=False)


def test_a_notice_announces_what_its_rows_propose(people):
    notice = scenes.drafted(scenes.ended(people), people)
    paper = notice.papers.get().paper
    light = [{"no": "1", "kind": "警告", "content": "警告"}]

    with refused_by("paper_says_what_its_rows_say"):
        say(paper, penalties=light)
        approve_notice_by_hand(notice, people)
    with refused_by("paper_says_what_its_rows_say"):
        notice.penalties.update(amount_fen=900_000)
        approve_notice_by_hand(notice, people)


def test_a_ground_for_mercy_is_that_of_its_row(people):
    case = scenes.ended(people)
    decision = scenes.drafted_decision(case, people, scenes.mercy(), LATE)
    paper = decision.papers.get().paper
    assert paper.facts["ground"] == "first"
    say(paper, ground="minor")

    with refused_by("paper_says_what_its_rows_say"):
        approve_by_hand(decision, people)


AMOUNTS = (None, 1, 99, 100, 12_345, 300_000, 100_000_050, 99_999_999_999)


@pytest.mark.parametrize("kind", PenaltyKind.values)
def test_sql_words_a_penalty_as_the_paper_does(people, kind):
    for amount in AMOUNTS:
        for months, text in ((None, ""), (12, ""), (None, "教材20册"), (6, "举办者")):
            one = DecidedPenalty(kind=kind, amount_fen=amount, months=months, text=text)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT cases_penalty_in_words(1, %s, %s, %s, %s)", [kind, amount, months, text]
                )
                assert [json.loads(cursor.fetchone()[0])] == penalty_rows([one])


def test_a_paper_of_a_case_is_replaced_inside_its_case(people):
    case = scenes.filed(people)
    old = endings.approved_paper(case, people, "D50", role="recusal", at=NOON)

    new = services.replace_any_paper(old.pk, reason="姓名有误", by=people.lead, at=NOON)
    approve_paper(new.pk, by=people.head, at=NOON, prints=False)
    commit_now()

    link = CasePaper.objects.get(paper=new)
    assert (link.case, link.role) == (Case.objects.get(pk=case.pk), "recusal")
    old.refresh_from_db()
    assert old.state == "superseded"


def test_a_decision_is_not_replaced_by_its_paper_alone(people):
    """What is put right in its paper, and by whom, stands in tests/cases/test_corrections.py."""
    paper = scenes.decided(people).papers.get(paper__code="D36").paper

    with pytest.raises(PaperNeedsItsThing):
        draft_paper("D36", paper.facts, about="x", by=people.lead, at=LATE, supersedes=paper)

    assert OfficialPaper.objects.filter(code="D36").count() == 1
