"""Talks, circulars, listings and merits, made by the verbs; rows alone for the house's tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factory

from supervision.models import (
    Circular,
    CircularInstitution,
    Interview,
    Listing,
    ListingExtension,
    ListingProgress,
    Merit,
)
from supervision.services import Talk, Target, call_interview, draft_circular, list_matter
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.papers import OfficialPaperFactory
from tests.times import DAY, NOON

LATER = NOON + timedelta(days=2)


def a_talk(**changes: Any) -> Talk:
    told = {
        "matter": "未将预收费纳入监管",
        "talk_at": LATER,
        "place": "县教育局三楼会议室",
        "attend": "法定代表人王春梅",
        "hosts": "监管股李敏、周执法",
    }
    return Talk(**(told | changes))


def a_call(by=None, **changes: Any) -> Interview:
    institution = InstitutionFactory(name="青禾培训学校", site=True)
    by = by or UserFactory(section_head=True)
    return call_interview(institution.pk, a_talk(**changes), by=by, at=NOON, prints=False)


def a_circular(by=None, **changes: Any) -> Circular:
    told = {"title": "关于整改进展的通报", "text": "两家机构未按期报告。", "audience": "各培训机构"}
    rows = [InstitutionFactory(), InstitutionFactory()]
    by = by or UserFactory(section_head=True)
    return draft_circular([row.pk for row in rows], **(told | changes), by=by, at=NOON)


def a_listing(**changes: Any) -> Listing:
    told = {
        "matter": "学员退费未完成",
        "target": "全部退清并报送凭证",
        "due_on": date(2021, 12, 1),
        "owner": changes.pop("owner", None) or UserFactory(inspector=True),
        "leader": changes.pop("leader", None) or UserFactory(bureau_head=True),
    }
    by = UserFactory(bureau_head=True)
    return list_matter(InstitutionFactory().pk, Target(**(told | changes)), by=by, at=NOON)


class InterviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Interview

    institution = factory.SubFactory(InstitutionFactory)
    matter = "未将预收费纳入监管"
    talk_at = LATER
    place = "县教育局"
    attend = "法定代表人"
    hosts = "监管股"
    paper = factory.SubFactory(OfficialPaperFactory)
    called_at = NOON
    called_by = factory.SubFactory(UserFactory, section_head=True)


class CircularFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Circular

    title = "关于整改进展的通报"
    text = "两家机构未按期报告。"
    audience = "各培训机构"
    drafted_at = NOON
    drafted_by = factory.SubFactory(UserFactory, section_head=True)


class CircularInstitutionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CircularInstitution

    circular = factory.SubFactory(CircularFactory)
    institution = factory.SubFactory(InstitutionFactory)


class ListingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Listing

    institution = factory.SubFactory(InstitutionFactory)
    matter = "学员退费未完成"
    target = "全部退清"
    due_on = date(2021, 12, 1)
    owner = factory.SubFactory(UserFactory, inspector=True)
    leader = factory.SubFactory(UserFactory, bureau_head=True)
    listed_at = NOON
    listed_by = factory.SubFactory(UserFactory, bureau_head=True)


class ListingProgressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ListingProgress

    listing = factory.SubFactory(ListingFactory)
    text = "已退费20人"
    noted_at = NOON
    noted_by = factory.SubFactory(UserFactory, inspector=True)


class ListingExtensionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ListingExtension

    listing = factory.SubFactory(ListingFactory)
    old_due_on = date(2021, 12, 1)
    new_due_on = date(2021, 12, 20)
    reason = "部分家长未联系上"
    extended_at = NOON
    extended_by = factory.SubFactory(UserFactory, bureau_head=True)


class MeritFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Merit

    institution = factory.SubFactory(InstitutionFactory)
    kind = "reward"
    title = "诚信办学单位"
    organ = "县人民政府"
    decided_on = DAY
    entered_at = NOON
    entered_by = factory.SubFactory(UserFactory, registry_clerk=True)


def furnished(institution, boss) -> dict[tuple[str, ...], list[dict[str, int]]]:
    """Every kind in its states at one institution, and the keys of the pages."""
    of = {"institution": institution}
    ended = {"ended_at": NOON, "ended_by": boss}
    held = {"state": "held", "attended": "王春梅", "record": "已说明情况", **ended}
    scan = StoredFileFactory(photo=True)
    interviews = [
        InterviewFactory(**of, **held, record_file=scan, paper=OfficialPaperFactory(approved=True)),
        InterviewFactory(**of),
        InterviewFactory(**of, state="missed", end_reason="电话无人接听", **ended),
    ]
    out = {"published_at": NOON, "published_by": boss}
    back = {"withdrawn_at": NOON, "withdrawn_by": boss, "withdraw_reason": "数据有误"}
    circulars = [CircularFactory(), CircularFactory(state="published", **out)]
    circulars += [
        CircularFactory(state="withdrawn", **out, **back),
        CircularFactory(drafted_by=boss),
    ]
    for row in circulars:
        CircularInstitutionFactory(circular=row, **of)
    listings = [ListingFactory(**of, owner=boss), ListingFactory(**of, leader=boss)]
    listings += [ListingFactory(**of, state="met", result="全部退清", **ended)]
    ListingProgressFactory(listing=listings[0])
    ListingExtensionFactory(listing=listings[0])
    gone = {"state": "revoked", "revoked_at": NOON, "revoked_by": boss, "revoke_reason": "登记错误"}
    merits = [MeritFactory(**of, file=scan), MeritFactory(**of, kind="penalty", **gone)]
    return {
        ("interview_id",): [{"interview_id": row.pk} for row in interviews],
        ("circular_id",): [{"circular_id": row.pk} for row in circulars],
        ("listing_id",): [{"listing_id": row.pk} for row in listings],
        ("merit_id",): [{"merit_id": row.pk} for row in merits],
    }
