"""The paper that tells the party what an inspection found (form D09)."""

import pytest

from accounts.roles import ROLES
from audit.models import AuditEvent
from common.errors import NotAllowed
from enforcement import queries, services
from enforcement.errors import NoticeExists, VisitNotConfirmed
from enforcement.states import NoticeForm, NoticeState
from inspections.states import FindingVerdict
from policies.services import load_calendar
from tests.enforcement.scenes import approved, visit_to
from tests.factories.accounts import UserFactory
from tests.factories.inspections import FindingFactory, VisitFactory
from tests.factories.releases import FindingReviewFactory
from tests.times import DAY, NOON

pytestmark = pytest.mark.usefixtures("law")


def told(visit, people, added=""):
    """The result, approved and frozen; its payload."""
    notice = services.draft_result(visit.pk, by=people.drafter, at=NOON, added=added)
    services.submit_notice(notice.pk, by=people.drafter, at=NOON)
    return services.approve_notice(notice.pk, by=people.section_head, at=NOON)


def words_of(notice):
    payload = notice.payload
    return "".join([*payload["paragraphs"], *payload["orders"], *payload["after"]])


def test_a_result_tells_what_stood_and_takes_a_number_of_its_own(people, visit):
    notice = told(visit, people, added="请在十日内更新公示栏")

    assert notice.number == "县教检告字〔2021〕1号"
    assert [row["code"] for row in notice.payload["findings"]] == ["V40", "V32"]
    assert "对上述尚未改正的问题，本机关将依法另行处理" in words_of(notice)
    assert "请在十日内更新公示栏" in words_of(notice)
    assert (notice.payload["basis"][0][:4], notice.limit_count) == ("以上事实", None)
    assert "行政复议" not in words_of(notice)
    assert AuditEvent.objects.filter(kind="notice.draft", object_id=str(notice.pk)).exists()


def test_a_visit_without_findings_is_told_so(people, school):
    notice = told(visit_to(school), people)

    assert notice.payload["paragraphs"][0].endswith("检查中未发现你单位存在违法违规问题。")
    assert (notice.payload["findings"], notice.payload["basis"]) == ([], [])


def test_what_was_dropped_is_not_told_and_what_was_corrected_is_told_so(people, visit):
    first, second = visit.findings.order_by("no")
    FindingReviewFactory(finding=first, is_corrected_on_site=True, correction="当场查询并登记")
    FindingReviewFactory(finding=second, verdict=FindingVerdict.DROPPED, reason="证据不足")

    notice = told(visit, people)

    (row,) = notice.payload["findings"]
    assert row["text"].endswith("检查当场已改正：当场查询并登记。")
    assert "另行处理" not in words_of(notice)


def test_orders_given_and_matters_of_others_are_named(people, visit):
    order = approved(visit, people)
    routed = FindingFactory(visit=visit, routed_one=True)

    notice = told(visit, people)

    assert f"《责令限期整改通知书》（{order.number}）" in words_of(notice)
    assert routed.routed.title in words_of(notice)
    assert routed.code not in [row["code"] for row in notice.payload["findings"]]


def test_one_result_per_visit_and_only_of_a_confirmed_one(people, visit):
    services.draft_result(visit.pk, by=people.drafter, at=NOON)

    with pytest.raises(NoticeExists):
        services.draft_result(visit.pk, by=people.drafter, at=NOON)
    with pytest.raises(VisitNotConfirmed):
        services.draft_result(VisitFactory(recorded=True).pk, by=people.drafter, at=NOON)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"inspector"}))
def test_only_who_drafts_papers_begins_one(role, visit):
    with pytest.raises(NotAllowed):
        services.draft_result(visit.pk, by=UserFactory(roles=[role]), at=NOON)


def test_only_the_added_sentence_of_a_draft_is_changed(people, visit):
    notice = services.draft_result(visit.pk, by=people.drafter, at=NOON)
    (first, _) = visit.findings.order_by("no")

    changed = services.change_draft(
        notice.pk,
        by=people.drafter,
        at=NOON,
        finding_ids=[first.pk],
        limit=services.Limit(3, "working_day"),
        added_order="请更新公示栏",
    )

    assert (changed.limit_count, changed.added_order) == (None, "请更新公示栏")
    assert len(queries.findings_of(changed)) == 2


def test_a_served_result_starts_no_clock_and_leaves_the_order_to_be_drawn(people, visit):
    load_calendar((2022,), at=NOON)
    notice = told(visit, people)
    services.print_paper(notice.pk, at=NOON)

    served = services.serve_notice(
        notice.pk,
        way="direct",
        delivered_on=DAY,
        evidence=services.DeliveryEvidence(recipient="王春梅"),
        by=people.clerk,
        at=NOON,
    )

    assert (served.state, served.due_on) == (NoticeState.SERVED, None)
    assert visit in queries.visits_awaiting_notice()
    assert services.draft_notice(
        visit.pk, form=NoticeForm.RECTIFICATION, by=people.drafter, at=NOON
    )
