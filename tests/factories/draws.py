"""Draws of two institutions by two officers, still being prepared unless said otherwise."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

import factory

from draws.models import (
    Commitment,
    Draw,
    DrawnVisit,
    DrawPartner,
    DrawSeat,
    Matter,
    OtherVisit,
    PlanCause,
    PlanMatter,
    PlanPaper,
    Recusal,
    Redraw,
    VisitPlan,
)
from draws.states import DrawState, PaperForm, RedrawReason, SeedKind, VisitClass
from institutions.states import InstitutionKind
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.documents import StoredFileFactory
from tests.factories.inspections import VisitFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import NOON

EMPTY_LIST = (
    b'{"institutions":[],"officers":[],"recusals":[],"seats":[],'
    b'"seed":{"digests":[],"kind":"commitments"},"wanted":0}'
)
SECRET = "一段只有本人知道的文字"


class RecusalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Recusal

    officer = factory.SubFactory(UserFactory, inspector=True, certificate=True)
    institution = factory.SubFactory(InstitutionFactory)
    reason = "配偶在该机构任职"
    declared_at = NOON
    declared_by = factory.SelfAttribute("officer")


class DrawFactory(factory.django.DjangoModelFactory):
    """``frozen=True``, ``drawn=True``, ``published=True`` for later; their list is empty."""

    class Meta:
        model = Draw

    title = factory.Sequence(lambda n: f"校外培训随机抽查{n}")
    kinds = factory.LazyFunction(lambda: [InstitutionKind.SUBJECT])
    wanted = 2
    visits_from = date(2021, 11, 22)
    visits_until = date(2021, 11, 30)
    seed_kind = SeedKind.COMMITMENTS
    made_at = NOON - timedelta(days=1)
    made_by = factory.SubFactory(UserFactory, section_head=True)

    class Params:
        frozen = factory.Trait(
            state=DrawState.FROZEN,
            frozen_at=NOON,
            frozen_by=factory.SelfAttribute("made_by"),
            list_file=factory.SubFactory(StoredFileFactory, content=EMPTY_LIST),
            list_sha256=factory.SelfAttribute("list_file.sha256"),
        )
        drawn = factory.Trait(
            frozen=True,
            state=DrawState.DRAWN,
            seed="5eed" * 16,
            seed_values=["一", "二"],
            drawn_at=NOON,
            drawn_by=factory.SelfAttribute("made_by"),
            publish_on=date(2021, 12, 10),
        )
        published = factory.Trait(drawn=True, state=DrawState.PUBLISHED, published_at=NOON)


class DrawPartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DrawPartner

    draw = factory.SubFactory(DrawFactory)
    department = factory.SubFactory(DepartmentFactory, fire=True)


class CommitmentFactory(factory.django.DjangoModelFactory):
    """Of the fire brigade, with ``SECRET``."""

    class Meta:
        model = Commitment

    draw = factory.SubFactory(DrawFactory)
    committed_by = factory.SubFactory(UserFactory, partner_officer=True)
    department = factory.SelfAttribute("committed_by.department")
    digest = sha256(SECRET.encode()).hexdigest()
    committed_at = NOON


class DrawnVisitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DrawnVisit

    draw = factory.SubFactory(DrawFactory, drawn=True)
    no = factory.LazyAttribute(lambda row: row.draw.drawn_visits.count() + 1)
    institution = factory.SubFactory(InstitutionFactory)


class DrawSeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DrawSeat

    drawn_visit = factory.SubFactory(DrawnVisitFactory)
    place = factory.LazyAttribute(lambda seat: seat.drawn_visit.seats.count() + 1)
    officer = factory.SubFactory(UserFactory, inspector=True, certificate=True)


class RedrawFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Redraw

    drawn_visit = factory.SubFactory(DrawnVisitFactory)
    draw = factory.SelfAttribute("drawn_visit.draw")
    no = 1
    officer_out = factory.SubFactory(UserFactory, inspector=True)
    officer_in = factory.SubFactory(UserFactory, inspector=True)
    reason = RedrawReason.RECUSAL
    note = "系近亲属"
    redrawn_at = NOON
    redrawn_by = factory.SubFactory(UserFactory, section_head=True)


class MatterFactory(factory.django.DjangoModelFactory):
    """Published in 2021 for all kinds, for daily and random visits."""

    class Meta:
        model = Matter

    code = factory.Sequence(lambda n: f"JC{n:03d}")
    title = factory.Sequence(lambda n: f"办学行为检查{n}")
    basis = "《中华人民共和国民办教育促进法》第四十条"
    kinds = factory.LazyFunction(lambda: list(InstitutionKind.values))
    classes = factory.LazyFunction(lambda: [VisitClass.DAILY, VisitClass.RANDOM])
    published_on = date(2021, 1, 1)
    source = "县人民政府网站行政检查事项清单"
    entered_at = NOON
    entered_by = factory.SubFactory(UserFactory, section_head=True)


class VisitPlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VisitPlan

    visit = factory.SubFactory(VisitFactory)
    visit_class = VisitClass.DAILY
    counted_before = 0
    cap = 4


class PlanMatterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanMatter

    plan = factory.SubFactory(VisitPlanFactory)
    matter = factory.SubFactory(MatterFactory)


class PlanCauseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanCause

    plan = factory.SubFactory(VisitPlanFactory)
    visit_class = VisitClass.DAILY
    text = "年度检查计划"
    added_at = NOON
    added_by = factory.SubFactory(UserFactory, inspector=True)


class PlanPaperFactory(factory.django.DjangoModelFactory):
    """A notice of inspection that is not printed yet; its payload is empty."""

    class Meta:
        model = PlanPaper

    plan = factory.SubFactory(VisitPlanFactory)
    form = PaperForm.NOTICE
    year = 2021
    serial = factory.Sequence(lambda n: n + 1)
    number = factory.LazyAttribute(lambda paper: f"县教检通字〔2021〕{paper.serial}号")
    payload = factory.LazyFunction(dict)
    frozen_at = NOON


class OtherVisitFactory(factory.django.DjangoModelFactory):
    """The fire brigade was there by itself."""

    class Meta:
        model = OtherVisit

    institution = factory.SubFactory(InstitutionFactory)
    department = factory.SubFactory(DepartmentFactory, fire=True)
    visited_on = date(2021, 10, 20)
    source = "消防大队抄送"
    noted_at = NOON
    noted_by = factory.SubFactory(UserFactory, inspector=True)
