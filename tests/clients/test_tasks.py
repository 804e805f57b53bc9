from datetime import timedelta

import pytest
from django.utils import timezone

from clients.models import Call, SavedAnswer
from clients.tasks import forget_old
from common.db import delete_in_batches
from tests.factories.clients import CallFactory, SavedAnswerFactory

pytestmark = pytest.mark.usefixtures("county")


def test_old_calls_are_dropped_and_new_ones_stay():
    CallFactory(at=timezone.now() - timedelta(days=3650))
    fresh = CallFactory(at=timezone.now())

    forget_old()
    forget_old()

    assert list(Call.objects.all()) == [fresh]


def test_old_answers_go_and_those_that_may_be_asked_again_stay():
    SavedAnswerFactory(saved_at=timezone.now() - timedelta(days=8))
    fresh = SavedAnswerFactory(saved_at=timezone.now() - timedelta(days=6))

    forget_old()

    assert list(SavedAnswer.objects.all()) == [fresh]


def test_calls_go_in_more_than_one_batch():
    for _ in range(5):
        CallFactory(at=timezone.now() - timedelta(days=3650))

    assert delete_in_batches(Call.objects.all(), at_once=2) == 5
    assert not Call.objects.exists()
