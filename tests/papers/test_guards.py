"""What must never be false is a constraint: each tried by hand, past all services."""

from __future__ import annotations

import pytest
from django.db import connection

from common.penalty_words import PENALTY_WORDS, penalty_words_in
from papers.models import FormWording, OfficialPaper
from tests.factories.accounts import UserFactory
from tests.factories.papers import OfficialPaperFactory, a_paper, plain_payload
from tests.papers.guards import refused_by
from tests.times import DAY, NOON


def by_hand(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"state": "approved"}, "paper_says_what_it_says_from_approval_on"),
        ({"state": "voided"}, "paper_voided_has_moment_person_and_reason"),
        ({"approved_at": NOON}, "paper_approved_has_moment_and_person"),
        ({"number": "甲1号"}, "paper_has_number_when_its_form_is_numbered"),
        ({"token": "t"}, "paper_says_what_it_says_from_approval_on"),
        ({"sha256": "x"}, "paper_printed_has_file_moment_and_digests"),
        ({"superseded_at": NOON}, "paper_superseded_when_state_says_so"),
    ],
)
def test_the_database_refuses_what_no_verb_would_write(county, changes, rule):
    paper = OfficialPaperFactory(number_class="" if "state" in changes else "改")

    with refused_by(rule):
        if changes == {"state": "voided"}:
            changes = {**changes, **approved_by_hand(paper)}
        OfficialPaper.objects.filter(pk=paper.pk).update(**changes)


def approved_by_hand(paper: OfficialPaper) -> dict:
    return {
        "approved_at": NOON,
        "approved_by": paper.drafted_by,
        "payload": {},
        "token": "t",
        "dated_on": DAY,
    }


def test_a_paper_dated_before_its_approval_is_impossible(county):
    paper = OfficialPaperFactory(number_class="")

    with refused_by("paper_is_not_dated_before_its_approval"):
        changes = {**approved_by_hand(paper), "state": "approved", "dated_on": "2021-11-09"}
        OfficialPaper.objects.filter(pk=paper.pk).update(**changes)


def test_a_number_is_never_dated_before_the_one_before_it(law):
    a_paper("D13", stage="approved")
    paper = OfficialPaperFactory()
    numbered = {"number": "甲〔2020〕1号", "year": 2020, "serial": 1, "dated_on": "2020-11-09"}

    with refused_by("paper_dates_do_not_go_back"):
        changes = {**approved_by_hand(paper), **numbered, "state": "approved"}
        OfficialPaper.objects.filter(pk=paper.pk).update(**changes)


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("DELETE FROM papers_officialpaper", "papers_row_is_never_deleted"),
        ("DELETE FROM papers_papercounter", "papers_row_is_never_deleted"),
        ("UPDATE papers_papercounter SET last = 5", "paper_counter_grows_by_one"),
        ("UPDATE papers_officialpaper SET facts = '{}'", "approved_paper_is_frozen"),
        ("UPDATE papers_officialpaper SET number = '乙2号'", "approved_paper_is_frozen"),
        ("UPDATE papers_officialpaper SET payload = '{}'", "approved_paper_is_frozen"),
        ("UPDATE papers_officialpaper SET sm3 = ''", "printed_official_paper_stays"),
    ],
)
def test_what_was_issued_stays(law, sql, rule):
    a_paper("D13", stage="printed")

    with refused_by(rule):
        by_hand(sql)


def test_a_counter_without_its_paper_is_a_gap_and_refused(law, check_now):
    a_paper("D13", stage="approved")

    with refused_by("paper_numbers_have_no_gap"):
        by_hand("UPDATE papers_papercounter SET last = 2")
        check_now()


def test_wordings_of_a_county_are_never_changed(county):
    FormWording.objects.create(
        code="D13",
        paragraph="contact",
        text="",
        valid_from=DAY,
        source="本县文件",
        set_at=NOON,
        set_by=UserFactory(),
    )

    with refused_by("papers_formwording_stays"):
        FormWording.objects.update(text="x")


@pytest.mark.parametrize("code", ["D13", "D14", "D15", "D52"])
@pytest.mark.parametrize("word", ["罚款", "没 收", "责令停止举办", "吊销"])
def test_an_order_written_by_hand_speaks_of_no_penalty(county, code, word):
    told = plain_payload("1号")
    told["facts"] = {**told["facts"], "correct": f"立即改正，否则{word}"}

    with refused_by("order_to_correct_speaks_of_no_penalty"):
        OfficialPaperFactory(approved=True, code=code, payload=told)


@pytest.mark.parametrize(
    "text",
    [
        *(f"逾期将{word}。" for word in PENALTY_WORDS),
        *("依《中华人民共和国行政处罚法》改正", "没\n收", "罚　款", "立即改正", "《罚款清单》"),
        "《校外培训行政处罚暂行办法》第十七条",
        "罚 款",
    ],
)
def test_the_database_knows_words_of_penalty_as_the_verbs_do(county, text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT papers_speaks_of_a_penalty(%s)", [text])
        assert cursor.fetchone()[0] == bool(penalty_words_in(text))


def test_the_name_of_a_party_is_no_word_of_the_bureau_by_hand_either(county):
    told = plain_payload("1号")
    name = "警告培训中心"
    told["facts"] = {"party": {"name": name}, "facts": f"{name}未公示收费标准"}

    OfficialPaperFactory(approved=True, payload=told)
