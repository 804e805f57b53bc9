from datetime import timedelta

import pytest
from django.utils import timezone

from clients.models import Call
from clients.tasks import forget_old
from tests.factories.clients import CallFactory

pytestmark = pytest.mark.usefixtures("county")


def test_old_calls_are_dropped_and_new_ones_stay():
    CallFactory(at=timezone.now() - timedelta(days=3650))
    fresh = CallFactory(at=timezone.now())

    forget_old()
    forget_old()

    assert list(Call.objects.all()) == [fresh]
