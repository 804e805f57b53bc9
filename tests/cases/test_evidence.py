"""Evidence, kept things, the end of the investigation, orders to correct."""

from datetime import date, timedelta

import pytest

from cases import services
from cases.errors import (
    EvidenceMissing,
    EvidenceWrong,
    GainsWrong,
    OrderElsewhere,
    OwnCase,
    PreservationOpen,
)
from cases.models import Case, CaseCorrection, CaseEvidence
from cases.services import EvidenceFacts, Gains, PartyFacts
from cases.states import CaseState
from common.errors import WrongState
from deadlines.models import Deadline
from tests.cases.guarding import refused_by
from tests.factories import cases as scenes
from tests.factories.documents import StoredFileFactory
from tests.factories.enforcement import NoticeFactory
from tests.times import DAY, NOON

RECORD = EvidenceFacts("record", "现场笔录", DAY, "现场", "现场有24名学生")


def keep(people, case: Case):
    kept = services.ask_preservation(
        case.pk,
        [{"name": "账册", "quantity": "2本"}],
        reason="可能被销毁",
        place="培训场所",
        by=people.lead,
        at=NOON,
    )
    services.decide_preservation(kept.pk, approves=True, by=people.head, at=NOON)
    return services.keep_things(kept.pk, on=DAY, by=people.lead, at=NOON)


def test_evidence_is_numbered_and_says_what_it_proves(people, check_now):
    case = scenes.filed(people)
    file = StoredFileFactory()

    services.add_evidence(case.pk, RECORD, by=people.lead, at=NOON)
    invoice = EvidenceFacts("document", "收据", DAY, "家长", "收取费用", file_id=file.pk)
    services.add_evidence(case.pk, invoice, by=people.second, at=NOON)
    check_now()

    assert [(one.no, one.file, one.is_object) for one in case.evidence.all()] == [
        (1, None, True),
        (2, file, False),
    ]


def test_evidence_has_one_source_that_exists(people):
    case = scenes.filed(people)
    two = EvidenceFacts("document", "收据", DAY, "家长", "收费", file_id=1, paper_id=2)
    gone = EvidenceFacts("document", "收据", DAY, "家长", "收费", original_id=404)

    for facts, why in ((two, "一个来源"), (gone, "不存在")):
        with pytest.raises(EvidenceWrong, match=why):
            services.add_evidence(case.pk, facts, by=people.lead, at=NOON)
    assert not CaseEvidence.objects.exists()


def test_excluded_evidence_keeps_its_number_and_carries_nothing(people):
    case = scenes.filed(people)
    piece = services.add_evidence(case.pk, RECORD, by=people.lead, at=NOON)

    services.exclude_evidence(
        piece.pk, reason="未出示证件取得", is_lawful=False, by=people.lead, at=NOON
    )

    with pytest.raises(EvidenceMissing):
        scenes.services.end_investigation(
            case.pk,
            services.ReportFacts("事实", "证据", "依据", "裁量", "建议", "penalty"),
            by=people.lead,
            at=NOON,
        )
    assert CaseEvidence.objects.get().no == 1


def test_kept_things_are_handled_within_seven_working_days(people, check_now):
    case = scenes.filed(people)
    kept = keep(people, case)
    assert kept.handle_by == date(2021, 11, 19)
    assert Deadline.objects.get(key="deadline.t03").due_on == kept.handle_by

    with pytest.raises(PreservationOpen, match="账册"):
        scenes.end(case, people)

    services.handle_kept(
        kept.pk, handling="returned", reason="已取证", on=DAY, by=people.lead, at=NOON
    )
    check_now()
    assert Deadline.objects.get(key="deadline.t03").met_on == DAY
    assert case.steps.last().text == "处理保存物品：退还当事人"


def test_no_case_ends_over_things_that_are_still_kept(people, check_now):
    case = scenes.filed(people)
    kept = keep(people, case)
    told = {"by": people.head, "at": NOON}

    with pytest.raises(PreservationOpen, match="账册.*不能撤案"):
        services.withdraw_case(case.pk, reason="主体有误", **told)
    with pytest.raises(PreservationOpen, match="账册.*不能移送"):
        services.transfer_case(case.pk, receiver="县市场监管局", grounds="属无照经营", **told)
    assert Deadline.objects.get(key="deadline.t03").is_open

    services.handle_kept(
        kept.pk, handling="transferred", reason="随案移送", on=DAY, by=people.lead, at=NOON
    )
    services.transfer_case(case.pk, receiver="县市场监管局", grounds="属无照经营", **told)
    check_now()


