"""Open sessions: seen, ended by oneself, by an administrator, by what changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import services
from accounts.errors import SessionGone
from accounts.models import SignIn, Tries
from audit.models import AuditEvent
from common.errors import NotAllowed
from tests.conftest import PASSWORD
from tests.factories.accounts import SignInFactory, UserFactory
from tests.times import NOON


@pytest.fixture
def li(county):
    return UserFactory(inspector=True, password=PASSWORD)


@pytest.fixture
def boss(county):
    return UserFactory(security_administrator=True)


@pytest.fixture
def keeper(county):
    return UserFactory(system_administrator=True)


def session_of(user) -> SignIn:
    store = SessionStore()
    store["who"] = user.pk
    store.save()
    return SignInFactory(user=user, session_key=store.session_key)


def alive() -> set[str]:
    return set(Session.objects.values_list("session_key", flat=True))


def test_end_one_of_ones_own(li, boss):
    first, second, others = session_of(li), session_of(li), session_of(boss)

    services.end_session(first.pk, by=li, at=NOON)

    assert alive() == {second.session_key, others.session_key}
    for gone in (first.pk, others.pk):
        with pytest.raises(SessionGone):
            services.end_session(gone, by=li, at=NOON)


def test_end_all_others(li, boss):
    here, _, others = session_of(li), session_of(li), session_of(boss)

    assert services.end_other_sessions(keep=here.session_key, by=li, at=NOON) == 1
    assert services.end_other_sessions(keep=here.session_key, by=li, at=NOON) == 0

    assert alive() == {here.session_key, others.session_key}


def test_administrator_ends_all_of_a_person(li, boss):
    session_of(li)
    with pytest.raises(NotAllowed):
        services.end_sessions_of(li.pk, by=li, at=NOON)

    assert services.end_sessions_of(li.pk, by=boss, at=NOON) == 1

    assert alive() == set()
    event = AuditEvent.objects.get()
    assert (event.kind, event.actor_id, event.facts) == (
        "user.end_sessions",
        boss.pk,
        {"count": 1},
    )


def test_other_rights_end_the_sessions_at_once(li, boss):
    session_of(li)

    services.grant_roles(li.pk, ["registry_clerk"], by=boss, at=NOON)

    assert alive() == set()


def test_account_put_out_of_use_ends_the_sessions_at_once(li, keeper):
    session_of(li)

    services.change_user(li.pk, is_active=False, by=keeper, at=NOON)

    assert alive() == set()


def test_another_phone_number_ends_nothing(li, keeper):
    session = session_of(li)

    services.change_user(li.pk, phone="0746-5772000", by=keeper, at=NOON)

    assert alive() == {session.session_key}


def test_new_password_ends_the_other_sessions(li):
    here, _ = session_of(li), session_of(li)

    services.change_password(
        li.pk, password="copper-kettle-42", by=li, at=NOON, keep_session=here.session_key
    )

    assert alive() == {here.session_key}


def test_old_sessions_and_tries_are_forgotten_and_twice_is_safe(li):
    now = timezone.now()
    kept, old = session_of(li), session_of(li)
    Session.objects.filter(pk=old.session_key).update(expire_date=now - timedelta(hours=1))
    for name, days in (("a", 8), ("b", 6)):
        Tries.objects.create(kind="name", name=name, last_at=now - timedelta(days=days))

    assert services.forget_old_sign_ins(at=now) == 3
    assert services.forget_old_sign_ins(at=now) == 0

    assert alive() == {kept.session_key}
    assert list(SignIn.objects.all()) == [kept]
    assert Tries.objects.get().name == "b"
