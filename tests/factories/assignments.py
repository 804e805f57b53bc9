"""Assignments: asked by the education bureau of the fire brigade, unless said otherwise."""

from __future__ import annotations

import factory

from assignments.models import Assignment
from assignments.states import AnswerOutcome, AssignmentKind, AssignmentState
from tests.factories.accounts import DepartmentFactory, UserFactory
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
