"""A receiver of webhooks on this machine, and an endpoint that leads to it."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone

from messaging.services import relay
from tests.factories.messaging import an_endpoint
from tests.messaging.receiver import Receiver, receiving


@pytest.fixture
def loopback(settings):
    """The settings allow this machine, and nothing else that is private."""
    settings.YUJIAN_WEBHOOK_NETWORKS = ["127.0.0.1/32"]


@pytest.fixture
def receiver(loopback) -> Iterator[Receiver]:
    with receiving() as one:
        yield one


@pytest.fixture
def endpoint(county, receiver):
    """Registered for all kinds; the receiver holds its secret."""
    made, receiver.secret = an_endpoint(url=receiver.url)
    return made


@pytest.fixture
def send() -> Callable:
    """``send(later)``: what is due so much later is sent; signatures stay those of the moment."""

    def at(later=None):
        moments = timezone.now() + later if later else None
        return relay(clock=lambda: moments or timezone.now())

    return at
