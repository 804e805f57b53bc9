"""What each institution of a replay is, and what its visit finds.

A paper of November 2021 can rest on V35 (tutoring without a licence) and V40 (staff records
not checked), both with Penalty Law 28; no row of 53号令 was in force. Fire and food are
findings routed to their departments and never a basis of education's paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enforcement.states import NoticeForm
from inspections.models import Checklist, ChecklistItem
from inspections.services import AnswerIn, FindingIn
from inspections.states import AnswerValue
from institutions.services import InstitutionData
from institutions.states import InstitutionKind, InstitutionState, Nature, RegisterKind
from operations.replay.document import CampaignFile
from operations.replay.invention import Invented, Inventor
from policies.queries import routed_matters_on, violations_on

SAFETY = "场所安全"  # the group of the checklist that is looked at without a licence, too
LICENSED, REGISTERED, NONPROFIT = "C01", "C02", "C05"
SUBJECTS = ("语文、数学", "数学、英语", "英语", "语文", "数学、物理")
ROUTED_TEXT = {
    "R12": "设有厨房向学生供餐，现场未能出示食品经营许可证。",
    "R13": "餐饮具未按规定清洗消毒，从业人员未能出示有效健康证明。",
    "R14": "疏散通道堆放杂物，部分灭火器压力不足，窗户设有影响逃生的固定栅栏。",
}


class Scenario(StrEnum):
    REREGISTERED = "reregistered"
    SUBJECT_STOP = "subject_stop"
    SUBJECT_OPEN = "subject_open"
    CHILDCARE_TRAINING = "childcare_training"
    CHILDCARE_OTHER = "childcare_other"
    CHILDCARE_OPEN = "childcare_open"
    UNLICENSED_STOP = "unlicensed_stop"
    UNLICENSED_OPEN = "unlicensed_open"

    @property
    def group(self) -> str:
        return self.value.split("_")[0] if self != Scenario.REREGISTERED else "subject"

    @property
    def form(self) -> NoticeForm | None:
        """The paper it ends with; None for those that got none."""
        if self in (Scenario.SUBJECT_STOP, Scenario.UNLICENSED_STOP):
            return NoticeForm.STOP
        if self in (Scenario.CHILDCARE_TRAINING, Scenario.CHILDCARE_OTHER):
            return NoticeForm.RECTIFICATION
        return None

    @property
    def teaches(self) -> bool:
        """The visit sees a lesson that needs a licence."""
        return self in (
            Scenario.SUBJECT_STOP,
            Scenario.UNLICENSED_STOP,
            Scenario.CHILDCARE_TRAINING,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What a visit writes down: the answers and the findings."""

    answers: tuple[AnswerIn, ...]
    findings: tuple[FindingIn, ...]


def scenarios_of(file: CampaignFile) -> list[Scenario]:
    """One scenario per institution; what the file gives no outcome for stays open."""
    o, found = file.outcomes, file.found
    counts = {
        Scenario.REREGISTERED: o.reregistered,
        Scenario.SUBJECT_STOP: o.subject_stop,
        Scenario.SUBJECT_OPEN: found["A"] - o.reregistered - o.subject_stop,
        Scenario.CHILDCARE_TRAINING: o.childcare_with_training,
        Scenario.CHILDCARE_OTHER: o.childcare_other,
        Scenario.CHILDCARE_OPEN: found["B"] - o.childcare_with_training - o.childcare_other,
        Scenario.UNLICENSED_STOP: o.unlicensed_stop,
        Scenario.UNLICENSED_OPEN: found["C"] - o.unlicensed_stop,
    }
    return [scenario for scenario, count in counts.items() for _ in range(count)]


def institution_of(scenario: Scenario, invented: Invented) -> InstitutionData:
    """What the registry says of it when the campaign begins."""
    common = {
        "name": invented.name,
        "principal": invented.principal,
        "phone": invented.phone,
    }
    if scenario.group == "unlicensed":
        return InstitutionData(
            kind=InstitutionKind.SUBJECT, state=InstitutionState.UNLICENSED, **common
        )
    registered = common | {
        "nature": Nature.FOR_PROFIT,
        "register_kind": RegisterKind.BUSINESS,
        "credit_code": invented.credit_code,
        "legal_person": invented.principal,
        "state": InstitutionState.REGISTERED,
    }
    if scenario.group == "childcare":
        return InstitutionData(kind=InstitutionKind.CHILDCARE, **registered)
    if scenario != Scenario.SUBJECT_STOP:
        registered |= {"state": InstitutionState.LICENSED, "licence_no": invented.licence_no}
    return InstitutionData(kind=InstitutionKind.SUBJECT, **registered)


