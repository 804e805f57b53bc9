"""An attempt that failed says where, when and why; it is entered once and stays."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from common.errors import BadInput, NotAllowed
from serving.errors import (
    AttemptIncomplete,
    AttemptKnown,
    PaperNotForParty,
    PaperNotReady,
    ServiceDayWrong,
)
from serving.models import Attempt
from serving.services import record_attempt
from serving.states import Hindrance
from tests.factories.accounts import UserFactory
from tests.factories.papers import a_paper
from tests.factories.serving import AttemptFactory, an_attempt, tried
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("law")


@pytest.fixture
def paper(law):
    return a_paper(stage="printed")


def refused(paper, error, match=".", **changes) -> None:
    with pytest.raises(error, match=match):
        record_attempt(paper.pk, tried(**changes), by=UserFactory(inspector=True), at=NOON)
    assert not Attempt.objects.exists()
    assert not AuditEvent.objects.filter(kind="paper.attempt").exists()


def test_a_refusal_is_kept_with_its_reason(paper):
    attempt = an_attempt(paper, hindrance=Hindrance.REFUSED, note="称与己无关，拒绝签字")

    assert str(attempt).endswith("拒绝签收")
    assert attempt.note == "称与己无关，拒绝签字"
    assert AuditEvent.objects.get(kind="paper.attempt").facts["hindrance"] == "refused"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"note": " "}, "登记“受送达人不在”缺少：到场的经过"),
        ({"hindrance": "refused", "place": ""}, "送达的地点"),
        ({"hindrance": "returned"}, "邮件号码"),
    ],
)
def test_an_attempt_without_its_story_is_refused(paper, changes, words):
    refused(paper, AttemptIncomplete, words, **changes)


def test_a_hindrance_that_is_none_is_refused(paper):
    refused(paper, BadInput, hindrance="late")


@pytest.mark.parametrize("days", [-1, 1])
def test_an_attempt_before_the_paper_or_after_today_is_refused(paper, days):
    refused(paper, ServiceDayWrong, tried_on=DAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("code", "stage", "error"),
    [("D13", "approved", PaperNotReady), ("D46", "draft", PaperNotForParty)],
)
def test_what_is_not_out_was_not_tried(code, stage, error):
    refused(a_paper(code, stage=stage), error)


def test_who_may_not_serve_enters_no_attempt(paper):
    with pytest.raises(NotAllowed):
        record_attempt(paper.pk, tried(), by=UserFactory(partner_officer=True), at=NOON)

    assert not Attempt.objects.exists()


def test_the_same_attempt_is_entered_once(paper):
    an_attempt(paper)

    with pytest.raises(AttemptKnown, match="已经登记"):
        an_attempt(paper)

    assert an_attempt(paper, place="城关镇文化路8号，下午三时").pk
    assert Attempt.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"note": ""}, "attempt_says_what_happened"),
        ({"hindrance": "returned"}, "attempt_by_mail_names_the_item"),
        ({"place": ""}, "attempt_says_where_and_by_whom"),
    ],
)
def test_the_database_wants_the_story_too(facts, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        AttemptFactory(**facts)


def test_the_database_takes_an_attempt_once(paper):
    first = an_attempt(paper)
    first.pk = None

    with pytest.raises(IntegrityError, match="attempt_is_entered_once"), transaction.atomic():
        first.save(force_insert=True)
