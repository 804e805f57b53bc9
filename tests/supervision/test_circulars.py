"""A circular tells facts, is approved by other hands, and stays as it was published."""

import pytest
from django.db import IntegrityError, transaction

from common.errors import NotAllowed, NotFound
from supervision.errors import CircularIsNoPenalty, OwnCircular, SupervisionIncomplete
from supervision.models import Circular
from supervision.queries import standing_of
from supervision.services import (
    discard_circular,
    draft_circular,
    publish_circular,
    withdraw_circular,
)
from tests.factories.accounts import UserFactory
from tests.factories.supervision import a_circular
from tests.times import NOON


def test_a_circular_is_published_by_other_hands_and_stands_on_each_page(county):
    circular, head = a_circular(), UserFactory(bureau_head=True)
    institution = circular.institutions.first()
    assert list(standing_of(institution, head)["circulars"]) == []

    publish_circular(circular.pk, by=head, at=NOON)

    assert list(standing_of(institution, head)["circulars"]) == [circular]


def test_nobody_publishes_his_own(county):
    both = UserFactory(roles=["section_head", "bureau_head"])
    circular = a_circular(by=both)

    with pytest.raises(OwnCircular):
        publish_circular(circular.pk, by=both, at=NOON)

    circular.refresh_from_db()
    assert circular.state == "draft"


@pytest.mark.parametrize("text", ["给予通报批评。", "处以罚款5000元。"])
def test_a_circular_is_no_penalty(county, text):
    with pytest.raises(CircularIsNoPenalty, match="立案"):
        a_circular(text=text)

    assert not Circular.objects.exists()


def test_a_circular_names_somebody_of_this_county(county):
    by = UserFactory(section_head=True)
    told = {"title": "通报", "text": "情况", "audience": "各机构", "by": by, "at": NOON}

    with pytest.raises(SupervisionIncomplete, match="被通报的机构"):
        draft_circular([], **told)
    with pytest.raises(NotFound):
        draft_circular([999_999], **told)


def test_words_stay_once_published(county):
    circular = a_circular()
    publish_circular(circular.pk, by=UserFactory(bureau_head=True), at=NOON)

    with pytest.raises(IntegrityError, match="its words stay"), transaction.atomic():
        Circular.objects.filter(pk=circular.pk).update(text="另一个说法")


def test_a_circular_is_withdrawn_with_its_reason_and_a_draft_given_up(county):
    head, circular, draft = UserFactory(bureau_head=True), a_circular(), a_circular()
    publish_circular(circular.pk, by=head, at=NOON)
    with pytest.raises(SupervisionIncomplete, match="原因"):
        withdraw_circular(circular.pk, reason="", by=head, at=NOON)

    assert withdraw_circular(circular.pk, reason="事实有误", by=head, at=NOON).state == "withdrawn"
    assert discard_circular(draft.pk, by=draft.drafted_by, at=NOON).state == "discarded"


def test_an_inspector_drafts_none(county):
    with pytest.raises(NotAllowed):
        a_circular(by=UserFactory(inspector=True))
