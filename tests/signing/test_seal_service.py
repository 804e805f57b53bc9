"""The adapter against a double that really signs with SM2; the double is no certified service."""

from __future__ import annotations

import pytest

from audit.models import AuditEvent
from signing.digests import sm3
from signing.errors import (
    NoSealService,
    SealServiceAway,
    SealServiceRefused,
    SealServiceWrong,
)
from signing.models import ServiceSeal
from signing.seal_service import SealRequest
from signing.services import seal_by_service
from tests.factories.documents import StoredFileFactory
from tests.signing.sealing import SealHouse, serving
from tests.times import NOON

SEAL = "4399990001"


@pytest.fixture
def house(settings):
    with serving(SealHouse()) as made:
        settings.YUJIAN_SEAL_SERVICE_URL = made.url
        settings.YUJIAN_SEAL_SERVICE_TOKEN = made.token
        settings.YUJIAN_SEAL_SERVICE_TIMEOUT_S = 1
        yield made


def sealed(file) -> ServiceSeal:
    return seal_by_service(file.pk, seal_id=SEAL, document_id="教罚字〔2021〕1号", at=NOON)


def test_seal_is_an_sm2_signature_over_the_sm3_digest(county, house):
    file = StoredFileFactory()

    seal = sealed(file)

    assert seal.sm3 == sm3(file.content)
    assert house.verifies(seal.sm3, bytes(seal.signature))
    assert not house.verifies("0" * 64, bytes(seal.signature))
    assert AuditEvent.objects.get(kind="service_seal.put").facts["seal_id"] == SEAL


def test_service_sees_the_digest_and_never_the_paper(county, house):
    file = StoredFileFactory()

    sealed(file)

    assert set(house.asked[0]) == {
        "request_id",
        "document_id",
        "seal_id",
        "digest_algorithm",
        "digest",
    }


def test_asked_twice_is_sealed_once(county, house):
    file = StoredFileFactory()

    assert sealed(file) == sealed(file)
    assert len(house.asked) == 1


def test_answer_that_was_lost_is_the_same_seal_next_time(county, house):
    file = StoredFileFactory()
    house.mood = "slow"
    with pytest.raises(SealServiceAway):
        sealed(file)
    house.mood = ""

    seal = sealed(file)

    assert [one["request_id"] for one in house.asked] == [seal.request_id] * 2
    assert len(house.sealed) == 1


@pytest.mark.parametrize("mood", ["busy", "broken"])
def test_service_that_is_down_is_tried_later(county, house, mood):
    house.mood = mood

    with pytest.raises(SealServiceAway):
        sealed(StoredFileFactory())

    assert not ServiceSeal.objects.exists()


def test_refusal_is_told_in_the_services_words(county, house):
    house.mood = "refuses"

    with pytest.raises(SealServiceRefused, match="印章已停用（代码seal_suspended）"):
        sealed(StoredFileFactory())


@pytest.mark.parametrize("mood", ["other digest", "other request", "rsa", "no chain", "no json"])
def test_answer_that_does_not_fit_is_not_used(county, house, mood):
    house.mood = mood

    with pytest.raises(SealServiceWrong):
        sealed(StoredFileFactory())

    assert not ServiceSeal.objects.exists()


def test_without_a_service_nothing_is_sealed(county):
    with pytest.raises(NoSealService):
        sealed(StoredFileFactory())


def test_wrong_token_is_refused(county, house, settings):
    settings.YUJIAN_SEAL_SERVICE_TOKEN = "other"

    with pytest.raises(SealServiceRefused):
        sealed(StoredFileFactory())


def test_request_id_follows_from_what_is_sealed():
    one = SealRequest(document_id="1", seal_id="2", digest="3")

    assert one.request_id == SealRequest(document_id="1", seal_id="2", digest="3").request_id
    assert one.request_id != SealRequest(document_id="1", seal_id="2", digest="4").request_id


def test_two_bureaus_seal_one_paper_each_with_its_own_seal(county, house):
    file = StoredFileFactory()
    ours = sealed(file)
    house.mood = "refuses"
    with pytest.raises(SealServiceRefused, match="印章已停用"):
        seal_by_service(file.pk, seal_id="4399990002", document_id="1号", at=NOON)
    assert ServiceSeal.objects.get() == ours  # the first seal stands alone until the second comes

    house.mood = ""
    theirs = seal_by_service(file.pk, seal_id="4399990002", document_id="1号", at=NOON)

    assert (theirs.sm3, theirs.seal_id) == (ours.sm3, "4399990002")
    assert theirs.request_id != ours.request_id
    assert all(house.verifies(one.sm3, bytes(one.signature)) for one in (ours, theirs))
    assert sealed(file) == ours
