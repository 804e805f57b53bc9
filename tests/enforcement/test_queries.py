from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest

from audit.services import record
from common.errors import NotFound
from common.filters import Asker
from documents.models import StoredFile
from enforcement import queries, services
from enforcement.errors import NothingToBundle
from enforcement.filters import NoticeFilters
from enforcement.models import Notice
from enforcement.states import NoticeForm, NoticeState
from tests.enforcement.scenes import submitted
from tests.factories.accounts import UserFactory
from tests.factories.documents import blank_pdf
from tests.factories.enforcement import DeliveryFactory, NoticeFactory, WithdrawalFactory
from tests.factories.inspections import CampaignFactory, FindingFactory, VisitFactory
from tests.times import DAY, NOON

LATE = date(2021, 12, 4)


def codes(user, as_of=DAY) -> dict[str, int]:
    return {group.code: group.count for group in queries.inbox(user, as_of)}


def test_an_inspector_finds_drafts_papers_to_serve_and_work_to_check_again(county):
    me = UserFactory(inspector=True)
    NoticeFactory(drafted_by=me)
    NoticeFactory()
    NoticeFactory(printed=True)
    NoticeFactory(served=True)
    NoticeFactory(served=True, state=NoticeState.ANSWERED, due_on=date(2021, 12, 31))

    assert codes(me) == {"drafts": 1, "to_serve": 1, "to_reinspect": 1}
    assert codes(me, LATE) == {"drafts": 1, "to_serve": 1, "to_reinspect": 2, "overdue": 1}


def test_a_section_head_finds_what_to_approve_and_what_to_endorse(county):
    NoticeFactory(submitted=True)
    NoticeFactory(stop=True, submitted=True)
    NoticeFactory(stop=True, endorsed=True)

    assert codes(UserFactory(section_head=True)) == {"to_approve": 1, "to_endorse": 1}


def test_a_bureau_head_finds_endorsed_papers_and_withdrawals(county):
    NoticeFactory(submitted=True)
    NoticeFactory(stop=True, endorsed=True)
    WithdrawalFactory(submitted=True)

    found = codes(UserFactory(bureau_head=True))

    assert found == {"to_approve_stop": 1, "to_approve_withdrawal": 1}


def test_a_clerk_finds_papers_to_serve_and_answers_to_enter(county):
    NoticeFactory(printed=True)
    NoticeFactory(served=True)

    assert codes(UserFactory(registry_clerk=True)) == {"to_serve": 1, "to_answer": 1}


def test_own_visits_and_own_drafts_are_no_work_to_decide(county):
    me = UserFactory(section_head=True, certificate=True)
    visit = VisitFactory(confirmed=True, officers=[me, UserFactory(certificate=True)])
    NoticeFactory(submitted=True, visit=visit)
    NoticeFactory(submitted=True, drafted_by=me, submitted_by=me)

    assert codes(me) == {}


def test_a_stopped_printing_is_shown(county):
    NoticeFactory(approved=True, print_error="字库中没有“𬌗”。")

    assert codes(UserFactory(section_head=True)) == {"print_stopped": 1}


def test_a_partner_sees_no_notice(county):
    notice = NoticeFactory(served=True)
    partner = UserFactory(partner_officer=True)

    assert list(queries.notices_for(partner)) == []
    assert queries.inbox(partner, LATE) == []
    with pytest.raises(NotFound):
        queries.get_notice(notice.pk, user=partner)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_one_query_however_long(county, django_assert_num_queries, rows):
    for _ in range(rows):
        NoticeFactory(served=True)
    clerk = UserFactory(registry_clerk=True)

    with django_assert_num_queries(1):
        for notice in queries.notices_for(clerk):
            assert all((notice.institution.name, notice.visit.state, notice.document.name))


def test_the_filters_of_a_list(county):
    campaign = CampaignFactory()
    one = NoticeFactory(served=True, visit=VisitFactory(confirmed=True, campaign=campaign))
    NoticeFactory(stop=True)
    clerk = UserFactory(registry_clerk=True)

    for wanted in (
        {"form": NoticeForm.RECTIFICATION},
        {"state": NoticeState.SERVED},
        {"text": one.number[-6:]},
        {"text": one.institution.name},
        {"campaign": str(campaign.pk)},
        {"institution": str(one.institution_id)},
        {"overdue": "yes"},
    ):
        found = NoticeFilters(wanted, asker=Asker(clerk, LATE)).narrow(queries.notices_for(clerk))
        assert list(found) == [one], wanted


def test_overdue_tells_how_many_days(county):
    late = NoticeFactory(served=True)
    NoticeFactory(served=True, due_on=LATE)
    WithdrawalFactory(served=True, due_on=None)

    (row,) = queries.overdue(LATE)

    assert (row.notice, row.due_on, row.days_late) == (late, date(2021, 12, 1), 3)


