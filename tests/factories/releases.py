"""Released numbers, reviews of findings and what these led to, without walking through the verbs."""

from __future__ import annotations

from datetime import timedelta

import factory

from enforcement import blanks
from enforcement.composition import Cited, Issuer
from enforcement.models import (
    Clue,
    OrderArrival,
    OrderRelease,
    ReleasedOrder,
    TransferProposal,
)
from enforcement.states import ArrivalState, NoticeForm
from inspections.models import FindingReview
from tests.factories.accounts import UserFactory
from tests.factories.inspections import FindingFactory, VisitFactory
from tests.times import DAY, NOON

_ISSUER = Issuer(
    organ="白桦县教育局",
    government="白桦县人民政府",
    court="有管辖权的人民法院",
    reconsideration_days=60,
    litigation_months=6,
)
_BASES = (Cited("《中华人民共和国行政处罚法》第二十八条", "PL28@2021-07-15"),)


class OrderReleaseFactory(factory.django.DjangoModelFactory):
    """Released by a bureau head for DAY, without numbers."""

    class Meta:
        model = OrderRelease

    form = NoticeForm.SPOT
    valid_on = DAY
    reason = "城关镇日常巡查"
    blank = factory.LazyAttribute(
        lambda one: blanks.blank(
            one.form, issuer=_ISSUER, bases=_BASES, day=one.valid_on, is_demonstration=False
        )
    )
    limits = factory.LazyFunction(lambda: [blanks.limit_choice(3, "working_day", None)])
    released_at = NOON - timedelta(hours=3)
    released_by = factory.SubFactory(UserFactory, bureau_head=True)


class ReleasedOrderFactory(factory.django.DjangoModelFactory):
    """One number that is still out."""

    class Meta:
        model = ReleasedOrder

    release = factory.SubFactory(OrderReleaseFactory)
    form = factory.SelfAttribute("release.form")
    year = factory.SelfAttribute("release.valid_on.year")
    serial = factory.Sequence(lambda n: n + 1)
    number = factory.LazyAttribute(lambda one: f"白教当改字〔{one.year}〕{one.serial}号")
    token = factory.Sequence(lambda n: f"released-{n}")
    holder = factory.SubFactory(UserFactory, inspector=True, certificate=True)


class OrderArrivalFactory(factory.django.DjangoModelFactory):
    """A paper from a phone that waits for a person."""

    class Meta:
        model = OrderArrival

    order = factory.SubFactory(ReleasedOrderFactory)
    visit = factory.SubFactory(VisitFactory, recorded=True)
    payload = factory.LazyAttribute(lambda one: {"number": one.order.number, "findings": []})
    sha256 = factory.LazyAttribute(lambda one: blanks.digest(one.payload))
    handed_at = NOON
    doubts = factory.LazyFunction(lambda: ["持用人不是这次检查的人员。"])
    state = ArrivalState.WAITING
    arrived_at = NOON
    arrived_by = factory.SelfAttribute("order.holder")


class FindingReviewFactory(factory.django.DjangoModelFactory):
    """The finding stands."""

    class Meta:
        model = FindingReview

    finding = factory.SubFactory(FindingFactory)
    verdict = "confirmed"
    reviewed_at = NOON
    reviewed_by = factory.SubFactory(UserFactory, section_head=True)


class ClueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Clue

    finding = factory.SubFactory(FindingFactory)
    text = factory.SelfAttribute("finding.text")
    recorded_at = NOON
    recorded_by = factory.SubFactory(UserFactory, inspector=True)


class TransferProposalFactory(ClueFactory):
    class Meta:
        model = TransferProposal

    receiver = "桤木县公安局"
    grounds = "涉嫌犯罪"
