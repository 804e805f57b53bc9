"""Visits of two certified inspectors to a licensed subject institution, unless said otherwise."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import factory
from django.db import transaction

from inspections.models import (
    Answer,
    Campaign,
    CampaignDepartment,
    CampaignTarget,
    Checklist,
    ChecklistItem,
    Finding,
    FindingAssignment,
    ListedProblem,
    Photo,
    Visit,
    VisitAssignment,
    VisitOfficer,
)
from inspections.states import (
    AnswerValue,
    FindingKind,
    ListedState,
    OfficerRole,
    TargetGroup,
    VisitPurpose,
    VisitState,
)
from institutions.states import InstitutionKind
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.assignments import AssignmentFactory
from tests.factories.documents import StoredFileFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.policies import RoutedMatterFactory, ViolationFactory
from tests.times import DAY, NOON


class CampaignFactory(factory.django.DjangoModelFactory):
    """A campaign of November 2021, led by education alone; ``departments=[…]`` joins others."""

    class Meta:
        model = Campaign
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"校外培训机构专项治理{n}")
    plan_text = "摸底、检查、整改。"
    starts_on = date(2021, 11, 1)
    ends_on = date(2021, 11, 30)
    lead_department = factory.SubFactory(DepartmentFactory)
    opened_at = NOON - timedelta(days=10)
    opened_by = factory.SubFactory(UserFactory, section_head=True)

    @factory.post_generation
    def departments(self: Campaign, create: bool, partners: Any, **_: Any) -> None:
        if create:
            for member in (self.lead_department, *(partners or ())):
                CampaignDepartment.objects.create(campaign=self, department=member)


class CampaignTargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CampaignTarget

    campaign = factory.SubFactory(CampaignFactory)
    institution = factory.SubFactory(InstitutionFactory)
    group = TargetGroup.SUBJECT


class ListedProblemFactory(factory.django.DjangoModelFactory):
    """A problem that a bureau head watches over; ``struck_off=True`` when it has ended."""

    class Meta:
        model = ListedProblem

    target = factory.SubFactory(CampaignTargetFactory)
    campaign = factory.SelfAttribute("target.campaign")
    no = factory.LazyAttribute(lambda row: row.campaign.listed_problems.count() + 1)
    problem = factory.Sequence(lambda n: f"消防通道被占用{n}")
    owner = factory.SubFactory(UserFactory, inspector=True)
    leader = factory.SubFactory(UserFactory, bureau_head=True)
    department = factory.SelfAttribute("owner.department")
    due_on = DAY + timedelta(days=5)
    listed_at = NOON
    listed_by = factory.SubFactory(UserFactory, section_head=True)

    class Params:
        struck_off = factory.Trait(
            state=ListedState.STRUCK_OFF,
            ended_at=NOON,
            ended_by=factory.SelfAttribute("leader"),
            result="现场核实已清理",
        )


class ChecklistFactory(factory.django.DjangoModelFactory):
    """Version 1 for subject institutions without items; there is one per kind and version."""

    class Meta:
        model = Checklist
        django_get_or_create = ("kind", "version")

    kind = InstitutionKind.SUBJECT
    version = 1
    valid_from = date(2021, 1, 1)
    source = "检查项目"


class ChecklistItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ChecklistItem
        django_get_or_create = ("checklist", "code")

    checklist = factory.SubFactory(ChecklistFactory)
    code = "C01"
    group = "办学资质"
    text = "办学许可证是否有效"
    ok_when = "在有效期内"
    evidence = factory.LazyFunction(lambda: ["photo"])
    basis = "本县标准"
    confidence = "local"


class VisitFactory(factory.django.DjangoModelFactory):
    """Planned; ``approved=True``, ``recorded=True``, ``confirmed=True`` for later in its life.

    Two certified inspectors of education go, unless ``officers=[user, …]`` names others.
    """

    class Meta:
        model = Visit

    institution = factory.SubFactory(InstitutionFactory)
    purpose = VisitPurpose.ROUTINE
    checklist = factory.SubFactory(
        ChecklistFactory, kind=factory.SelfAttribute("..institution.kind")
    )
    planned_on = DAY
    planned_at = NOON - timedelta(days=2)
    planned_by = factory.SubFactory(UserFactory, inspector=True)

    class Params:
        approved = factory.Trait(
            state=VisitState.APPROVED,
            approved_at=NOON - timedelta(days=1),
            approved_by=factory.SubFactory(UserFactory, section_head=True),
        )
        recorded = factory.Trait(
            approved=True,
            state=VisitState.RECORDED,
            starts_at=NOON - timedelta(hours=2),
            ends_at=NOON - timedelta(hours=1),
            request_id=factory.LazyFunction(uuid4),
            recorded_at=NOON,
            recorded_by=factory.SubFactory(UserFactory, inspector=True),
        )
        confirmed = factory.Trait(
            recorded=True,
            state=VisitState.CONFIRMED,
            confirmed_at=NOON,
            confirmed_by=factory.SubFactory(UserFactory, section_head=True),
        )

    officers = None

    @classmethod
    def _create(cls, model_class: type[Visit], *args: Any, officers: Any, **facts: Any) -> Visit:
        """Visit and officers in one transaction: the database counts them at its end."""
        if officers is None:
            officers = UserFactory.create_batch(2, inspector=True, certificate=True)
        with transaction.atomic():
            visit: Visit = super()._create(model_class, *args, **facts)
            for place, user in enumerate(officers):
                role = OfficerRole.OFFICER if place else OfficerRole.LEAD
                VisitOfficerFactory(visit=visit, user=user, role=role)
        return visit


class VisitOfficerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VisitOfficer

    visit = factory.SubFactory(VisitFactory, officers=[])
    user = factory.SubFactory(UserFactory, inspector=True, certificate=True)
    department = factory.SelfAttribute("user.department")
    role = OfficerRole.OFFICER
    certificate_no = factory.LazyAttribute(lambda seat: seat.user.certificates.first().number)

    class Params:
        auxiliary = factory.Trait(
            user=factory.SubFactory(UserFactory, is_auxiliary=True),
            role=OfficerRole.AUXILIARY,
            certificate_no="",
        )


class VisitAssignmentFactory(factory.django.DjangoModelFactory):
    """The fire brigade was asked to come along."""

    class Meta:
        model = VisitAssignment

    visit = factory.SubFactory(VisitFactory)
    assignment = factory.SubFactory(AssignmentFactory)


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Answer

    visit = factory.SubFactory(VisitFactory, recorded=True)
    item = factory.SubFactory(
        ChecklistItemFactory, checklist=factory.SelfAttribute("..visit.checklist")
    )
    value = AnswerValue.OK


class FindingFactory(factory.django.DjangoModelFactory):
    """An own finding of a confirmed visit; ``routed_one=True`` for one of another department."""

    class Meta:
        model = Finding

    visit = factory.SubFactory(VisitFactory, confirmed=True)
    no = factory.LazyAttribute(lambda finding: finding.visit.findings.count() + 1)
    kind = FindingKind.OWN
    violation = factory.SubFactory(ViolationFactory)
    text = "未取得办学许可证开展学科类培训，现场有学生十二名。"

    class Params:
        routed_one = factory.Trait(
            kind=FindingKind.ROUTED,
            violation=None,
            routed=factory.SubFactory(RoutedMatterFactory),
            text="二楼安全出口上锁。",
        )


class FindingAssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FindingAssignment

    finding = factory.SubFactory(FindingFactory, routed_one=True)
    assignment = factory.SubFactory(AssignmentFactory, kind="routed_finding")


class PhotoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Photo

    visit = factory.SubFactory(VisitFactory, recorded=True)
    file = factory.SubFactory(StoredFileFactory)
    caption = "门口招牌"
    added_at = NOON
    added_by = factory.SubFactory(UserFactory, inspector=True)
