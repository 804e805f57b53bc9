"""Institutions: a licensed subject institution without site, unless said otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from django.contrib.gis.geos import Point

from institutions.models import Institution, Person, ReportingEvent, Site
from institutions.states import (
    CoordinateSystem,
    EventKind,
    InstitutionKind,
    InstitutionState,
    Nature,
    PersonRole,
    RegisterKind,
)
from tests.factories.accounts import UserFactory
from tests.times import DAY, NOON

# Right check digits under a division that does not exist (registry-funds 2.5).
CIVIL_CODE = "52999901MJX000018K"
BUSINESS_CODE = "91999901MA1TEK102F"
TRADER_CODE = "92999901MA2TEK219Y"


def _unlicensed_in(state: str) -> factory.Trait:
    return factory.Trait(state=state, licence_no=None)


class InstitutionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Institution
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"青禾培训学校{n}")
    kind = InstitutionKind.SUBJECT
    state = InstitutionState.LICENSED
    nature = Nature.FOR_PROFIT
    licence_no = factory.Sequence(lambda n: f"143112970{n:06d}")
    register_kind = RegisterKind.BUSINESS
    created_by = factory.SubFactory(UserFactory, registry_clerk=True)
    created_at = NOON

    class Params:
        lead = factory.Trait(
            state=InstitutionState.LEAD, licence_no=None, register_kind=RegisterKind.NONE
        )
        unlicensed = factory.Trait(
            state=InstitutionState.UNLICENSED, licence_no=None, register_kind=RegisterKind.NONE
        )
        registered = _unlicensed_in(InstitutionState.REGISTERED)
        stopped = _unlicensed_in(InstitutionState.STOPPED)
        rectifying = factory.Trait(state=InstitutionState.RECTIFYING)
        suspended = factory.Trait(state=InstitutionState.SUSPENDED)
        childcare = factory.Trait(
            name=factory.Sequence(lambda n: f"向阳托管中心{n}"),
            kind=InstitutionKind.CHILDCARE,
            state=InstitutionState.REGISTERED,
            licence_no=None,
        )

    @factory.post_generation
    def site(self: Institution, create: bool, wanted: Any, **fields: Any) -> None:
        """``site=True`` for a surveyed one in the county; ``site__address=…`` for another."""
        if create and (wanted or fields):
            SiteFactory(institution=self, **fields)


class SiteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Site

    institution = factory.SubFactory(InstitutionFactory)
    address = factory.Sequence(lambda n: f"城关镇文化路{n + 1}号")
    source_system = CoordinateSystem.WGS84
    source_x = 111.6
    source_y = 25.0
    point = factory.LazyAttribute(
        lambda site: (
            None if site.source_x is None else Point(site.source_x, site.source_y, srid=4326)
        )
    )
    valid_from = date(2021, 9, 1)

    class Params:
        unsurveyed = factory.Trait(
            source_system=CoordinateSystem.UNKNOWN, source_x=None, source_y=None
        )


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    institution = factory.SubFactory(InstitutionFactory)
    name = factory.Sequence(lambda n: f"李四{n}")
    role = PersonRole.TEACHER


class ReportingEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportingEvent

    institution = factory.SubFactory(InstitutionFactory)
    kind = EventKind.REDUCED
    on = DAY
    recorded_by = factory.SubFactory(UserFactory, registry_clerk=True)
    recorded_at = NOON
