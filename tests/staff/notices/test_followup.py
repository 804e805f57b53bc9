"""After the paper, on the page: service, longer limit, report, re-inspection."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.rendering import render_pdf
from enforcement.models import Delivery, Extension, InstitutionAnswer, Notice
from enforcement.queries import receipt_payload
from enforcement.states import NoticeState
from tests.enforcement.scenes import printed, served
from tests.factories.accounts import UserFactory
from tests.factories.documents import picture
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import VisitFactory

FIELDS = {
    "recipient": "", "relation": "", "place": "", "reason": "", "witness": "",
    "consent_ref": "", "mail_ref": "", "servers": "",
}  # fmt: skip
DAY = "2021-11-11"


def _serve(browser, notice, **sent):
    sent = {**FIELDS, "delivered_on": DAY, **sent}
    return browser.post(f"/notices/{notice.pk}/serve/", sent)


@pytest.fixture
def paper(visit, people):
    return printed(visit, people)


@pytest.fixture
def desk(browser_of, people):
    return browser_of(people.clerk)


def test_serve_form_shows_what_each_way_needs(desk, paper):
    answer = desk.get(f"/notices/{paper.pk}/serve/")

    assert answer.text.count('class="notice way-need') == 5
    assert 'data-ways="left"' in answer.text


def test_serve_directly_starts_the_limit(desk, paper):
    answer = _serve(desk, paper, way="direct", recipient="王春梅")

    notice = Notice.objects.get()
    assert answer.url == f"/notices/{notice.pk}/"
    assert (notice.state, notice.due_on) == (NoticeState.SERVED, date(2021, 12, 2))


@pytest.mark.parametrize(
    ("sent", "missing"),
    [
        ({"way": "direct"}, "签收人姓名"),
        ({"way": "direct", "recipient": "张三", "is_substitute": "on"}, "代收人与受送达人的关系"),
        ({"way": "left", "reason": "拒收", "place": "门厅"}, "见证人"),
        ({"way": "electronic", "place": "a@b.cn"}, "同意电子送达的确认书"),
        ({"way": "mail"}, "邮件号码"),
        ({"way": "public_notice", "place": "县政府网站"}, "采用公告送达的原因"),
    ],
)
def test_serve_without_its_evidence_comes_back_with_what_is_missing(desk, paper, sent, missing):
    answer = _serve(desk, paper, **sent)

    assert answer.status_code == 200
    assert missing in answer.text
    assert not Delivery.objects.exists()


def test_left_service_is_proved_by_a_photo(desk, paper):
    photo = SimpleUploadedFile("门口.jpg", picture(), content_type="image/jpeg")

    _serve(desk, paper, way="left", reason="拒收", place="门厅", proof=photo)

    proof = Delivery.objects.get().proof
    assert desk.get(f"/notices/{paper.pk}/proof/").content == proof.content


def test_proof_that_is_no_photo_is_refused_and_nothing_is_entered(desk, paper):
    odd = SimpleUploadedFile("门口.jpg", b"no picture", content_type="image/jpeg")

    answer = _serve(desk, paper, way="left", reason="拒收", place="门厅", proof=odd)

    assert "不能作为照片存入" in answer.text
    assert not Delivery.objects.exists()


def test_serve_before_the_paper_is_refused(desk, paper):
    answer = _serve(desk, paper, way="direct", recipient="王春梅", delivered_on="2021-11-01")

    assert "送达日期2021年11月1日无效" in answer.text


def test_extend_moves_the_last_day_and_says_so(browser_of, people, visit):
    notice = served(visit, people)
    Notice.objects.filter(pk=notice.pk).update(due_on=date(2099, 12, 1))
    sent = {"count": 5, "unit": "working_day", "reason": "装修未完工"}

    answer = browser_of(people.section_head).post(
        f"/notices/{notice.pk}/extend/", sent, follow=True
    )

    assert "期限至2099年12月8日" in answer.text
    assert Extension.objects.get().reason == "装修未完工"


def test_extend_after_the_limit_is_refused_with_a_sentence(browser_of, people, visit):
    notice = served(visit, people)
    browser = browser_of(people.section_head)
    sent = {"count": 5, "unit": "working_day", "reason": "装修未完工"}

    answer = browser.post(f"/notices/{notice.pk}/extend/", sent)

    assert "整改期限已于" in answer.text  # long over on the day of this test
    assert not Extension.objects.exists()


def test_answer_is_entered_with_its_scan(desk, visit, people):
    notice = served(visit, people)
    scan = render_pdf("documents/delivery_receipt.html", receipt_payload(notice))
    sent = {"received_on": "2021-11-20", "text": "已补齐。",
            "file": SimpleUploadedFile("报告.pdf", scan)}  # fmt: skip

    desk.post(f"/notices/{notice.pk}/answer/", sent)

    entered = InstitutionAnswer.objects.get()
    shown = desk.get(f"/notices/{notice.pk}/answers/{entered.pk}/")
    assert (entered.text, shown.content) == ("已补齐。", scan)


def test_answer_with_a_broken_scan_is_refused(desk, visit, people):
    notice = served(visit, people)
    sent = {"received_on": "2021-11-20", "text": "已补齐。",
            "file": SimpleUploadedFile("报告.pdf", b"%PDF-1.7 nothing")}  # fmt: skip

    answer = desk.post(f"/notices/{notice.pk}/answer/", sent)

    assert answer.status_code == 200
    assert "不是可读的PDF" in answer.text
    assert not InstitutionAnswer.objects.exists()


def test_reinspection_that_passed_closes_the_notice(browser_of, people, visit, school):
    notice = served(visit, people)
    later = VisitFactory(institution=school, confirmed=True, purpose="reinspection")
    sent = {"visit": later.pk, "result": "passed", "remark": "已全部整改"}

    browser_of(people.drafter).post(f"/notices/{notice.pk}/reinspect/", sent)

    assert Notice.objects.get().state == NoticeState.CLOSED


@pytest.mark.parametrize(
    ("step", "role"),
    [("serve", "legal"), ("extend", "clerk"), ("answer", "drafter"), ("reinspect", "clerk")],
)
def test_each_step_is_closed_to_who_may_not_take_it(browser_of, people, paper, step, role):
    user = UserFactory(legal_reviewer=True) if role == "legal" else getattr(people, role)

    assert browser_of(user).get(f"/notices/{paper.pk}/{step}/").status_code == 403


@pytest.mark.parametrize("step", ["serve", "answer"])
def test_steps_of_another_countys_notice_are_not_found(desk, next_door, step):
    with next_door():
        other = NoticeFactory(printed=True)

    assert desk.get(f"/notices/{other.pk}/{step}/").status_code == 404
