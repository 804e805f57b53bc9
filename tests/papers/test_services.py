"""Drafts, approvals and ends, each refusal with nothing left behind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed, WrongState
from papers import services
from papers.catalogue import get_form
from papers.errors import (
    BasisNotQuotable,
    PaperDayWrong,
    PaperFactsMissing,
    PaperFactWrong,
    PaperNotDraft,
    PaperNotSupersedable,
    PaperNumberWrong,
    PaperReasonMissing,
    PenaltyInPaper,
)
from papers.models import OfficialPaper, PaperCounter
from papers.queries import paper_numbers_missing
from papers.states import PaperState
from policies.errors import ArticleNotConfirmed
from policies.services import set_parameter
from tests.factories.accounts import UserFactory
from tests.factories.papers import a_paper, approver_of, facts_of
from tests.factories.policies import ViolationFactory
from tests.papers.guards import refused_by
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("without_cases")


def facts(code: str = "D13", **changes) -> dict:
    return facts_of(get_form(code, DAY), **changes)


def test_approval_takes_a_number_and_freezes_every_word(law):
    head = UserFactory(section_head=True)
    paper = services.issue_paper("D13", facts(), about="案件 一", by=head, at=NOON, prints=False)

    assert (paper.number, paper.year, paper.serial) == ("县教改字〔2021〕1号", 2021, 1)
    assert paper.view["date"] == "2021年11月10日"
    assert paper.payload["policy_versions"] == {"PL28": "2021-07-15"}
    with refused_by("approved_paper_is_frozen"):
        OfficialPaper.objects.filter(pk=paper.pk).update(facts={})


def test_missing_facts_are_named_in_one_list_in_the_order_of_the_form(law):
    given = facts(party={"kind": "organisation", "name": "甲中心"}, facts="", officers=[])

    missing = services.missing_facts("D13", given, DAY)

    assert missing == ["当事人的地址", "执法人员", "查明的事实"]


def test_a_paper_with_missing_facts_is_not_approved_and_takes_no_number(law):
    head = UserFactory(section_head=True)
    paper = services.draft_paper("D13", facts(facts=""), about="案件 一", by=head, at=NOON)

    with pytest.raises(PaperFactsMissing, match="还缺少：查明的事实"):
        services.approve_paper(paper.pk, by=head, at=NOON)

    paper.refresh_from_db()
    assert paper.state == PaperState.DRAFT
    assert PaperCounter.objects.count() == 0
    assert not AuditEvent.objects.filter(kind__startswith="official_paper.approve").exists()


@pytest.mark.parametrize(
    ("code", "changes", "sentence"),
    [
        ("D36", {"fine_fen": 1000.125}, "罚款金额”应精确到分"),
        ("D36", {"fine_fen": "300"}, "罚款金额”应精确到分"),
        ("D36", {"filed_on": "2021-02-30"}, "立案日期”不是有效的日期"),
        ("D13", {"unknown": "x"}, "unknown”不是本文书的字段"),
        ("D14", {"limit": {"count": 0, "unit": "calendar_day"}}, "改正期限”的长度应为正整数"),
        ("D20", {"keeper": "elsewhere"}, "保管方式”不在可选项之中"),
    ],
)
def test_a_fact_of_a_wrong_shape_is_refused_when_it_is_drafted(law, code, changes, sentence):
    with pytest.raises(PaperFactWrong, match=sentence):
        services.draft_paper(
            code,
            facts(code, **changes),
            about="x",
            by=UserFactory(inspector=True),
            at=NOON,
            inside=get_form(code, DAY).inside,
        )

    assert OfficialPaper.objects.count() == 0


def test_only_the_approver_of_the_form_approves(law):
    paper = a_paper("D36")
    for who in ("inspector", "section_head", "legal_reviewer", "registry_clerk"):
        with pytest.raises(NotAllowed):
            services.approve_paper(paper.pk, by=UserFactory(**{who: True}), at=NOON)

    assert OfficialPaper.objects.get().state == PaperState.DRAFT


def test_two_clicks_give_one_number_and_one_sentence(law):
    paper = a_paper("D13", stage="approved")

    with pytest.raises(WrongState, match="不能批准"):
        services.approve_paper(paper.pk, by=UserFactory(section_head=True), at=NOON)

    assert PaperCounter.objects.get().last == 1


@pytest.mark.parametrize("code", ["D13", "D14", "D15"])
@pytest.mark.parametrize("word", ["罚款", "没收", "责令停止举办", "吊 销"])
def test_an_order_to_correct_never_speaks_of_a_penalty(law, code, word):
    form = get_form(code, DAY)
    head = approver_of(form)
    paper = services.draft_paper(
        code, facts(code, correct=f"立即改正，否则{word}"), about="x", by=head, at=NOON
    )

    with pytest.raises(PenaltyInPaper):
        services.approve_paper(paper.pk, by=head, at=NOON)

    assert OfficialPaper.objects.get().number is None


def test_the_name_of_a_party_is_not_a_word_of_the_bureau(law):
    party = {"kind": "organisation", "name": "警告培训中心", "address": "文化路8号"}

    paper = a_paper("D13", stage="approved", party=party, facts="警告培训中心未公示收费标准")

    assert paper.number


def test_an_article_that_is_not_confirmed_never_reaches_a_paper(law):
    row = ViolationFactory(uncertain=True)
    basis = {
        **facts()["rules_broken"][0],
        "version": row.version,
        "law": row.law.title,
        "article": row.article,
    }
    with pytest.raises(ArticleNotConfirmed):
        a_paper("D13", stage="approved", rules_broken=[basis])


def test_a_basis_says_what_the_catalogue_says(law):
    basis = {**facts()["rules_broken"][0], "article": "第二十九条"}

    with pytest.raises(BasisNotQuotable, match="第二十九条"):
        a_paper("D13", stage="approved", rules_broken=[basis])
    with pytest.raises(BasisNotQuotable):
        a_paper("D13", stage="approved", rules_broken=[{"law": "《甲法》", "article": "第一条"}])


def test_a_clock_set_back_gives_a_sentence_and_no_number(law):
    a_paper("D13", stage="approved")
    head = UserFactory(section_head=True)
    yesterday = NOON - timedelta(days=1)
    paper = services.draft_paper("D13", facts(), about="x", by=head, at=yesterday)

    with pytest.raises(PaperDayWrong, match="2021年11月9日不能作为文书日期"):
        services.approve_paper(paper.pk, by=head, at=yesterday)
    with pytest.raises(PaperDayWrong, match="起草时间"):
        services.approve_paper(paper.pk, by=head, at=yesterday - timedelta(hours=1))

    assert PaperCounter.objects.get().last == 1


def test_a_past_year_is_locked_once_the_next_has_begun(law):
    head = UserFactory(section_head=True)
    next_year = NOON + timedelta(days=60)
    old = services.draft_paper("D13", facts(), about="x", by=head, at=NOON)
    a_paper("D13", stage="approved", at=next_year)

    with pytest.raises(PaperDayWrong, match="2022年的文号已经启用"):
        services.approve_paper(old.pk, by=head, at=NOON)
    with refused_by("past_paper_year_is_locked"):
        PaperCounter.objects.create(number_class="改", year=2021)


def test_a_mistake_is_put_right_by_a_new_paper_that_names_the_old_one(law):
    head = UserFactory(section_head=True)
    old = a_paper("D13", stage="printed")
    given = facts(replaces_because="发现日期有误")
    new = services.draft_paper("D13", given, about="x", by=head, at=NOON, supersedes=old)

    with pytest.raises(PaperNotSupersedable, match="正在替代它"):
        services.draft_paper("D13", given, about="x", by=head, at=NOON, supersedes=old)
    new = services.approve_paper(new.pk, by=head, at=NOON, prints=False)

    old.refresh_from_db()
    assert old.state == PaperState.SUPERSEDED
    assert new.view["replaces"].startswith(
        "因发现日期有误，本机关2021年11月10日制发的《责令改正通知书》（县教改字〔2021〕1号）"
    )
    with pytest.raises(PaperNotSupersedable, match="请再制一份"):
        services.void_paper(new.pk, reason="误", by=head, at=NOON)


def test_a_voided_paper_keeps_its_number_and_says_why(law):
    head = UserFactory(section_head=True)
    paper = a_paper("D13", stage="approved")
    with pytest.raises(PaperReasonMissing):
        services.void_paper(paper.pk, reason=" ", by=head, at=NOON)

    services.void_paper(paper.pk, reason="当事人有误", by=head, at=NOON)
    after = a_paper("D13", stage="approved")

    assert (after.serial, paper_numbers_missing()) == (2, [])
    with pytest.raises(WrongState):
        services.void_paper(paper.pk, reason="再次", by=head, at=NOON)
    with refused_by("voided_paper_stays"):
        OfficialPaper.objects.filter(pk=paper.pk).update(print_error="x")


def test_a_draft_changes_until_it_is_approved(law):
    paper = a_paper("D13")
    officer = UserFactory(inspector=True)
    services.change_draft(paper.pk, facts(facts="另一事实"), by=officer, at=NOON)
    services.change_draft(paper.pk, facts(facts="另一事实"), by=officer, at=NOON)
    assert AuditEvent.objects.filter(kind="official_paper.change_draft").count() == 1
    services.approve_paper(paper.pk, by=UserFactory(section_head=True), at=NOON, prints=False)

    with pytest.raises(PaperNotDraft):
        services.change_draft(paper.pk, {}, by=officer, at=NOON)
    with pytest.raises(WrongState):
        services.discard_draft(paper.pk, by=officer, at=NOON)


def test_a_county_chooses_its_number_with_or_without_a_mark(law):
    by = UserFactory(system_administrator=True)
    key = "paper.number_pattern.罚"
    set_parameter(key, "{organ}罚字〔{year}〕第{n}号", DAY, by=by, at=NOON, source="本县")

    assert a_paper("D36", stage="approved").number == "县教罚字〔2021〕第1号"


def test_a_pattern_that_repeats_a_number_is_refused(law):
    by = UserFactory(system_administrator=True)
    a_paper("D13", stage="approved")
    set_parameter(
        "paper.number_pattern.限改",
        "{organ}改字〔{year}〕{n}号",
        DAY,
        by=by,
        at=NOON,
        source="本县",
    )

    with pytest.raises(PaperNumberWrong, match="会重复"):
        a_paper("D14", stage="approved")
    assert paper_numbers_missing() == []
