"""What people of the bureau do in a sandbox, by the same verbs as on their pages."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from accounts.models import Department, DepartmentKind
from accounts.queries import lead_department
from assignments.models import Assignment
from assignments.services import Within, answer, ask, decline, withdraw
from assignments.states import OPEN_STATES, AnswerOutcome, AnswerUnit, AssignmentKind
from common.clock import localdate
from documents.models import StoredFile
from documents.services import store
from enforcement.models import Notice
from enforcement.services import approve_notice
from enforcement.states import NoticeForm, NoticeState
from exchange.models import RegistryEvent
from exchange.services import handle_event
from funds.models import Contract, PaymentOrder
from funds.queries import held_for
from funds.services import RefundSaid, approve_order, check_order, propose_refund
from funds.states import BookCode, ContractState, RefundCause
from inspections.models import Finding, Visit
from inspections.services import plan_visit, route_finding
from inspections.states import VisitPurpose, VisitState
from institutions.models import Institution
from institutions.services import change_institution, move_institution
from institutions.states import InstitutionState
from partners.errors import NothingToHappen
from partners.sandbox.scene import RUNNING, Scene, first
from transfers.models import Transfer
from transfers.services import (
    Material,
    TransferFacts,
    close_transfer,
    decide_transfer,
    object_to_return,
    propose_transfer,
    send_transfer,
)
from transfers.states import SendWay, TransferKind, TransferState

_WORDS = "沙箱演示"
_REFUND_FEN = 100  # one yuan, so that there is always something left


def change_telephone(scene: Scene) -> Institution:
    place, clerk = scene.institution(), scene.person("registry_clerk")
    number = f"0000-{2_000_000 + int(scene.at.timestamp() * 1000) % 6_000_000}"  # no code is 0000
    said = {"phone": number}
    return change_institution(place.pk, said, version=place.version, by=clerk, at=scene.at)


def suspend_or_resume(scene: Scene) -> Institution:
    """A running one is suspended; the next that is suspended, and was named, runs again."""
    states = RUNNING if scene.institution_id is None else (*RUNNING, InstitutionState.SUSPENDED)
    place = scene.institution(states)
    action = "suspend"
    if place.state == InstitutionState.SUSPENDED:
        action = "resume_licensed" if place.licence_no else "resume_registered"
    clerk = scene.person("registry_clerk")
    return move_institution(place.pk, action, by=clerk, at=scene.at, reason=_WORDS)


def ask_for_help(scene: Scene) -> Assignment:
    place = scene.institution()
    return ask(
        scene.department,
        kind=AssignmentKind.ASSISTANCE,
        title=f"协助核实{place.name}的登记情况"[:200],
        text=f"请核实{place.name}的登记住所和经营范围，书面答复。",
        within=Within(5, AnswerUnit.WORKING_DAY),
        by=scene.person("section_head"),
        at=scene.at,
    )


def take_back(scene: Scene) -> Assignment:
    """The newest that the bureau asked of the caller and that is not answered."""
    rows = Assignment.objects.filter(asked_of=scene.department, asked_by__isnull=False)
    row = first(rows.filter(state__in=OPEN_STATES).order_by("-pk"), "待办的协办事项")
    return withdraw(row.pk, reason=_WORDS, by=row.asked_by, at=scene.at)


def answer_yours(scene: Scene) -> Assignment:
    row, clerk = _yours(scene), scene.person("funds_supervisor")
    said = {"outcome": AnswerOutcome.HANDLED, "text": "已核实，情况属实。"}
    return answer(row.pk, **said, by=clerk, at=scene.at)


def decline_yours(scene: Scene) -> Assignment:
    row, clerk = _yours(scene), scene.person("funds_supervisor")
    return decline(row.pk, reason="不属于教育部门职责。", by=clerk, at=scene.at)


def _yours(scene: Scene) -> Assignment:
    """The oldest that the caller's department asked of the bureau."""
    rows = Assignment.objects.filter(asked_of=lead_department(), state__in=OPEN_STATES)
    rows = rows.filter(asked_by__department=scene.department)
    found: Assignment = first(rows.order_by("pk"), "贵部门请教育局办理的协办事项")
    return found


def plan_together(scene: Scene) -> Visit:
    place, lead = scene.institution(), scene.person("inspector")
    return plan_visit(
        place.pk,
        planned_on=localdate(scene.at) + timedelta(days=3),
        purpose=VisitPurpose.COMPLAINT,
        officer_ids=[lead.pk, scene.person("inspector", 1).pk],
        partner_departments=[scene.department],
        by=lead,
        at=scene.at,
    )


