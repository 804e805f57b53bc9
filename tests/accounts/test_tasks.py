"""What the scheduler asks of accounts."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Tries
from accounts.tasks import forget_old_sign_ins


def test_forgetting_old_tries_twice_is_safe(county):
    now = timezone.now()
    Tries.objects.create(kind="name", name="old", last_at=now - timedelta(days=8))
    Tries.objects.create(kind="name", name="new", last_at=now)

    forget_old_sign_ins()
    forget_old_sign_ins()

    assert [row.name for row in Tries.objects.all()] == ["new"]
