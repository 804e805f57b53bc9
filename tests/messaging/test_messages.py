"""Messages: a row each with its receipts, quiet hours, digest, and nobody's data in the words."""

from datetime import time, timedelta

import pytest
from django.core import mail

from common.clock import CHINA
from common.errors import NotFound
from messaging.errors import ChannelNotSetUp, ContactWrong, MessageSaysTooMuch
from messaging.models import Contact, Message, Receipt, Sending
from messaging.rules import when_to_send
from messaging.services import (
    choose_hours,
    fetch_receipts,
    forget_contact,
    read_all_messages,
    read_message,
    send_messages,
    set_contact,
    tell,
)
from messaging.services.outbox import spread
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.assignments import AssignmentFactory
from tests.factories.messaging import a_message
from tests.messaging.doubles import gateway
from tests.times import NOON

NIGHT = NOON.replace(hour=22)


@pytest.fixture
def sms(settings):
    with gateway() as double:
        settings.YUJIAN_SMS_URL, settings.YUJIAN_SMS_TOKEN = double.url, double.token
        yield double


@pytest.fixture
def person(county, sms):
    user = UserFactory(inspector=True)
    set_contact("sms", "13812345678", by=user, at=NOON)
    return user


def send(at=NOON):
    return send_messages(clock=lambda: at)


def kinds(channel):
    rows = Receipt.objects.filter(sending__channel=channel)
    return list(rows.values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("王某 110101199003071234 未到场", "身份证号"),
        ("请联系13812345678", "手机号"),
        ("账户6222021234567890123", "银行账号"),
        ("发到 a.b@example.cn", "电子邮箱"),
    ],
)
def test_words_with_somebodys_numbers_are_refused(county, words, what):
    with pytest.raises(MessageSaysTooMuch, match=what):
        a_message(text=words)

    assert not Message.objects.exists()


def test_numbers_of_papers_are_no_personal_data(county):
    assert a_message(text="某教责改〔2021〕15号，期限2021年12月1日，办件20211110001").text


def test_a_message_goes_out_with_its_title_only_and_receipts_come_back(person, sms):
    message = a_message(person, text="详情")
    assert [send(), send()] == [1, 0]

    (said,) = sms.taken.values()
    assert (said["to"], said["title"], said["text"]) == ("13812345678", message.title, "")
    assert said["url"] == f"http://999901.test/messages/{message.pk}/"
    sms.told = [{"ref": "g1", "kind": "delivered", "at": NOON.isoformat(), "said": "DELIVRD"}] * 2
    assert [fetch_receipts(at=NOON), fetch_receipts(at=NOON)] == [1, 0]
    assert kinds("sms") == ["accepted", "delivered"]
    assert Sending.objects.get(channel="sms").state == "delivered"


def test_a_gateway_that_is_away_is_tried_again_and_takes_it_once(person, sms):
    a_message(person)
    sms.status = 503
    send()
    row = Sending.objects.get(channel="sms")
    assert (row.state, row.attempts) == ("waiting", 1)

    sms.status = 202
    send(row.next_at)

    assert len(sms.taken) == 1
    assert kinds("sms") == ["accepted"]


def test_a_worker_that_died_after_handing_over_sends_no_second_message(person, sms):
    a_message(person)
    send()
    Receipt.objects.filter(sending__channel="sms").delete()
    Sending.objects.filter(channel="sms").update(state="waiting", sent_at=None, ref="")

    send()

    assert (sms.calls, len(sms.taken)) == (2, 1)
    assert kinds("sms") == ["accepted"]


def test_what_a_gateway_will_never_take_has_failed_and_says_why(person, sms):
    a_message(person)
    sms.status = 422

    send()

    row = Sending.objects.get(channel="sms")
    assert (row.state, row.why_failed) == ("failed", "号码不存在")
    assert kinds("sms") == ["failed"]


def test_in_the_night_a_message_waits_for_the_morning_unless_it_is_urgent(person, sms):
    hours = {"quiet_from": time(21), "quiet_until": time(8), "digest_at": None}
    choose_hours(**hours, by=person, at=NOON)
    tell([person], title="可以等", at=NIGHT)
    tell([person], title="不能等", is_urgent=True, at=NIGHT)

    send(NIGHT)
    assert [one["title"] for one in sms.taken.values()] == ["不能等"]
    send(NIGHT + timedelta(hours=10))

    assert [one["title"] for one in sms.taken.values()] == ["不能等", "可以等"]


