"""A paper is served in five ways, each with its proof and its day; the first one counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from common.errors import NotAllowed
from papers.services import void_paper
from serving.errors import (
    AccountUnconfirmed,
    ConsentMissing,
    NothingToRepeat,
    OtherWaysUntried,
    PaperNotForParty,
    PaperNotReady,
    PaperServed,
    RepetitionTooEarly,
    ServedAlready,
    ServiceDayWrong,
    ServiceIncomplete,
)
from serving.models import Attempt, Delivery
from serving.queries import effective_service, service_of
from serving.services import record_attempt, serve_paper, serve_papers, void_unserved_paper
from serving.states import Hindrance
from tests.factories.accounts import UserFactory
from tests.factories.papers import a_paper, approver_of
from tests.factories.serving import (
    PARTY,
    DeliveryFactory,
    a_confirmation,
    a_delivery,
    an_attempt,
    handed,
    tried,
)
from tests.times import DAY, NOON

WAYS = {
    "direct": {"recipient": "王春梅"},
    "left": {"reason": "负责人拒收", "place": "文化路8号", "witness": "社区李主任"},
    "mail": {"mail_ref": "EMS1234567CN", "recipient": "王春梅"},
}


pytestmark = pytest.mark.usefixtures("law")


@pytest.fixture
def paper(law):
    return a_paper(stage="printed")


NOTICE = {"way": "public_notice", "recipient": "", "reason": "下落不明", "place": "县政府网站"}
BY_MAIL = {"way": "electronic", "place": "qinghe@example.cn", "recipient": ""}


def hung_out(paper) -> Delivery:
    """Nobody knew where they are, so the paper hangs out from its day on."""
    an_attempt(paper, hindrance=Hindrance.UNKNOWN)
    return a_delivery(paper, **NOTICE)


def refused(paper, error, match=".", **changes) -> None:
    with pytest.raises(error, match=match):
        serve_paper(paper.pk, handed(**changes), by=UserFactory(inspector=True), at=NOON)
    assert not Delivery.objects.exists()
    assert not AuditEvent.objects.filter(kind="paper.serve").exists()


@pytest.mark.parametrize("way", WAYS)
def test_a_service_takes_effect_the_day_it_was_done(paper, way):
    delivery = a_delivery(paper, **{"recipient": ""} | WAYS[way] | {"way": way})

    assert (delivery.way, delivery.effective_on) == (way, DAY)
    assert effective_service(paper, DAY) == delivery
    assert AuditEvent.objects.get(kind="paper.serve").facts["effective_on"] == "2021-11-10"


def test_an_electronic_service_rests_on_a_consent_in_force(paper):
    assert a_delivery(paper, confirmation=a_confirmation(), **BY_MAIL).effective_on == DAY


def test_an_electronic_service_goes_to_the_one_address_that_was_confirmed(paper):
    consent = a_confirmation()

    delivery = a_delivery(paper, confirmation=consent, **{**BY_MAIL, "place": ""})

    assert delivery.place == "qinghe@example.cn"


def test_an_address_that_was_not_confirmed_is_refused(paper):
    told = {**BY_MAIL, "place": "other@example.cn"}

    refused(paper, AccountUnconfirmed, confirmation=a_confirmation(), **told)


@pytest.mark.parametrize("other", [{"key": "91431129MA4POTHERX"}, {"name": "乙校", "key": "乙校"}])
def test_the_consent_of_another_party_carries_nothing(paper, other):
    consent = a_confirmation(replace(PARTY, **other))

    refused(paper, ConsentMissing, confirmation=consent, **BY_MAIL)


def test_an_electronic_service_without_a_confirmation_is_refused(paper):
    refused(paper, ConsentMissing, **BY_MAIL)


@pytest.mark.parametrize(
    "changes", [{"consents_electronic": False}, {"signed_on": DAY - timedelta(days=3)}]
)
def test_a_consent_that_says_no_or_was_taken_back_carries_nothing(paper, changes):
    consent = a_confirmation(**changes)
    if consent.consents_electronic:
        a_confirmation(consents_electronic=False)  # a newer one ended it

    refused(paper, ConsentMissing, way="electronic", place="a@b.cn", confirmation=consent)


def test_a_public_notice_takes_effect_when_its_days_have_passed(paper):
    delivery = hung_out(paper)

    assert delivery.effective_on == date(2022, 1, 9)  # 60 days in 2021
    assert effective_service(paper, date(2022, 1, 8)) is None
    assert effective_service(paper, date(2022, 1, 9)) == delivery


def test_a_public_notice_before_anything_else_was_tried_is_refused(paper):
    refused(paper, OtherWaysUntried, **NOTICE)


def test_one_visit_in_vain_opens_no_public_notice_and_mail_that_came_back_does(paper):
    an_attempt(paper)
    refused(paper, OtherWaysUntried, **NOTICE)
    an_attempt(paper, hindrance=Hindrance.RETURNED, mail_ref="EMS1", note="查无此人")

    assert a_delivery(paper, **NOTICE).way == "public_notice"


def test_what_was_tried_after_the_publication_opens_nothing(paper):
    later = NOON + timedelta(days=2)
    lost = tried(hindrance=Hindrance.UNKNOWN, tried_on=DAY + timedelta(days=1))
    by = UserFactory(inspector=True)
    record_attempt(paper.pk, lost, by=by, at=later)

    with pytest.raises(OtherWaysUntried):
        serve_paper(paper.pk, handed(**NOTICE), by=by, at=later)

    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"recipient": " "}, "直接送达缺少：签收人姓名"),
        ({"way": "left", "reason": "拒收", "place": "文化路8号", "proof": None}, "见证人"),
        ({"way": "mail", "recipient": ""}, "邮件号码；回执上的签收人"),
        ({"is_substitute": True}, "代收人与受送达人的关系"),
        ({"proof": None}, "直接送达缺少：签收人签名并注明收到日期的送达回证"),
        (WAYS["mail"] | {"way": "mail", "proof": None}, "注明签收日期的邮件回执"),
    ],
)
def test_a_service_without_its_proof_is_refused(paper, changes, words):
    refused(paper, ServiceIncomplete, words, **changes)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_service_before_the_paper_or_after_today_is_refused(paper, days):
    refused(paper, ServiceDayWrong, "送达日期", delivered_on=DAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("code", "stage", "error"),
    [("D13", "approved", PaperNotReady), ("D13", "draft", PaperNotReady)]
    + [("D46", "draft", PaperNotForParty)],
)
def test_what_is_not_out_is_not_served(code, stage, error):
    refused(a_paper(code, stage=stage), error)


def test_who_may_not_serve_is_refused(paper):
    with pytest.raises(NotAllowed):
        serve_paper(paper.pk, handed(), by=UserFactory(partner_officer=True), at=NOON)


def test_a_second_service_is_a_repetition_that_moves_no_date(paper):
    first, by = a_delivery(paper), UserFactory(inspector=True)
    with pytest.raises(ServedAlready, match="已于2021年11月10日送达"):
        serve_paper(paper.pk, handed(), by=by, at=NOON)

    again = serve_paper(paper.pk, handed(recipient="李芳"), repeats=True, by=by, at=NOON)

    assert (again.repeats, service_of(paper)) == (first, first)


def test_a_repetition_before_the_first_is_refused(paper):
    later, by = NOON + timedelta(days=2), UserFactory(inspector=True)
    serve_paper(paper.pk, handed(delivered_on=DAY + timedelta(days=2)), by=by, at=later)

    with pytest.raises(RepetitionTooEarly, match="重复送达的日期不能早于该日"):
        serve_paper(paper.pk, handed(), repeats=True, by=by, at=later)

    assert Delivery.objects.count() == 1


def test_a_paper_fetched_while_its_notice_hung_out_was_served_that_day(paper):
    hung_out(paper)
    day, by = DAY + timedelta(days=9), UserFactory(inspector=True)
    at = NOON + timedelta(days=9)

    fetched = serve_paper(paper.pk, handed(delivered_on=day), repeats=True, by=by, at=at)

    assert service_of(paper) == effective_service(paper, day) == fetched
    assert effective_service(paper, day - timedelta(days=1)) is None


def test_who_signs_for_himself_has_no_relation(paper):
    assert a_delivery(paper, relation="父亲").relation == ""


def test_the_database_wants_the_receipt(paper):
    row = a_delivery(paper)
    row.pk, row.repeats, row.proof = None, Delivery.objects.get(), None

    with pytest.raises(IntegrityError, match="paper_service_has_its_proof"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        (NOTICE | {"effective_on": DAY + timedelta(days=60)}, "no other way was tried"),
        ({"way": "electronic", "place": "a@b.cn"}, "nobody had agreed"),
    ],
)
def test_the_database_asks_for_the_ground_of_a_way(county, told, rule):
    consent = a_confirmation(consents_electronic=False)
    facts = told if told["way"] == "public_notice" else {**told, "confirmation": consent}

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        DeliveryFactory(paper__printed=True, **facts)


def test_nothing_is_repeated_that_never_was(paper):
    with pytest.raises(NothingToRepeat):
        serve_paper(paper.pk, handed(), repeats=True, by=UserFactory(inspector=True), at=NOON)


def test_papers_are_served_together_or_not_at_all(paper):
    waiting = a_paper("D14", stage="approved")

    with pytest.raises(PaperNotReady):
        serve_papers([paper.pk, waiting.pk], handed(), by=UserFactory(inspector=True), at=NOON)

    assert not Delivery.objects.exists()


def test_the_database_lets_no_second_service_count(paper):
    first = a_delivery(paper)
    first.pk = None

    with pytest.raises(IntegrityError, match="one_service_of_a_paper_counts"), transaction.atomic():
        first.save(force_insert=True)


def test_services_and_attempts_stay_as_they_were_written(paper):
    an_attempt(paper)
    a_delivery(paper)

    for rows in (Delivery.objects, Attempt.objects):
        with pytest.raises(IntegrityError, match="history stays"), transaction.atomic():
            rows.update(place="别处")
        with pytest.raises(IntegrityError, match="history stays"), transaction.atomic():
            rows.all().delete()


def test_a_served_paper_is_not_voided(paper):
    a_delivery(paper)
    by = approver_of(paper)

    with pytest.raises(PaperServed, match="已于2021年11月10日送达，不能作废"):
        void_unserved_paper(paper.pk, reason="误发", by=by, at=NOON)
    with pytest.raises(IntegrityError, match="was served"), transaction.atomic():
        void_paper(paper.pk, reason="误发", by=by, at=NOON)

    paper.refresh_from_db()
    assert paper.state == "printed"


def test_a_paper_that_reached_nobody_is_voided(paper):
    ended = void_unserved_paper(paper.pk, reason="误发", by=approver_of(paper), at=NOON)

    assert (ended.state, ended.void_reason) == ("voided", "误发")
