"""Assignments: asked by the education bureau of the fire brigade, unless said otherwise."""

from __future__ import annotations

import factory

from assignments.models import Assignment, AssignmentFile, PartFinding, Sharing
from assignments.states import AnswerOutcome, AssignmentKind, AssignmentState
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.documents import StoredFileFactory
from tests.times import NOON


class AssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assignment

    kind = AssignmentKind.JOINT_VISIT
    title = factory.Sequence(lambda n: f"联合检查第{n}号场所")
    asked_of = factory.SubFactory(DepartmentFactory, fire=True)
    asked_by = factory.SubFactory(UserFactory, inspector=True)
    asked_at = NOON

    class Params:
        accepted = factory.Trait(
            state=AssignmentState.ACCEPTED,
            accepted_at=NOON,
            accepted_by=factory.SubFactory(UserFactory, partner_officer=True),
        )
        answered = factory.Trait(
            accepted=True,
            state=AssignmentState.ANSWERED,
            answered_at=NOON,
            answered_by=factory.SelfAttribute("accepted_by"),
            answer_text="已派两名人员到场。",
            answer_outcome=AnswerOutcome.ATTENDED,
        )
        declined = factory.Trait(
            state=AssignmentState.DECLINED,
            closed_at=NOON,
            closed_by=factory.SubFactory(UserFactory, partner_officer=True),
            close_reason="不属本部门职责。",
        )


class PartFindingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PartFinding

    assignment = factory.SubFactory(AssignmentFactory, accepted=True)
    text = "疏散通道被堵塞。"
    law_text = "《中华人民共和国消防法》第二十八条"
    recorded_at = NOON
    recorded_by = factory.SubFactory(UserFactory, partner_officer=True)


class AssignmentFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AssignmentFile

    assignment = factory.SubFactory(AssignmentFactory)
    file = factory.SubFactory(StoredFileFactory, photo=True)
    role = "material"
    name = "现场照片.jpg"
    added_at = NOON
    added_by = factory.SubFactory(UserFactory, inspector=True)


class SharingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sharing

    assignment = factory.SubFactory(AssignmentFactory)
    giver = factory.SubFactory(DepartmentFactory)
    receiver = factory.SubFactory(DepartmentFactory, fire=True)
    receiver_name = "县消防大队"
    purpose = "assistance"
    about = "协助核查消防手续"
    fields = ["事项", "请办内容"]
    shared_at = NOON
    shared_by = factory.SubFactory(UserFactory, inspector=True)
