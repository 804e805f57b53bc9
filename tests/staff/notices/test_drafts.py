"""Drafts on the page: begun, changed, submitted, given up, taken back."""

from __future__ import annotations

from enforcement.models import Notice
from enforcement.states import NoticeForm, NoticeState
from policies.queries import get_violation_on
from tests.enforcement.scenes import found_at, printed, submitted
from tests.factories.inspections import VisitFactory
from tests.factories.policies import ViolationFactory
from tests.times import DAY


def _keys(visit):
    return list(visit.findings.order_by("no").values_list("pk", flat=True))


def test_form_offers_the_findings_with_law_and_the_usual_limits(browser_of, people, visit):
    answer = browser_of(people.drafter).get(f"/notices/draft/{visit.pk}/")

    assert answer.text.count('name="findings"') == 2
    assert "责令限期整改通知书15个工作日，停办通知书3个工作日" in answer.text
    assert answer.context["form"]["form"].value() == NoticeForm.RECTIFICATION


def test_form_chooses_the_stop_notice_where_one_runs_unlicensed(browser_of, people, black_visit):
    answer = browser_of(people.drafter).get(f"/notices/draft/{black_visit.pk}/")

    assert answer.context["form"]["form"].value() == NoticeForm.STOP


def test_form_warns_of_an_article_that_nobody_confirmed(browser_of, people, visit):
    doubtful = ViolationFactory(code="V90", uncertain=True)
    finding = found_at(visit, doubtful, "未确认条文的问题")

    answer = browser_of(people.drafter).get(f"/notices/draft/{visit.pk}/")

    assert "未经管理员确认不能印制" in answer.text
    assert str(finding.pk) not in answer.context["chosen"]


def test_draft_with_an_unconfirmed_article_is_refused_by_name(browser_of, people, visit):
    finding = found_at(visit, ViolationFactory(code="V90", uncertain=True), "未确认条文的问题")
    sent = {"form": "rectification", "findings": [finding.pk], "limit_unit": "working_day"}

    answer = browser_of(people.drafter).post(f"/notices/draft/{visit.pk}/", sent)

    assert answer.status_code == 200
    assert "V90" in answer.text
    assert not Notice.objects.exists()


def test_draft_is_begun_with_the_chosen_findings(browser_of, people, visit):
    first, _ = _keys(visit)
    sent = {"form": "rectification", "findings": [first], "limit_count": 10,
            "limit_unit": "calendar_day", "added_order": "补办备案"}  # fmt: skip

    answer = browser_of(people.drafter).post(f"/notices/draft/{visit.pk}/", sent)

    notice = Notice.objects.get()
    assert answer.url == f"/notices/{notice.pk}/"
    assert (notice.limit_count, notice.limit_unit) == (10, "calendar_day")
    assert [link.finding_id for link in notice.notice_findings.all()] == [first]


def test_draft_with_a_word_of_penalty_comes_back_with_what_was_typed(browser_of, people, visit):
    sent = {"form": "rectification", "findings": _keys(visit), "limit_unit": "working_day",
            "added_order": "并处罚款一万元"}  # fmt: skip

    answer = browser_of(people.drafter).post(f"/notices/draft/{visit.pk}/", sent)

    assert "不能写入处罚内容" in answer.text
    assert "并处罚款一万元" in answer.text
    assert not Notice.objects.exists()


def test_draft_of_a_visit_that_is_not_confirmed_is_refused(browser_of, people, law, school):
    visit = VisitFactory(institution=school, recorded=True)
    finding = found_at(visit, get_violation_on("V40", DAY), "未查询违法犯罪记录")
    sent = {"form": "rectification", "findings": [finding.pk], "limit_unit": "working_day"}

    answer = browser_of(people.drafter).post(f"/notices/draft/{visit.pk}/", sent)

    assert "才能据此起草文书" in answer.text
    assert not Notice.objects.exists()


def test_draft_form_is_closed_to_heads(browser_of, people, visit):
    assert browser_of(people.section_head).get(f"/notices/draft/{visit.pk}/").status_code == 403


