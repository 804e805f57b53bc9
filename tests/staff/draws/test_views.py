"""Draws through the browser: from preparing to the public page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from common.clock import localdate
from draws.models import Draw, Recusal, Redraw
from draws.queries import drawn_visits_of
from draws.rules import digest
from draws.states import DrawState
from policies.services import seed_parameters
from tests.factories import package_law
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.draws import DrawFactory, DrawnVisitFactory, PlanCauseFactory
from tests.factories.inspections import VisitFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import NOON

SECRETS = ("第一段密文，只有本人知道", "第二段密文，只有本人知道")


@pytest.fixture
def ready(county):
    """Ten institutions, three officers, the county's parameters; certificates hold for years."""
    seed_parameters({}, at=NOON)
    package_law.calendar()
    InstitutionFactory.create_batch(10)
    return UserFactory.create_batch(3, inspector=True, certificate__valid_until="2199-12-31")


@pytest.fixture
def head(county):
    return UserFactory(section_head=True, full_name="陈股长")


@pytest.fixture
def witnesses(county):
    market = DepartmentFactory(market=True)
    return [
        UserFactory(registry_clerk=True),
        UserFactory(roles=["partner_officer"], department=market),
    ]


def _wish(**changes):
    today = localdate(timezone.now())
    return {
        "title": "四季度抽查",
        "kinds": ["subject"],
        "wanted": 3,
        "own_officers": 2,
        "visits_from": today + timedelta(days=2),
        "visits_until": today + timedelta(days=30),
        "seed_kind": "commitments",
    } | changes


def _drawn(browser_of, head, witnesses) -> Draw:
    """Everything up to the draw by way of the pages."""
    organiser = browser_of(head)
    url = organiser.post("/draws/new/", _wish()).url
    for who, secret in zip(witnesses, SECRETS, strict=True):
        browser_of(who).post(f"{url}commit/", {"digest": digest(secret)})
    organiser.post(f"{url}freeze/")
    for who, secret in zip(witnesses, SECRETS, strict=True):
        browser_of(who).post(f"{url}reveal/", {"secret": secret})
    return Draw.objects.get()


def test_a_draw_goes_from_wish_to_result_through_the_pages(ready, browser_of, head, witnesses):
    draw = _drawn(browser_of, head, witnesses)

    answer = browser_of(head).get(f"/draws/{draw.pk}/")

    assert draw.state == DrawState.DRAWN
    assert "机构、人员与记录完全一致" in answer.text
    for row in drawn_visits_of(draw):
        assert row.institution.name in answer.text


def test_everybody_sees_checksum_at_once_and_result_once_published(
    ready, browser_of, head, witnesses, verifier
):
    draw = _drawn(browser_of, head, witnesses)
    name = drawn_visits_of(draw)[0].institution.name
    anybody = browser_of()
    before = anybody.get(f"/d/{draw.pk}/").text
    hidden = anybody.get(f"/d/{draw.pk}/list.json").status_code

    browser_of(head).post(f"/draws/{draw.pk}/publish/")
    after = anybody.get(f"/d/{draw.pk}/").text
    files = [anybody.get(f"/d/{draw.pk}/{one}.json").text for one in ("list", "result")]

    assert draw.list_sha256 in before
    assert name not in before
    assert hidden == 404
    assert name in after
    assert verifier.faults(*files, draw.list_sha256) == []


def test_everybody_sees_what_came_out_of_a_visit_and_what_is_still_to_come(browser_of, ready):
    draw = DrawFactory(published=True)
    for facts in ({"confirmed": True}, {"approved": True}):
        row = DrawnVisitFactory(draw=draw)
        visit = VisitFactory(institution=row.institution, **facts)
        PlanCauseFactory(plan__visit=visit, drawn_visit=row)

    page = browser_of().get(f"/d/{draw.pk}/").text

    assert page.count("未发现问题") == 1
    assert page.count("待公布") == 1


def test_a_draft_is_not_public_and_a_cancelled_one_says_why(browser_of, county):
    draft = DrawFactory()
    gone = DrawFactory(
        frozen=True,
        state="cancelled",
        cancelled_at=NOON,
        cancelled_by=draft.made_by,
        cancel_reason="承诺人丢失密文",
    )
    anybody = browser_of()

    assert anybody.get(f"/d/{draft.pk}/").status_code == 404
    assert "承诺人丢失密文" in anybody.get(f"/d/{gone.pk}/").text
    assert gone.title in anybody.get("/d/").text


def test_the_verifier_is_there_for_everybody(browser_of, county):
    answer = browser_of().get("/d/verify_draw.py")

    assert answer["Content-Type"].startswith("text/x-python")
    assert "def faults(" in answer.text


def test_a_refused_wish_keeps_what_was_typed(ready, browser_of, head):
    answer = browser_of(head).post("/draws/new/", _wish(own_officers=1, title="只派一人"))

    assert "须至少两名" in answer.text
    assert "只派一人" in answer.text
    assert Draw.objects.count() == 0


def test_value_typed_differently_the_second_time_is_refused(browser_of, county):
    clerk = UserFactory(registry_clerk=True)
    draw = DrawFactory(frozen=True, seed_kind="lottery", seed_source="3D", seed_after=NOON)
    sent = {"text": "03 08 11", "again": "03 08 12"}

    answer = browser_of(clerk).post(f"/draws/{draw.pk}/value/", sent)

    assert "两次录入不一致" in answer.text
    assert Draw.objects.get().state == DrawState.FROZEN


def test_redraw_page_seats_another(ready, browser_of, head, witnesses):
    draw = _drawn(browser_of, head, witnesses)
    row = drawn_visits_of(draw)[0]
    sent = {"officer_id": row.crew[0].pk, "reason": "recusal", "note": "近亲属任职"}

    answer = browser_of(head).post(f"/draws/visits/{row.pk}/redraw/", sent)

    assert answer.url == f"/draws/{draw.pk}/"
    assert Redraw.objects.get().officer_out == row.crew[0]


def test_recusals_page_lets_an_officer_declare_only_the_own(ready, browser_of):
    officer, other = ready[:2]
    school = InstitutionFactory()
    sent = {"institution": school.pk, "reason": "子女在读"}

    browser_of(officer).post("/draws/recusals/", sent | {"officer": officer.pk})
    refused = browser_of(officer).post("/draws/recusals/", sent | {"officer": other.pk})

    assert [one.officer for one in Recusal.objects.all()] == [officer]
    assert refused.status_code == 200


def test_cancel_page_wants_a_reason(browser_of, head):
    draw = DrawFactory()
    browser = browser_of(head)

    browser.post(f"/draws/{draw.pk}/cancel/", {"reason": ""})
    browser.post(f"/draws/{draw.pk}/cancel/", {"reason": "改期"})

    assert Draw.objects.get().cancel_reason == "改期"
