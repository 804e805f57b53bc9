"""The page of the yearly review, and its line in the inbox."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from common.clock import localdate
from staff.inbox.rows import inbox_of
from tests.factories.accounts import UserFactory


@pytest.fixture
def old(county):
    """Of two years ago, never used."""
    user = UserFactory(inspector=True, full_name="李华清")
    long_ago = timezone.now() - timedelta(days=800)
    User.objects.filter(pk=user.pk).update(created_at=long_ago)
    return user


def test_page_tells_what_is_due_and_who_never_signed_in(browser_of, security_administrator, old):
    page = browser_of(security_administrator).get("/people/review/").text

    assert "到期应复核 1 个" in page
    assert "从未登录" in page
    assert "800 天未登录" in page
    assert f'action="/people/{old.pk}/review/"' in page
    assert f'action="/people/{security_administrator.pk}/review/"' not in page


def test_audit_administrator_reads_and_decides_nothing(browser_of, audit_administrator, old):
    browser = browser_of(audit_administrator)

    assert "/review/" not in browser.get("/people/review/").text.replace("/people/review/", "")
    assert browser.post(f"/people/{old.pk}/review/").status_code == 403
    assert browser.post(f"/people/{old.pk}/close/", {"reason": "x"}).status_code == 403


def test_account_is_confirmed_with_a_click(browser_of, security_administrator, old):
    answer = browser_of(security_administrator).post(f"/people/{old.pk}/review/")

    assert answer.url == "/people/review/"
    assert User.objects.get(pk=old.pk).reviewed_by == security_administrator


def test_account_is_closed_with_a_reason(browser_of, security_administrator, old):
    browser = browser_of(security_administrator)

    browser.post(f"/people/{old.pk}/close/", {"reason": ""})
    assert User.objects.get(pk=old.pk).is_active
    browser.post(f"/people/{old.pk}/close/", {"reason": "已调离"})
    assert not User.objects.get(pk=old.pk).is_active


def lines_of(user):
    found = inbox_of(user, localdate(timezone.now()))
    return [(work.title, work.text) for work in [*found.overdue, *found.mine]]


def test_inbox_reminds_of_what_is_due_and_of_people_without_a_role(security_administrator, old):
    UserFactory()

    assert lines_of(security_administrator) == [
        ("账户年度复核", "1个账户到期应复核"),
        ("授予角色", "1名人员尚无角色"),
    ]


def test_inbox_says_nothing_of_it_to_others(audit_administrator, clerk, old):
    assert (lines_of(audit_administrator), lines_of(clerk)) == ([], [])


def test_page_costs_the_same_for_one_and_for_many(browser_of, security_administrator, queries_of):
    browser = browser_of(security_administrator)
    for_one = queries_of(browser, "/people/review/")
    UserFactory.create_batch(4)

    assert queries_of(browser, "/people/review/") == for_one


def test_person_of_the_neighbour_county_is_not_found(browser_of, security_administrator, next_door):
    with next_door():
        theirs = UserFactory(pk=777_777)

    browser = browser_of(security_administrator)
    assert browser.post(f"/people/{theirs.pk}/review/").status_code == 404
