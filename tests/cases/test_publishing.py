"""Publication by class, its end on time, withdrawal and credit repair."""

from datetime import date

import pytest

from cases import services
from cases.errors import CaseDayWrong, NotPublishable
from cases.models import Case, CaseDeadline, Publication, Removal
from common.clock import at_noon
from policies.services import load_calendar
from tests.cases.guarding import change, refused_by
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.cases import Proposed

SHOWN = date(2026, 5, 6)  # under the rule in force since 2026-04-01
AT = at_noon(SHOWN)


@pytest.fixture
def case(people) -> Case:
    return endings.handed_over(people)


def publish(case: Case, people, on: date = SHOWN) -> Publication:
    at = at_noon(on)
    load_calendar((2026,), at=at)
    paper = endings.approved_paper(case, people, "D51", role="publication", at=at)
    where = "县政府门户网站"
    return services.publish_decision(case.pk, paper.pk, where=where, on=on, by=people.lead, at=at)


def test_an_ordinary_penalty_is_shown_for_a_year_at_most(people, case, check_now):
    publication = publish(case, people)
    check_now()

    assert publication.publicity_class == "ordinary"
    assert (publication.repair_from, publication.remove_on) == (
        date(2026, 8, 6),
        date(2027, 5, 6),
    )
    clocks = CaseDeadline.objects.filter(case=case, role__in=("publication", "removal"))
    assert [(one.deadline.key, one.deadline.state) for one in clocks] == [
        ("deadline.t26", "met"),
        ("deadline.t37", "running"),
    ]
    assert publication.public_file.content != b""
    with pytest.raises(NotPublishable):
        publish(case, people)


def test_a_warning_is_not_published(people):
    case = endings.handed_over(people, Proposed("P1"))

    with pytest.raises(NotPublishable):
        publish(case, people)
    assert not CaseDeadline.objects.filter(case=case, role="publication").exists()


def test_its_end_is_listed_once_and_taken_down_once(people, case):
    publication = publish(case, people)
    over = at_noon(publication.remove_on)

    assert services.list_removals(at=AT) == 0
    assert [services.list_removals(at=over) for _ in range(2)] == [1, 0]
    removal = Removal.objects.get()
    done = {"on": publication.remove_on, "proof": "网页已无法打开"}
    services.note_removed(removal.pk, **done, by=people.lead, at=over)

    publication.refresh_from_db()
    assert publication.state == "removed"
    assert services.list_removals(at=over) == 0
    with refused_by("publication_ended_stays"):
        change(publication, state="published")


def test_an_annulled_decision_is_withdrawn_within_three_working_days(people, case):
    publish(case, people)
    facts = {"kind": "reconsideration", "body": "县人民政府", "filed_on": SHOWN}
    remedy = services.record_remedy(case.pk, **facts, by=people.lead, at=AT)
    told = {"result": "annulled", "received_on": SHOWN, "text": "撤销"}
    services.end_remedy(remedy.pk, **told, by=people.lead, at=AT)

    removal = services.withdraw_publication(case.pk, reason="已被撤销", by=people.lead, at=AT)

    # The 9th of May 2026 is a make-up Saturday.
    assert (removal.reason, removal.due_on) == ("withdrawn", date(2026, 5, 9))


def test_the_days_to_withdraw_run_from_the_day_of_the_result(people, case, check_now):
    """T27 is counted from that day, whenever somebody enters the withdrawal."""
    publish(case, people)
    facts = {"kind": "reconsideration", "body": "县人民政府", "filed_on": SHOWN}
    remedy = services.record_remedy(case.pk, **facts, by=people.lead, at=AT)
    told = {"result": "changed", "received_on": SHOWN, "text": "变更", "new_fine_fen": 100_000}
    services.end_remedy(remedy.pk, **told, by=people.lead, at=AT)
    check_now()

    clock = CaseDeadline.objects.get(case=case, role="withdrawal").deadline
    assert (clock.key, clock.counts_from_on, clock.state) == ("deadline.t27", SHOWN, "running")
    late = at_noon(date(2026, 5, 12))
    removal = services.withdraw_publication(case.pk, reason="已变更", by=people.lead, at=late)
    done = {"on": date(2026, 5, 12), "proof": "网页已无法打开"}
    services.note_removed(removal.pk, **done, by=people.lead, at=late)
    clock.refresh_from_db()
    assert (removal.due_on, clock.was_late) == (date(2026, 5, 9), True)


