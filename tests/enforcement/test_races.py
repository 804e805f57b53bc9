"""Two at once, with real commits, in a county of its own that is thrown away afterwards.

A test that commits cannot be cleaned by a flush: history that cannot be truncated would stop
it. So the county is made here and its schema dropped at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from accounts.models import User
from audit.models import AuditEvent
from common.errors import Refusal, WrongState
from documents.models import StoredFile
from enforcement import queries, services
from enforcement.models import Notice, NoticeCounter
from enforcement.states import NoticeState, ReinspectionResult
from inspections.states import VisitPurpose
from institutions.models import Institution
from institutions.states import InstitutionState
from policies.services import load_calendar, load_catalogue, seed_parameters
from tenants.models import County
from tests.committed import at_once, committed_county
from tests.factories.accounts import UserFactory
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import VisitFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import NOON

pytestmark = [pytest.mark.race, pytest.mark.slow]


@pytest.fixture
def lone_county(django_db_setup, django_db_blocker) -> Iterator[County]:
    with django_db_blocker.unblock(), committed_county("999907") as county:
        load_catalogue(at=NOON)
        load_calendar((2021,), at=NOON)
        seed_parameters({"organ.name": "竞速县教育局"}, at=NOON)
        yield county


def approve(notice_id: int, by: User) -> Callable[[], Notice]:
    return lambda: services.approve_notice(notice_id, by=by, at=NOON)


def test_two_approvals_at_once_give_one_number_and_one_sentence(lone_county):
    heads = [UserFactory(section_head=True) for _ in range(2)]
    notice = NoticeFactory(submitted=True)

    results = at_once(lone_county, *(approve(notice.pk, by=head) for head in heads))

    (refusal,) = [result for result in results if isinstance(result, Refusal)]
    assert isinstance(refusal, WrongState)
    assert "不能批准" in str(refusal)
    assert list(Notice.objects.values_list("serial", flat=True)) == [1]
    assert AuditEvent.objects.filter(kind="notice.approve").count() == 1
    assert StoredFile.objects.count() == 1


def test_many_approvals_at_once_leave_no_gap(lone_county):
    head = UserFactory(section_head=True)
    drafts = [NoticeFactory(submitted=True) for _ in range(4)]

    results = at_once(lone_county, *(approve(n.pk, by=head) for n in drafts for _ in range(2)))

    assert len([r for r in results if isinstance(r, WrongState)]) == 4
    assert sorted(Notice.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]
    assert NoticeCounter.objects.get().last == 4
    assert queries.numbers_missing() == []


def test_two_printers_at_once_give_one_paper(lone_county):
    notice = NoticeFactory(approved=True)

    at_once(lone_county, *[lambda: services.print_paper(notice.pk, at=NOON)] * 2)

    notice.refresh_from_db()
    assert notice.state == NoticeState.PRINTED
    assert StoredFile.objects.count() == 1
    assert AuditEvent.objects.filter(kind="notice.print").count() == 1


def test_two_notices_closed_at_once_end_the_correction(lone_county):
    shop = InstitutionFactory(rectifying=True)
    notices = [NoticeFactory(served=True, visit__institution=shop) for _ in range(2)]
    officer, later = UserFactory(inspector=True), NOON + timedelta(days=1)

    def close(notice_id: int) -> Callable[[], Notice]:
        visit = VisitFactory(confirmed=True, institution=shop, purpose=VisitPurpose.REINSPECTION)
        passed = {"visit_id": visit.pk, "result": ReinspectionResult.PASSED}
        return lambda: services.reinspect(notice_id, by=officer, at=later, **passed)

    results = at_once(lone_county, *[close(notice.pk) for notice in notices])

    assert [result.state for result in results] == [NoticeState.CLOSED] * 2
    assert Institution.objects.get(pk=shop.pk).state == InstitutionState.LICENSED