def route_next(scene: Scene) -> Finding:
    """A finding of a confirmed visit that is the caller's to deal with and went to nobody yet."""
    rows = Finding.objects.filter(
        visit__state=VisitState.CONFIRMED,
        routed__department_kind=scene.department.kind,
        assignment_links__isnull=True,
    )
    row: Finding = first(rows.order_by("pk"), "可移交贵部门的检查问题")
    due = localdate(scene.at) + timedelta(days=10)
    head = scene.person("section_head")
    route_finding(row.pk, department=scene.department, due_on=due, by=head, at=scene.at)
    return row


def transfer(scene: Scene) -> Transfer:
    """Proposed, decided and sent in one go, with its letter and a picture."""
    place, lead = scene.institution(), scene.person("inspector")
    row = propose_transfer(
        place.pk,
        _transfer_facts(scene, place, scene.department),
        [Material(_picture(scene), name="现场照片（演示）", pages=1)],
        second_officer=scene.person("inspector", 1),
        by=lead,
        at=scene.at,
    )
    decide_transfer(row.pk, by=scene.person("bureau_head"), at=scene.at)
    return send_transfer(row.pk, way=SendWay.ELECTRONIC, by=lead, at=scene.at)


def _transfer_facts(scene: Scene, place: Institution, receiver: Department) -> TransferFacts:
    is_crime = receiver.kind == DepartmentKind.POLICE
    today = localdate(scene.at)
    return TransferFacts(
        kind=TransferKind.POLICE if is_crime else TransferKind.ADMINISTRATIVE,
        receiver=receiver,
        cause="涉嫌卷款（演示）" if is_crime else "涉嫌超范围经营（演示）",
        source="现场检查",
        summary=f"对{place.name}检查时发现的情况，仅供沙箱联调。",
        grounds="不属于教育行政部门职权。",
        found_on=today,
        reply_by=today + timedelta(days=30),
    )


def _picture(scene: Scene) -> StoredFile:
    page = Image.new("RGB", (800, 500), "white")
    ImageDraw.Draw(page).text((40, 40), f"SANDBOX {scene.at:%Y-%m-%d %H:%M:%S}", fill="black")
    kept = BytesIO()
    page.save(kept, "PNG")
    return store(kept.getvalue(), name="沙箱.png", media_type="image/png", at=scene.at)


def contest(scene: Scene) -> Transfer:
    """Only the police are asked to think again, within their three days."""
    rows = Transfer.objects.filter(receiver=scene.department, state=TransferState.RETURNED)
    row = first(rows.filter(kind=TransferKind.POLICE).order_by("-pk"), "贵部门不予立案的移送")
    lead = scene.person("inspector")
    return object_to_return(row.pk, grounds="补充了证据。", by=lead, at=scene.at)


def close(scene: Scene) -> Transfer:
    answered = (TransferState.RETURNED, TransferState.HANDED_BACK, TransferState.REPORTED)
    rows = Transfer.objects.filter(receiver=scene.department, state__in=answered)
    row = first(rows.order_by("pk"), "贵部门已答复的移送")
    return close_transfer(row.pk, words=_WORDS, by=scene.person("inspector"), at=scene.at)


def settle_yours(scene: Scene) -> RegistryEvent:
    """The oldest event that the calling program reported and that waits."""
    rows = RegistryEvent.objects.waiting().filter(reported_by=scene.by)
    row = first(rows.order_by("pk"), "贵系统报送的待处理登记信息")
    clerk = scene.person("registry_clerk")
    return handle_event(row.pk, how="已核对名册。", by=clerk, at=scene.at)


def issue_notice(scene: Scene) -> Notice:
    """The next of those that wait for the section's head."""
    rows = Notice.objects.filter(form=NoticeForm.RECTIFICATION, state=NoticeState.SUBMITTED)
    row = first(rows.order_by("pk"), "待批准的整改通知书")
    return approve_notice(row.pk, by=scene.person("section_head"), at=scene.at)


def order_refund(scene: Scene) -> PaymentOrder:
    """One yuan back to a pupil, from an account at the bank whose program calls."""
    rows = Contract.objects.filter(
        account__bank__service__user=scene.by, state=ContractState.RUNNING
    ).order_by("pk")
    able = (row for row in rows if held_for(row, BookCode.PUPIL) >= _REFUND_FEN)
    contract = next(able, None)
    if contract is None:
        raise NothingToHappen(missing="在贵行监管账户中有余额的合同")
    clerk, checker = scene.person("funds_supervisor"), scene.person("funds_supervisor", 1)
    said = RefundSaid(_REFUND_FEN, RefundCause.CONSUMER, _WORDS)
    order = propose_refund(contract.pk, said, by=clerk, at=scene.at)
    check_order(order.pk, by=checker, at=scene.at)
    return approve_order(order.pk, by=scene.person("section_head"), at=scene.at)