def test_nothing_is_taken_into_keeping_once_the_case_is_over(people):
    case = scenes.filed(people)
    kept = services.ask_preservation(
        case.pk,
        [{"name": "账册", "quantity": "2本"}],
        reason="可能被销毁",
        place="培训场所",
        by=people.lead,
        at=NOON,
    )
    services.decide_preservation(kept.pk, approves=True, by=people.head, at=NOON)
    services.withdraw_case(case.pk, reason="主体有误", by=people.head, at=NOON)

    with pytest.raises(WrongState, match="调查中"):
        services.keep_things(kept.pk, on=DAY, by=people.lead, at=NOON)


def test_nothing_is_kept_without_the_head(people):
    case = scenes.filed(people)
    kept = services.ask_preservation(
        case.pk,
        [{"name": "账册", "quantity": "2本"}],
        reason="可能被销毁",
        place="培训场所",
        by=people.lead,
        at=NOON,
    )

    with pytest.raises(WrongState):
        services.keep_things(kept.pk, on=DAY, by=people.lead, at=NOON)
    people.second.roles = ["inspector", "bureau_head"]
    people.second.save()
    with pytest.raises(OwnCase):
        services.decide_preservation(kept.pk, approves=True, by=people.second, at=NOON)


def end_with(people, case, gains: Gains):
    services.add_evidence(case.pk, RECORD, by=people.lead, at=NOON)
    facts = services.ReportFacts("事实", "证据", "依据", "裁量", "建议", "penalty")
    return services.end_investigation(case.pk, facts, by=people.lead, at=NOON, gains=gains)


def test_gains_less_what_was_refunded_before_filing(people):
    """湘潭县, S33: 46,580 collected, 43,580 refunded; 3,000 recognised."""
    gains = Gains(4_658_000, 4_358_000, DAY, "立案前已退未消课费用", pupil_count=34)
    report = end_with(people, scenes.filed(people), gains)

    assert report.gains_fen == 300_000


def test_gains_without_deduction_are_all_that_was_collected(people):
    """济南, S34, before Order 53: the whole 83,789 was treated as gains."""
    report = end_with(people, scenes.filed(people), Gains(8_378_900))

    assert report.gains_fen == 8_378_900


@pytest.mark.parametrize(
    "gains",
    [Gains(-1), Gains(100, 200, DAY, "依据"), Gains(100, 50), Gains(100, 0, None, "依据")],
)
def test_gains_that_do_not_add_up_are_refused(people, gains):
    case = scenes.filed(people)

    with pytest.raises(GainsWrong):
        end_with(people, case, gains)

    assert Case.objects.get().state == CaseState.INVESTIGATING


def test_an_order_belongs_to_a_case_of_the_same_party_and_lends_its_date(people, check_now):
    order = NoticeFactory(printed=True)
    party = PartyFacts(kind="institution", institution_id=order.institution_id, address="某路")
    case = scenes.filed(people, party=party)

    link = services.link_correction(case.pk, order.pk, by=people.lead, at=NOON)
    check_now()

    assert link.ordered_on == order.approved_on
    assert {field.name for field in CaseCorrection._meta.get_fields()} == {
        *("id", "case", "notice", "linked_at", "linked_by")
    }
    with refused_by("cases_casecorrection_stays"):
        CaseCorrection.objects.update(case=case)
    with pytest.raises(OrderElsewhere, match="已经属于"):
        services.link_correction(case.pk, order.pk, by=people.lead, at=NOON)


def test_an_order_of_somebody_else_does_not_belong_to_the_case(people):
    case = scenes.filed(people)

    with pytest.raises(OrderElsewhere, match="当事人不同"):
        services.link_correction(case.pk, NoticeFactory(printed=True).pk, by=people.lead, at=NOON)
    with pytest.raises(OrderElsewhere, match="起草"):
        services.link_correction(case.pk, NoticeFactory().pk, by=people.lead, at=NOON)


def test_the_decision_reads_the_date_of_the_order_from_its_paper(people):
    """The inconsistency of 3.6: a correction order with two dates cannot be written."""
    order = NoticeFactory(printed=True)
    party = PartyFacts(kind="institution", institution_id=order.institution_id, address="某路")
    case = scenes.end(scenes.filed(people, party=party), people)
    services.link_correction(case.pk, order.pk, by=people.lead, at=NOON)
    scenes.served(case, people)
    services.finish_answers(case.pk, by=people.lead, at=scenes.days(30))
    facts = scenes.penalty()
    decision = scenes.drafted_decision(case, people, facts, scenes.days(30))

    paper = decision.papers.get(paper__code="D36").paper
    assert paper.facts["correction"]["date"] == order.approved_on.isoformat()


def test_nothing_is_added_after_the_decision(people):
    decision = scenes.decided(people, scenes.FINE)
    later = NOON + timedelta(days=31)

    with pytest.raises(WrongState):
        services.add_evidence(decision.case_id, RECORD, by=people.lead, at=later)