def test_visits_that_still_need_a_notice(visit, people):
    routed_only = VisitFactory(confirmed=True)
    FindingFactory(visit=routed_only, routed_one=True)
    FindingFactory(visit=VisitFactory(recorded=True))
    assert list(queries.visits_awaiting_notice()) == [visit]

    notice = services.draft_notice(visit.pk, form="rectification", by=people.drafter, at=NOON)
    assert list(queries.visits_awaiting_notice()) == []

    services.discard_draft(notice.pk, reason="选错", by=people.drafter, at=NOON)
    assert list(queries.visits_awaiting_notice()) == [visit]


def test_history_holds_the_notice_and_what_took_it_back(county):
    withdrawal = WithdrawalFactory()
    record("notice.print", withdrawal.withdraws, by=None, at=NOON)
    record("notice.draft", withdrawal, by=withdrawal.drafted_by, at=NOON)

    kinds = [event.kind for event in queries.notice_history(withdrawal.withdraws)]

    assert kinds == ["notice.draft", "notice.print"]


def test_a_draft_shows_what_it_would_say_and_an_approved_notice_what_it_says(visit, people):
    draft = submitted(visit, people)
    said = queries.paper_of(draft, as_of=DAY)
    assert (said["number"], said["party"]["name"]) == ("（批准时编号）", "青禾培训学校")

    frozen = services.approve_notice(draft.pk, by=people.section_head, at=NOON)
    type(visit.institution).objects.update(name="改名后")

    assert queries.paper_of(Notice.objects.get(), as_of=DAY) == frozen.payload


def test_the_receipt_to_take_along_names_the_paper(county):
    notice = NoticeFactory(printed=True)

    payload = queries.receipt_payload(notice)

    assert (payload["number"], payload["party"]) == (notice.number, "白石县晨曦教育培训中心")
    with pytest.raises(NotFound):
        queries.receipt_payload(NoticeFactory())


def test_all_papers_of_a_campaign_as_one_file(county):
    campaign = CampaignFactory()
    for number in (1, 2):
        NoticeFactory(
            printed=True,
            serial=number,
            visit=VisitFactory(confirmed=True, campaign=campaign),
            document__content=blank_pdf() + b"%" + str(number).encode(),
        )
    NoticeFactory(approved=True, visit=VisitFactory(confirmed=True, campaign=campaign))

    whole = queries.campaign_bundle(campaign)
    single = ZipFile(BytesIO(queries.campaign_bundle(campaign, as_zip=True)))

    assert len(pypdfium2.PdfDocument(whole)) == 2
    assert [name[:12] for name in single.namelist()] == [
        "白教责改字〔2021〕1",
        "白教责改字〔2021〕2",
    ]
    assert StoredFile.objects.count() == 2
    with pytest.raises(NothingToBundle):
        queries.campaign_bundle(campaign, form=NoticeForm.STOP)


def test_the_public_sees_what_proves_the_paper_and_no_more(county):
    notice = NoticeFactory(printed=True, token="abc")

    facts = queries.verification("abc", as_of=DAY)

    assert (facts.number, facts.state, facts.issuer) == (
        notice.number,
        "已印制待送达",
        "白石瑶族自治县教育局",
    )
    assert facts.sha256 == notice.document.sha256
    assert facts.party == "白石县晨曦教育培训中心"
    assert not {"王春梅", "91999901MA1TEK102F"} & set(map(str, vars_of(facts)))


def vars_of(facts):
    return [getattr(facts, name) for name in facts.__slots__]


def test_the_public_sees_that_a_paper_was_taken_back_and_by_which(county):
    withdrawal = WithdrawalFactory(printed=True)
    old = withdrawal.withdraws
    old.state, old.withdrawn_at = NoticeState.WITHDRAWN, NOON
    old.save()

    facts = queries.verification(old.token, as_of=DAY)

    assert (facts.state, facts.is_withdrawn) == ("已撤回", True)
    assert facts.withdrawn_by == withdrawal.number


def test_the_public_sees_a_public_notice_still_hanging(county):
    notice = NoticeFactory(printed=True)
    DeliveryFactory(
        notice=notice,
        way="public_notice",
        reason="下落不明",
        place="县政府网站",
        effective_on=date(2022, 1, 9),
    )
    notice.state, notice.served_on, notice.due_on = "served", date(2022, 1, 9), date(2022, 2, 1)
    notice.save()

    facts = queries.verification(notice.token, as_of=DAY)

    assert facts.state == "公告送达中，2022年1月9日视为送达"


@pytest.mark.parametrize("token", ["", "unknown"])
def test_an_unknown_token_shows_nothing(county, token):
    NoticeFactory()

    with pytest.raises(NotFound):
        queries.verification(token, as_of=DAY)


def test_the_neighbour_county_sees_no_notice(county, next_door):
    notice = NoticeFactory(printed=True, token="abc")

    with next_door():
        with pytest.raises(NotFound):
            queries.verification("abc", as_of=DAY)
        with pytest.raises(NotFound):
            services.approve_notice(notice.pk, by=UserFactory(section_head=True), at=NOON)
