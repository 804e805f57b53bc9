"""Institutions: a licensed subject institution without site, unless said otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from django.contrib.gis.geos import Point

from institutions.models import (
    AnnualCheck,
    Care,
    Course,
    CreditGrade,
    CreditPoint,
    HiringCheck,
    Institution,
    LicenceTerm,
    ListEntry,
    Material,
    Person,
    PlaceAnswer,
    Price,
    ReportingEvent,
    Site,
    StaffMember,
    Venue,
)
from institutions.states import (
    AnnualResult,
    Audience,
    CertificateKind,
    CheckKind,
    CheckResult,
    CoordinateSystem,
    CourseFamily,
    Employment,
    EventKind,
    InstitutionKind,
    InstitutionState,
    ListKind,
    Nature,
    PersonRole,
    PlaceQuestionKind,
    PriceUnit,
    RegisterKind,
    StaffRole,
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


class EntryFactory(factory.django.DjangoModelFactory):
    """Who wrote it down and when; the rest is each entry's own."""

    class Meta:
        abstract = True

    recorded_by = factory.SubFactory(UserFactory, registry_clerk=True)
    recorded_at = NOON


class OfInstitution(EntryFactory):
    class Meta:
        abstract = True

    institution = factory.SubFactory(InstitutionFactory)


class StaffFactory(OfInstitution):
    """A full-time teacher with a certificate."""

    class Meta:
        model = StaffMember

    name = factory.Sequence(lambda n: f"赵老师{n}")
    role = StaffRole.TEACHING
    employment = Employment.FULL
    certificate_kind = CertificateKind.TEACHER
    joined_on = date(2021, 9, 1)


class HiringCheckFactory(EntryFactory):
    class Meta:
        model = HiringCheck

    member = factory.SubFactory(StaffFactory)
    kind = CheckKind.ENTRY
    asked_on = date(2021, 8, 30)
    result = CheckResult.CLEAR
    authority = "桤木县公安局"


class VenueFactory(EntryFactory):
    class Meta:
        model = Venue

    site = factory.SubFactory(SiteFactory)
    valid_from = date(2021, 9, 1)


class CareFactory(OfInstitution):
    class Meta:
        model = Care

    institution = factory.SubFactory(InstitutionFactory, childcare=True)
    valid_from = date(2021, 9, 1)


class CourseFactory(OfInstitution):
    class Meta:
        model = Course

    title = factory.Sequence(lambda n: f"围棋入门{n}")
    family = CourseFamily.SPORT
    audience = Audience.PRIMARY


class MaterialFactory(OfInstitution):
    class Meta:
        model = Material

    title = factory.Sequence(lambda n: f"围棋练习册{n}")


class PriceFactory(OfInstitution):
    class Meta:
        model = Price

    item = factory.Sequence(lambda n: f"围棋班{n}")
    unit = PriceUnit.LESSON
    amount_fen = 8000
    published_from = date(2021, 9, 1)


class LicenceTermFactory(OfInstitution):
    class Meta:
        model = LicenceTerm

    number = factory.Sequence(lambda n: f"243112970{n:06d}")
    valid_from = date(2021, 9, 1)


class AnnualCheckFactory(OfInstitution):
    class Meta:
        model = AnnualCheck

    year = 2020
    score = 75
    result = AnnualResult.PASSED
    rule = "90分以上优秀，60分以上合格"
    checked_on = DAY


class ListEntryFactory(OfInstitution):
    class Meta:
        model = ListEntry

    kind = ListKind.WHITE
    reason = "年检合格"
    valid_from = date(2021, 9, 1)


class CreditGradeFactory(OfInstitution):
    class Meta:
        model = CreditGrade

    grade = "B"
    scheme = "信用等级及起点分（2021-01-01起）"
    valid_from = date(2021, 9, 1)


class CreditPointFactory(OfInstitution):
    class Meta:
        model = CreditPoint

    delta = -2
    reason = "公示牌不全"
    on = DAY


class PlaceAnswerFactory(EntryFactory):
    class Meta:
        model = PlaceAnswer

    site = factory.SubFactory(SiteFactory)
    kind = PlaceQuestionKind.SHARED
    about = "与机构“甲校”相距0米"
    answer = "同一栋楼的两层"
