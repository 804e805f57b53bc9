"""How to make one row of each model of penalty cases."""

from __future__ import annotations

from datetime import date

from cases import models
from tests.factories import cases as scenes
from tests.factories import endings
from tests.factories.accounts import UserFactory
from tests.factories.enforcement import NoticeFactory
from tests.factories.papers import a_paper
from tests.factories.policies import ViolationFactory
from tests.factories.transfers import TransferFactory
from tests.times import DAY, NOON


def _case() -> models.Case:
    return scenes.clue(scenes.People())


def _served() -> models.PriorNotice:
    people = scenes.People()
    return scenes.served(scenes.ended(people), people, scenes.CLOSING)


def _opinion() -> models.CaseOpinion:
    case = _case()
    return models.CaseOpinion.objects.create(
        case=case,
        matter="filing",
        level="officer",
        agrees=True,
        text="建议立案",
        given_at=NOON,
        given_by=case.registered_by,
    )


def _recusal() -> models.CaseRecusal:
    case = _case()
    return models.CaseRecusal.objects.create(
        case=case,
        person=case.registered_by,
        is_own_wish=True,
        reason="与当事人是近亲属",
        asked_at=NOON,
        asked_by=case.registered_by,
    )


def _evidence() -> models.CaseEvidence:
    case = _case()
    return models.CaseEvidence.objects.create(
        case=case,
        no=1,
        kind="object",
        name="教材一本",
        is_object=True,
        obtained_on=DAY,
        obtained_from="现场",
        proves="开展学科类培训",
        added_at=NOON,
        added_by=case.registered_by,
    )


def _preservation() -> models.Preservation:
    case = _case()
    return models.Preservation.objects.create(
        case=case,
        reason="可能灭失",
        place="培训场所",
        asked_at=NOON,
        asked_by=case.registered_by,
    )


def _item() -> models.PreservedItem:
    return models.PreservedItem.objects.create(
        preservation=_preservation(), no=1, name="账册", quantity="2本"
    )


def _review() -> models.LegalReview:
    report = scenes.bare_report()
    return models.LegalReview.objects.create(
        case=report.case,
        report=report,
        no=1,
        grounds=[],
        outcome="passed",
        opinion="同意",
        qualification="法律职业资格A20200001",
        reviewed_on=DAY,
        reviewed_at=NOON,
        reviewed_by=UserFactory(legal_reviewer=True),
    )


def _statement() -> models.Statement:
    notice = _served()
    return models.Statement.objects.create(
        notice=notice,
        made_on=DAY,
        made_by="王春梅",
        text="请求从轻",
        recorded_at=NOON,
        recorded_by=notice.drafted_by,
    )


def _waiver() -> models.Waiver:
    notice = _served()
    return models.Waiver.objects.create(
        notice=notice,
        right="hearing",
        waived_on=DAY,
        waived_by="王春梅",
        text="自愿放弃听证",
        recorded_at=NOON,
        recorded_by=notice.drafted_by,
    )


def _hearing() -> models.Hearing:
    notice = _served()
    return models.Hearing.objects.create(
        notice=notice,
        requested_on=DAY,
        requested_by_name="王春梅",
        registered_at=NOON,
        registered_by=notice.drafted_by,
    )


def _discussion() -> models.Discussion:
    case, head = _case(), UserFactory(bureau_head=True)
    talk = models.Discussion.objects.create(
        case=case,
        no=1,
        held_on=DAY,
        place="局会议室",
        conclusion="同意处罚",
        recorder=head,
        recorded_at=NOON,
        recorded_by=head,
    )
    for one in (head, UserFactory(bureau_head=True)):
        models.DiscussionMember.objects.create(discussion=talk, person=one, opinion="同意")
    return talk


def _other_fine() -> models.OtherFine:
    case = _case()
    return models.OtherFine.objects.create(
        case=case,
        department="县市场监督管理局",
        decision_no="湘市监罚〔2021〕1号",
        decided_on=DAY,
        amount_fen=100_000,
        about="无照经营",
        recorded_at=NOON,
        recorded_by=case.registered_by,
    )


def _correction() -> models.CaseCorrection:
    case = _case()
    return models.CaseCorrection.objects.create(
        case=case,
        notice=NoticeFactory(printed=True),
        linked_at=NOON,
        linked_by=case.registered_by,
    )


def _deadline() -> models.CaseDeadline:
    link = _case().deadlines.first()
    assert link is not None
    return link


def _paper() -> models.CasePaper:
    case = _case()
    return models.CasePaper.objects.create(case=case, paper=a_paper("D32"), role="hearing")


def _service() -> models.CaseService:
    people = scenes.People()
    case = endings.handed_over(people)
    return models.CaseService.objects.filter(case_paper__case=case).earliest("pk")