def test_what_fell_before_it_was_shown_need_not_be_published(people, case):
    facts = {"kind": "reconsideration", "body": "县人民政府", "filed_on": SHOWN}
    remedy = services.record_remedy(case.pk, **facts, by=people.lead, at=AT)
    told = {"result": "annulled", "received_on": SHOWN, "text": "撤销"}

    services.end_remedy(remedy.pk, **told, by=people.lead, at=AT)

    clock = CaseDeadline.objects.get(case=case, role="publication").deadline
    assert clock.state == "cancelled"
    assert not CaseDeadline.objects.filter(case=case, role="withdrawal").exists()


def test_nothing_is_shown_before_the_day_of_its_service(people, case):
    served = scenes.days(30)
    paper = endings.approved_paper(case, people, "D51", role="publication", at=served)
    told = {"where": "县政府门户网站", "by": people.lead, "at": served}

    with pytest.raises(CaseDayWrong, match="不能早于2021年12月10日"):
        services.publish_decision(case.pk, paper.pk, on=date(2021, 12, 9), **told)
    shown = services.publish_decision(case.pk, paper.pk, on=date(2021, 12, 10), **told)

    assert shown.published_on == date(2021, 12, 10)


def test_credit_is_repaired_after_the_shortest_time_only(people, case):
    publication = publish(case, people)
    early, ripe = date(2026, 8, 5), date(2026, 8, 6)
    ask = {"ground": "已履行，已改正", "by": people.lead}
    with pytest.raises(CaseDayWrong):
        services.ask_repair(case.pk, requested_on=early, at=at_noon(early), **ask)

    repair = services.ask_repair(case.pk, requested_on=ripe, at=at_noon(ripe), **ask)
    told = {"repairs": True, "answer": "同意"}
    services.decide_repair(repair.pk, **told, by=people.head, at=at_noon(ripe))

    assert Removal.objects.get(publication=publication).reason == "repaired"


def annul(case: Case, people) -> None:
    facts = {"kind": "reconsideration", "body": "县人民政府", "filed_on": SHOWN}
    remedy = services.record_remedy(case.pk, **facts, by=people.lead, at=AT)
    told = {"result": "annulled", "received_on": SHOWN, "text": "撤销"}
    services.end_remedy(remedy.pk, **told, by=people.lead, at=AT)


def test_a_withdrawal_is_asked_once(people, case):
    publish(case, people)
    annul(case, people)
    first = services.withdraw_publication(case.pk, reason="已被撤销", by=people.lead, at=AT)

    with pytest.raises(NotPublishable, match="撤回"):
        services.withdraw_publication(case.pk, reason="另一理由", by=people.lead, at=AT)

    assert Removal.objects.get().text == first.text == "已被撤销"


def test_credit_repaired_after_the_end_leaves_nothing_to_take_down(people, case):
    publication = publish(case, people)
    over = at_noon(publication.remove_on)
    ask = {"requested_on": publication.remove_on, "ground": "已履行", "by": people.lead}
    repair = services.ask_repair(case.pk, **ask, at=over)
    services.list_removals(at=over)
    gone = {"on": publication.remove_on, "proof": "网页已无法打开"}
    services.note_removed(Removal.objects.get().pk, **gone, by=people.lead, at=over)

    services.decide_repair(repair.pk, repairs=True, answer="同意", by=people.head, at=over)

    assert Removal.objects.filter(removed_at__isnull=True).count() == 0