@dataclass(frozen=True, slots=True)
class Law:
    """What the catalogue holds on the day of a visit, as far as scenarios need it."""

    tutoring: str  # the violation for tutoring without a licence
    routable: tuple[str, ...]

    @classmethod
    def on(cls, day: date) -> Law:
        citable = {row.code for row in violations_on(day) if row.is_quotable_on(day)}
        return cls(
            tutoring="V01" if "V01" in citable else "V35",
            routable=tuple(row.code for row in routed_matters_on(day) if row.code in ROUTED_TEXT),
        )


def found_at(scenario: Scenario, checklist: Checklist, law: Law, inventor: Inventor) -> Found:
    """Answers to the whole checklist, and the findings of this scenario."""
    items = list(checklist.items.all())
    findings = [_placed(finding, items) for finding in _findings(scenario, law, inventor)]
    wrong = {finding.item_code: finding.text for finding in findings if finding.item_code}
    wrong |= _without_finding(scenario)
    return Found(tuple(_answer(item, scenario, wrong) for item in items), tuple(findings))


def _without_finding(scenario: Scenario) -> dict[str, str]:
    """What is not as it should be, though no paper of education rests on it."""
    unregistered = {REGISTERED: "现场未能出示营业执照或者登记证书。"}
    if scenario == Scenario.UNLICENSED_STOP:
        return unregistered
    if scenario == Scenario.UNLICENSED_OPEN:
        return unregistered | {LICENSED: "未能出示办学许可证，检查时没有上课。"}
    if scenario == Scenario.REREGISTERED:
        return {NONPROFIT: "现登记为营利性机构，正在办理非营利性登记。"}
    return {}


def _answer(item: ChecklistItem, scenario: Scenario, wrong: dict[str, str]) -> AnswerIn:
    """Most questions suppose a licence: of who has none only safety is looked at."""
    if item.code in wrong:
        return AnswerIn(item.code, AnswerValue.NOT_OK, wrong[item.code][:200])
    is_licensed = scenario != Scenario.SUBJECT_STOP and scenario.group != "unlicensed"
    if is_licensed or item.group == SAFETY or item.code == REGISTERED:
        return AnswerIn(item.code, AnswerValue.OK, "")
    return AnswerIn(item.code, AnswerValue.NOT_APPLICABLE, "")


def _placed(finding: FindingIn, items: list) -> FindingIn:
    """The finding with the checklist item that asks for it, where there is one."""
    for item in items:
        if finding.violation_code in item.violation_codes or (
            finding.routed_code and finding.routed_code in item.routed_codes
        ):
            return FindingIn(finding.text, finding.violation_code, finding.routed_code, item.code)
    return finding


def _findings(scenario: Scenario, law: Law, inventor: Inventor) -> list[FindingIn]:
    dice = inventor.dice
    if scenario == Scenario.SUBJECT_STOP:
        return [_training("持有营业执照但未取得办学许可证，", law, inventor)]
    if scenario == Scenario.UNLICENSED_STOP:
        return [_training("未取得办学许可证，也未办理营业执照，", law, inventor)]
    if scenario == Scenario.CHILDCARE_TRAINING:
        findings = [_training("未取得办学许可证，在托管服务之外", law, inventor)]
        return findings + ([_unchecked(inventor)] if dice.random() < 0.4 else [])
    if scenario == Scenario.CHILDCARE_OTHER:
        routed = dice.sample(law.routable, k=min(len(law.routable), dice.choice((0, 1, 1, 2))))
        return [_unchecked(inventor)] + [
            FindingIn(ROUTED_TEXT[code], routed_code=code) for code in sorted(routed)
        ]
    return []


def _training(start: str, law: Law, inventor: Inventor) -> FindingIn:
    dice = inventor.dice
    text = (
        f"{start}面向中小学生有偿开展{inventor.pick(SUBJECTS)}学科培训，"
        f"现场有教师{dice.randint(2, 5)}人、学生{dice.randint(8, 36)}人正在上课。"
    )
    return FindingIn(text, violation_code=law.tutoring)


def _unchecked(inventor: Inventor) -> FindingIn:
    people = inventor.dice.randint(2, 6)
    return FindingIn(
        f"未能提供{people}名工作人员入职前和每年一次的违法犯罪记录查询结果。",
        violation_code="V40",
    )
