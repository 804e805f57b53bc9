"""Draws of two institutions by two officers, still being prepared unless said otherwise."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

import factory

from draws.models import Commitment, Draw, DrawnVisit, DrawPartner, DrawSeat, Recusal, Redraw
from draws.states import DrawState, RedrawReason, SeedKind
from institutions.states import InstitutionKind
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.documents import StoredFileFactory
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
