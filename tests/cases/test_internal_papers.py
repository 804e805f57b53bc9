"""Forms that stay in the file: printed by the act, saying what its rows say, asked for at the end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cases import services
from cases.errors import CaseDayWrong, NotArchivable
from cases.file_papers import WANTED, papers_missing
from cases.models import Case, CasePaper
from cases.services import Gains
from cases.services._internal import gains_words
from common.clock import localdate
from papers.errors import PaperFactsMissing
from papers.models import OfficialPaper
from papers.services import void_paper
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory
from tests.times import DAY, NOON

LATE = scenes.days(30)


def paper(case: Case, code: str) -> OfficialPaper:
    return CasePaper.objects.select_related("paper").get(case=case, paper__code=code).paper


def facts(case: Case, code: str) -> dict[str, Any]:
    """What an approved paper says."""
    made = paper(case, code)
    assert made.is_approved
    return made.payload["facts"]


def names(*people: Any) -> set[str]:
    return {one.full_name for one in people}


def test_a_filing_is_said_by_its_approval_form(people):
    case = scenes.filed(people)

    told = facts(case, "D11")
    assert (paper(case, "D11").dated_on, told["facts"]) == (case.filed_on, "经核查属实")
    signed = told["opinions"]
    assert {one["name"] for one in signed["officer"]["by"]} == names(people.lead, people.second)
    assert all(one["certificate_no"] for one in signed["officer"]["by"])
    assert signed["section"]["by"] == people.section.full_name
    assert (signed["head"]["opinion"], signed["head"]["by"]) == ("同意立案", people.head.full_name)


def test_a_refusal_to_file_says_why_and_that_the_reporter_is_told(people):
    case = scenes.checked(people, files=False, informant_is_named=True)
    services.refuse_filing(case.pk, opinion="没有违法事实", by=people.head, at=NOON)

    told = facts(case, "D11-2")
    assert told["reason"] == "没有违法事实"
    assert "不予立案告知书" in told["informed"]
    assert not CasePaper.objects.filter(case=case, paper__code="D11").exists()
    assert papers_missing(case, DAY) == ["缺少《不予立案告知书》"]


@pytest.mark.parametrize(("approves", "word"), [(True, "同意"), (False, "不同意")])
def test_the_head_says_yes_or_no_to_keeping_things(people, approves, word):
    case = scenes.filed(people)
    things = [{"name": "教材", "quantity": "3本"}]
    asked = {"reason": "可能灭失", "place": "库房", "by": people.lead, "at": NOON}
    kept = services.ask_preservation(case.pk, things, **asked)
    services.decide_preservation(kept.pk, approves=approves, by=people.head, at=NOON)

    told = facts(case, "D19")
    assert (told["items"][0]["name"], told["items"][0]["amount"]) == ("教材", "3本")
    assert told["basis"][0]["article"] == "第五十六条"
    assert told["opinions"]["head"]["opinion"].startswith(word)
    assert "section" not in told["opinions"]  # left to the pen


def test_the_report_waits_for_the_section_and_is_signed_with_the_notice(people):
    case = scenes.ended(people)
    draft = paper(case, "D27")
    assert (draft.state, draft.facts["proposal"]) == ("draft", "罚款3,000元")
    assert [row["no"] for row in draft.facts["evidence"]] == ["1"]

    scenes.approved(case, people)

    signed = facts(case, "D27")["signatures"]
    assert [one["role"] for one in signed] == ["officer", "officer", "section"]
    assert signed[-1]["name"] == people.section.full_name


def test_a_case_without_notice_has_its_report_signed_when_the_decision_is_endorsed(people):
    case = scenes.ended(people)
    scenes.endorsed(case, people, scenes.mercy(), NOON)

    assert paper(case, "D27").approved_by == people.section


def test_another_investigation_makes_another_report(people):
    case = scenes.ended(people)
    services.reopen_investigation(case.pk, reason="补充证据", by=people.lead, at=NOON)
    scenes.end(case, people, proposal="罚款2,000元")

    assert paper(case, "D27").facts["proposal"] == "罚款2,000元"


def test_gains_are_told_as_they_were_worked_out(people):
    gains = Gains(4_658_000, 4_358_000, date(2021, 11, 9), "立案前已退还未消课费用", 34)
    case = scenes.filed(people)
    made = scenes.end(case, people, gains=gains).reports.get()

    words = gains_words(made)
    assert paper(case, "D27").facts["gains"] == words
    for part in ("46,580", "34名", "43,580", "2021年11月9日", "违法所得3,000"):
        assert part in words


@pytest.mark.parametrize(
    ("outcome", "result"), [("passed", "agree"), ("not_passed", "refuse"), ("returned", "back")]
)
def test_a_review_is_said_by_the_reviewers_form(people, outcome, result):
    case = scenes.ended(people, is_complex=True)
    told = {"opinion": "已审核", "qualification": "A1", "by": people.reviewer, "at": NOON}
    services.review_case(case.pk, outcome=outcome, **told)

    said = facts(case, "D28")
    assert (said["result"], said["sent_on"]) == (result, DAY.isoformat())
    assert "疑难复杂" in said["trigger"]
    assert said["opinions"]["legal"]["by"] == people.reviewer.full_name


def say(people, file: Any = None) -> Case:
    notice = scenes.served(scenes.ended(people), people)
    told = {"text": "已退费", "made_by": "张律师", "made_on": DAY, "file": file}
    made = services.record_statement(notice.pk, **told, by=people.lead, at=NOON)
    services.recheck_statement(
        made.pk, recheck="退费属实", adoption="partly", by=people.lead, at=NOON
    )
    return notice.case


def test_what_the_party_says_is_put_on_record_and_answered(people):
    case = say(people)

    said, answered = facts(case, "D31"), facts(case, "D31-2")
    assert (said["statement"], said["agent"]) == ("已退费", "张律师")
    assert said["notice"]["number"] == paper(case, "D29").number
    assert (answered["claims"], answered["checks"]) == ("已退费", "退费属实")
    assert answered["result"] == "partly"


def test_what_the_party_wrote_needs_no_record(people):
    case = say(people, file=StoredFileFactory(photo=True))

    codes = CasePaper.objects.filter(case=case).values_list("paper__code", flat=True)
    assert "D31" not in codes
    assert "D31-2" in codes


def test_a_discussion_is_said_in_the_words_of_each_head(people):
    case = scenes.ended(people, is_major=True)
    services.record_discussion(
        case.pk,
        {people.head.pk: "同意", people.deputy.pk: "从轻"},
        held_on=DAY,
        place="会议室",
        conclusion="不予处罚",
        by=people.head,
        at=NOON,
    )

    said = facts(case, "D34")
    assert {row["words"] for row in said["speeches"]} == {"同意", "从轻"}
    assert {one["name"] for one in said["attendees"]} == names(people.head, people.deputy)
    assert said["report"].startswith(scenes.FACTS)


def test_a_draft_begun_before_says_what_no_row_knows(people):
    case = scenes.ended(people, is_major=True)
    begun = {"chair": "王局长", "place": "另一处"}
    services.draft_case_paper(case.pk, "D34", begun, role="discussion", by=people.lead, at=NOON)
    said = {people.head.pk: "同意", people.deputy.pk: "同意"}
    talk = {"held_on": DAY, "place": "会议室", "conclusion": "不予处罚"}
    services.record_discussion(case.pk, said, **talk, by=people.head, at=NOON)

    told = facts(case, "D34")
    assert (told["chair"], told["place"]) == ("王局长", "会议室")


def test_the_hours_of_a_discussion_stand_on_its_record(people):
    case = scenes.ended(people, is_major=True)
    said = {people.head.pk: "同意", people.deputy.pk: "同意"}
    talk = {"held_on": DAY, "place": "会议室", "conclusion": "不予处罚", "by": people.head}
    begun, ended = NOON - timedelta(hours=2), NOON - timedelta(hours=1)

    with pytest.raises(CaseDayWrong, match="起止时间"):
        services.record_discussion(case.pk, said, **talk, at=NOON, hours=(ended, begun))
    services.record_discussion(case.pk, said, **talk, at=NOON, hours=(begun, ended))

    view = paper(case, "D34").payload["view"]
    assert "2021年11月10日10时00分" in str(view)


def test_a_decision_is_approved_on_its_form(people):
    case = scenes.decided(people).case

    said = facts(case, "D35")
    assert said["fine_fen"] == 300_000
    assert said["basis"] == facts(case, "D36")["basis"]
    assert set(said["opinions"]) == {"officer", "section", "head"}
    assert "送达事先告知书" in said["heard"]


def test_each_paper_served_has_its_receipt(people):
    case = endings.handed_over(people)

    made = CasePaper.objects.filter(case=case, paper__code="D41").order_by("pk")
    by_verb = [link.paper.facts for link in made.select_related("paper")][:2]
    numbers = {one["document"]["number"] for one in by_verb}
    assert numbers == {paper(case, "D36").number, paper(case, "D39").number}
    assert {one["party"] for one in by_verb} == {case.party.name}
    assert {one["served_on"] for one in by_verb} == {localdate(LATE).isoformat()}
    assert {one["place"] for one in by_verb} == {case.party.address}


@pytest.mark.parametrize(("grants", "result"), [(True, "deferred"), (False, "refused")])
def test_a_deferral_is_approved_on_its_form_and_told_to_the_party(people, grants, result):
    case, at = endings.handed_over(people), scenes.days(31)
    asked = {"kind": "later", "reason": "困难", "requested_on": localdate(at)}
    plan = [(date(2022, 2, 1), 300_000)]
    made = services.ask_deferral(case.pk, **asked, plan=plan, by=people.lead, at=at)
    services.decide_deferral(made.pk, grants=grants, answer="情况属实", by=people.head, at=at)

    assert facts(case, "D43")["unpaid_fen"] == 300_000
    assert facts(case, "D43-2")["opinions"]["head"]["by"] == people.head.full_name
    told = facts(case, "D43-3")
    assert (told["result"], told["reason"]) == (result, "情况属实")
    assert ("plan" in told) == grants
    assert "没有登记送达" not in "".join(papers_missing(case, localdate(at)))
    endings.print_all(case, at)
    assert papers_missing(case, localdate(at)) == ["《延期（分期）缴纳罚款通知书》没有登记送达"]


def test_a_withdrawn_case_has_the_heads_word_on_its_form(people):
    case = scenes.ended(people)
    services.withdraw_case(case.pk, reason="当事人死亡", by=people.head, at=NOON)

    said = facts(case, "D46")
    assert (said["kind"], said["reason"]) == ("withdraw", "当事人死亡")
    assert said["filed_on"] == case.filed_on.isoformat()


def test_what_the_file_lacks_is_named_in_one_list(people):
    case = endings.closed(people)
    for code, by in (("D35", people.head), ("D11", people.head)):
        void_paper(paper(case, code).pk, reason="有误", by=by, at=scenes.days(41))
    clerk = UserFactory(registry_clerk=True)

    with pytest.raises(NotArchivable, match="缺少《立案审批表》；缺少《行政处罚决定审批表》"):
        services.archive_case(case.pk, by=clerk, at=scenes.days(41))

    assert Case.objects.get(pk=case.pk).state == "closed"
    assert not case.archives.exists()


def test_every_form_that_is_asked_for_stands_once_in_the_table():
    codes = [row.code for row in WANTED]

    assert len(codes) == len(set(codes))
    assert all(row.source for row in WANTED)


def test_a_paper_that_lacks_something_stops_its_act(people):
    """The act and its paper are one: where the paper cannot be made, nothing is done."""
    case = scenes.ended(people)
    OfficialPaper.objects.filter(pk=paper(case, "D27").pk).update(facts={})
    notice = scenes.drafted(case, people)

    with pytest.raises(PaperFactsMissing, match="案件调查终结报告"):
        services.approve_prior_notice(notice.pk, by=people.section, at=NOON)

    notice.refresh_from_db()
    assert notice.state == "draft"
