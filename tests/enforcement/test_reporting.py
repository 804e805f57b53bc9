"""What the party sends through its link."""

from uuid import uuid4

import pytest

from common.errors import WrongState
from enforcement import services
from enforcement.errors import LinkEnded, ReasonMissing, TooManyReports, TooMuchSent
from enforcement.models import AnswerPhoto, InstitutionAnswer
from enforcement.services.reporting import PHOTOS_MOST, REPORTS_MOST, TEXT_MOST
from enforcement.states import NoticeState
from tests.factories.documents import StoredFileFactory
from tests.factories.enforcement import NoticeFactory
from tests.times import DAY, NOON


@pytest.fixture
def link(people):
    notice = NoticeFactory(served=True)
    opened = services.open_link(notice.pk, by=people.clerk, at=NOON)
    return services.enter_link(opened.token, opened.pin, at=NOON)


def send(link, **changes) -> InstitutionAnswer:
    facts = {"text": "已公示收费项目", "reporter": "王春梅", "photos": [], "request_id": uuid4()}
    return services.report_by_link(link.pk, **{**facts, **changes}, at=NOON)


def test_a_report_is_kept_with_its_photos_and_a_receipt(link):
    photos = StoredFileFactory.create_batch(2, photo=True)

    answer = send(link, photos=photos)

    link.notice.refresh_from_db()
    assert link.notice.state == NoticeState.ANSWERED
    assert (answer.entered_by, answer.reporter, answer.received_on) == (None, "王春梅", DAY)
    assert answer.receipt_no.startswith("20211110-")
    assert len(answer.content_sha256) == 64
    assert [photo.file for photo in answer.photos.all()] == photos


def test_the_same_request_again_gives_the_same_receipt(link):
    request_id = uuid4()

    first, second = send(link, request_id=request_id), send(link, request_id=request_id)

    assert first == second
    assert InstitutionAnswer.objects.count() == 1


def test_the_same_photo_sent_twice_stands_once(link):
    photo = StoredFileFactory(photo=True)

    send(link, photos=[photo, photo])

    assert AnswerPhoto.objects.count() == 1


def test_the_digest_tells_other_words_and_other_photos(link):
    digests = {send(link).content_sha256 for _ in range(2)}
    digests.add(send(link, text="已公示").content_sha256)
    digests.add(send(link, photos=[StoredFileFactory(photo=True)]).content_sha256)

    assert len(digests) == 3


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"text": "  "}, ReasonMissing),
        ({"reporter": ""}, ReasonMissing),
        ({"text": "改" * (TEXT_MOST + 1)}, TooMuchSent),
    ],
)
def test_a_report_that_says_nothing_or_too_much_is_not_kept(link, changes, refusal):
    with pytest.raises(refusal):
        send(link, **changes)

    assert not InstitutionAnswer.objects.exists()


def test_more_photos_than_are_taken_at_once_are_refused(link):
    with pytest.raises(TooMuchSent, match="9张"):
        send(link, photos=StoredFileFactory.create_batch(PHOTOS_MOST + 1, photo=True))


def test_reports_for_one_notice_have_an_end(link):
    for _ in range(REPORTS_MOST):
        send(link)

    with pytest.raises(TooManyReports):
        send(link)
    assert InstitutionAnswer.objects.count() == REPORTS_MOST


def test_nothing_comes_in_through_a_link_that_ended_meanwhile(link, people):
    services.close_link(link.notice_id, by=people.clerk, at=NOON)

    with pytest.raises(LinkEnded):
        send(link)
    assert not InstitutionAnswer.objects.exists()


def test_an_order_that_has_ended_takes_no_report(link):
    notice = link.notice
    notice.state, notice.closed_at, notice.closed_by = "closed", NOON, notice.drafted_by
    notice.save()

    with pytest.raises(WrongState):
        send(link)