def _payment() -> models.Payment:
    people = scenes.People()
    case = endings.handed_over(people)
    return models.Payment.objects.create(
        case=case,
        part="fine",
        amount_fen=100,
        paid_on=DAY,
        channel="bank",
        reference="B1",
        recorded_at=NOON,
        recorded_by=people.lead,
    )


def _deferral() -> models.Deferral:
    case = _case()
    return models.Deferral.objects.create(
        case=case,
        kind="later",
        reason="经营困难",
        requested_on=DAY,
        asked_at=NOON,
        asked_by=case.registered_by,
    )


def _remedy() -> models.Remedy:
    case = _case()
    return models.Remedy.objects.create(
        case=case,
        kind="litigation",
        body="县人民法院",
        filed_on=DAY,
        recorded_at=NOON,
        recorded_by=case.registered_by,
    )


def _application() -> models.CourtApplication:
    people = scenes.People()
    case = endings.handed_over(people)
    endings.urged(case, people, date(2022, 5, 5))
    day = date(2022, 6, 11)
    return models.CourtApplication.objects.create(
        case=case,
        paper=a_paper("D45"),
        court="县人民法院",
        first_on=day,
        last_on=day,
        applied_on=day,
        recorded_at=NOON,
        recorded_by=people.lead,
    )


def _publication() -> models.Publication:
    return endings.published(endings.handed_over(scenes.People()))


def _closing() -> models.Closing:
    case = _case()
    return models.Closing.objects.create(
        case=case,
        ground="performed",
        execution="罚款已缴清",
        asked_at=NOON,
        asked_by=case.registered_by,
    )


def _file_review() -> models.FileReview:
    return models.FileReview.objects.create(
        year=2021,
        seed="0" * 64,
        pool=[],
        sheet=[["程序", 10]],
        levels={"good": 9, "pass": 6},
        drawn_at=NOON,
        drawn_by=UserFactory(),
    )


def _reviewed() -> models.ReviewedFile:
    return models.ReviewedFile.objects.create(review=_file_review(), case=_case(), place=1)


def _transfer() -> models.CaseTransfer:
    return models.CaseTransfer.objects.create(
        case=scenes.clue(scenes.People()), transfer=TransferFactory()
    )


OF_CASES = {
    "cases.casetransfer": _transfer,
    "cases.casepaper": _paper,
    "cases.casedeadline": _deadline,
    "cases.caseservice": _service,
    "cases.filereview": _file_review,
    "cases.reviewedfile": _reviewed,
    "cases.reviewmark": lambda: models.ReviewMark.objects.create(
        file=_reviewed(), item="程序", most=10, points=10
    ),
    "cases.closing": _closing,
    "cases.casearchive": lambda: endings.archived_row(_case()),
    "cases.publication": _publication,
    "cases.removal": lambda: endings.to_be_removed(_publication()),
    "cases.creditrepair": lambda: endings.to_be_repaired(_publication()),
    "cases.payment": _payment,
    "cases.deferral": _deferral,
    "cases.instalment": lambda: models.Instalment.objects.create(
        deferral=_deferral(), no=1, due_on=DAY, amount_fen=100
    ),
    "cases.remedy": _remedy,
    "cases.courtapplication": _application,
    "cases.party": scenes.bare_party,
    "cases.case": _case,
    "cases.caseviolation": lambda: models.CaseViolation.objects.create(
        case=_case(), violation=ViolationFactory(), no=1
    ),
    "cases.casecounter": lambda: models.CaseCounter.objects.create(year=2021),
    "cases.casestep": lambda: _case().steps.first(),
    "cases.caseopinion": _opinion,
    "cases.caseofficer": scenes.bare_officer,
    "cases.stepofficer": lambda: models.StepOfficer.objects.create(
        step=(officer := scenes.bare_officer()).case.steps.first(), officer=officer
    ),
    "cases.caserecusal": _recusal,
    "cases.caseevidence": _evidence,
    "cases.preservation": _preservation,
    "cases.preserveditem": _item,
    "cases.investigationreport": scenes.bare_report,
    "cases.legalreview": _review,
    "cases.priornotice": scenes.bare_notice,
    "cases.proposedpenalty": lambda: _served().penalties.get(),
    "cases.statement": _statement,
    "cases.waiver": _waiver,
    "cases.hearing": _hearing,
    "cases.discussion": _discussion,
    "cases.discussionmember": lambda: _discussion().members.first(),
    "cases.otherfine": _other_fine,
    "cases.decision": scenes.bare_decision,
    "cases.decidedpenalty": lambda: models.DecidedPenalty.objects.create(
        decision=scenes.bare_decision(), kind="P1"
    ),
    "cases.casecorrection": _correction,
    "cases.spotpenalty": lambda: scenes.spot(scenes.People()),
    "cases.spotofficer": lambda: scenes.spot(scenes.People()).officers.first(),
}