def test_a_digest_is_one_message_a_day(person, sms):
    choose_hours(quiet_from=None, quiet_until=None, digest_at=time(17), by=person, at=NOON)
    for title in ("第一件", "第二件"):
        tell([person], title=title, at=NOON)

    assert send() == 0
    assert send(NOON + timedelta(hours=5)) == 1

    (said,) = sms.taken.values()
    assert (said["title"], said["text"]) == ("您有2条消息", "第一件\n第二件")


@pytest.mark.parametrize(
    ("hour", "until"),
    [(20, 20), (21, 32), (23, 32), (31, 32), (32, 32)],
)
def test_quiet_hours_run_over_midnight(hour, until):
    day = NOON.astimezone(CHINA).replace(hour=0)
    quiet = time(21), time(8)

    found = when_to_send(day + timedelta(hours=hour), quiet, None, is_urgent=False)

    assert found == day + timedelta(hours=until)


def test_a_contact_is_encrypted_masked_and_forgotten(person):
    contact = Contact.objects.get()
    assert contact.shown == "138****5678"
    assert "13812345678" not in contact.sealed

    forget_contact("sms", by=person, at=NOON)
    forget_contact("sms", by=person, at=NOON)

    assert not Contact.objects.exists()
    a_message(person)
    assert send() == 0


def test_contacts_must_fit_and_their_channel_be_there(county, sms):
    user = UserFactory()
    with pytest.raises(ContactWrong):
        set_contact("sms", "12345", by=user, at=NOON)
    with pytest.raises(ChannelNotSetUp):
        set_contact("mail", "a@example.cn", by=user, at=NOON)

    assert not Contact.objects.exists()


def test_mail_goes_by_smtp(county, settings):
    settings.EMAIL_HOST = "mail.example.cn"
    user = UserFactory()
    set_contact("mail", "li@example.cn", by=user, at=NOON)
    a_message(user)

    send()

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["li@example.cn"], "有新的协办事项待接收")
    assert sent.extra_headers["Message-ID"].startswith("<999901-mail-")


def test_reading_is_a_receipt_and_only_the_receiver_reads(county):
    mine = a_message()
    with pytest.raises(NotFound):
        read_message(mine.pk, by=UserFactory(), at=NOON)
    assert read_message(mine.pk, by=mine.receiver, at=NOON).read_at == NOON

    read_message(mine.pk, by=mine.receiver, at=NIGHT)
    assert read_all_messages(by=mine.receiver, at=NIGHT) == 0

    mine.refresh_from_db()
    assert mine.read_at == NOON
    assert kinds("in_app") == ["delivered", "read"]


def test_an_assignment_is_told_once_to_whoever_can_answer(county):
    from assignments.services import ask  # noqa: PLC0415 -- one test of many

    officer = UserFactory(partner_officer=True)
    UserFactory(partner_officer=True, department=DepartmentFactory(market=True))
    asker = AssignmentFactory().asked_by
    made = ask(officer.department, kind="joint_visit", title="联合检查", by=asker, at=NOON)

    spread(at=NOON)
    spread(at=NOON)

    message = Message.objects.get(receiver=officer)
    assert (message.title, message.link) == ("有新的协办事项待接收", f"/assignments/{made.pk}/")
    assert Message.objects.count() == 1


def test_pages_of_ones_own_messages(person, browser_of):
    mine, browser = a_message(person), browser_of(person)

    assert "1条未读" in browser.get("/messages/").content.decode()
    assert mine.title in browser.get(f"/messages/{mine.pk}/").content.decode()
    assert "全部已读" in browser.get("/messages/").content.decode()
    assert browser.post("/messages/contact/", {"channel": "sms", "value": "1"}).status_code == 422
    typed = {"quiet_from": "21:00", "quiet_until": "08:00", "digest_at": ""}
    assert browser.post("/messages/hours/", typed).status_code == 302
    assert browser.post("/messages/forget/", {"channel": "sms"}).status_code == 302
    assert not Contact.objects.exists()
    assert browser_of(UserFactory()).get(f"/messages/{mine.pk}/").status_code == 404