def test_draft_form_of_another_countys_visit_is_not_found(browser_of, people, next_door):
    with next_door():
        other = VisitFactory(confirmed=True)

    assert browser_of(people.drafter).get(f"/notices/draft/{other.pk}/").status_code == 404


def _draft(browser, visit):
    sent = {"form": "rectification", "findings": _keys(visit), "limit_unit": "working_day"}
    browser.post(f"/notices/draft/{visit.pk}/", sent)
    return Notice.objects.get()


def test_edit_changes_findings_and_limit(browser_of, people, visit):
    browser = browser_of(people.drafter)
    notice = _draft(browser, visit)
    first, second = _keys(visit)
    sent = {"findings": [second], "limit_count": 20, "limit_unit": "working_day"}

    answer = browser.post(f"/notices/{notice.pk}/edit/", sent)

    notice.refresh_from_db()
    assert answer.url == f"/notices/{notice.pk}/"
    assert notice.limit_count == 20
    assert [link.finding_id for link in notice.notice_findings.all()] == [second]


def test_submit_hands_it_in(browser_of, people, visit):
    browser = browser_of(people.drafter)
    notice = _draft(browser, visit)

    browser.post(f"/notices/{notice.pk}/submit/")

    assert Notice.objects.get().state == NoticeState.SUBMITTED


def test_discard_wants_a_reason(browser_of, people, visit):
    browser = browser_of(people.drafter)
    notice = _draft(browser, visit)

    assert browser.post(f"/notices/{notice.pk}/discard/", {"reason": ""}).status_code == 200
    browser.post(f"/notices/{notice.pk}/discard/", {"reason": "重新起草"})

    assert Notice.objects.get().state == NoticeState.DISCARDED


def test_discard_after_submission_is_refused_with_a_sentence(browser_of, people, visit):
    notice = submitted(visit, people)

    answer = browser_of(people.drafter).post(f"/notices/{notice.pk}/discard/", {"reason": "重写"})

    assert "待审批" in answer.text
    assert Notice.objects.get().state == NoticeState.SUBMITTED


def test_withdraw_begins_a_paper_that_names_the_old_one(browser_of, people, visit):
    notice = printed(visit, people)

    answer = browser_of(people.section_head).post(
        f"/notices/{notice.pk}/withdraw/", {"reason": "检查日期写错"}
    )

    begun = Notice.objects.get(form=NoticeForm.WITHDRAWAL)
    assert (begun.withdraws, answer.url) == (notice, f"/notices/{begun.pk}/")
    page = browser_of(people.section_head).get(answer.url)
    assert notice.number in page.text


def test_withdrawal_is_changed_and_submitted_by_the_head(browser_of, people, visit):
    notice = printed(visit, people)
    browser = browser_of(people.section_head)
    browser.post(f"/notices/{notice.pk}/withdraw/", {"reason": "检查日期写错"})
    begun = Notice.objects.get(form=NoticeForm.WITHDRAWAL)

    browser.post(f"/notices/{begun.pk}/edit/", {"reason": "检查地点写错"})
    browser.post(f"/notices/{begun.pk}/submit/")

    begun.refresh_from_db()
    assert (begun.state, begun.withdrawal_reason) == (NoticeState.SUBMITTED, "检查地点写错")


def test_a_result_is_begun_from_the_visit_and_given_one_more_sentence(browser_of, people, visit):
    browser = browser_of(people.drafter)
    assert f"/notices/result/{visit.pk}/" in browser.get(f"/visits/{visit.pk}/").text

    begun = browser.post(f"/notices/result/{visit.pk}/", follow=True)
    notice = Notice.objects.get(form=NoticeForm.RESULT)
    browser.post(f"/notices/{notice.pk}/edit/", {"added": "请更新公示栏"})

    assert "已起草行政检查结果告知书" in begun.text
    assert "请更新公示栏" in browser.get(f"/notices/{notice.pk}/").text
    assert f"/notices/result/{visit.pk}/" not in browser.get(f"/visits/{visit.pk}/").text
    again = browser.post(f"/notices/result/{visit.pk}/", follow=True)
    assert "已经有一份行政检查结果告知书" in again.text
