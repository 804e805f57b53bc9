"""Notices at each stage of their life, without walking through the verbs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factory

from enforcement.models import Delivery, Notice, NoticeFinding
from enforcement.states import LimitUnit, NoticeForm, NoticeState
from serving.states import DeliveryWay
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory, notice_payload
from tests.factories.inspections import FindingFactory, VisitFactory
from tests.times import DAY, NOON

_WORDS = {
    NoticeForm.RECTIFICATION: "责改",
    NoticeForm.STOP: "停办",
    NoticeForm.WITHDRAWAL: "撤通",
}


class NoticeFactory(factory.django.DjangoModelFactory):
    """A draft rectification notice with one finding, 15 working days to correct.

    ``stop=True`` is the other form. ``submitted``, ``endorsed``, ``approved``, ``printed``,
    ``served=True`` for later in its life; a served one has its delivery, of that day.
    """

    class Meta:
        model = Notice
        skip_postgeneration_save = True

    form = NoticeForm.RECTIFICATION
    visit = factory.SubFactory(VisitFactory, confirmed=True)
    institution = factory.SelfAttribute("visit.institution")
    campaign = factory.SelfAttribute("visit.campaign")
    acted_on = DAY
    limit_count = 15
    limit_unit = LimitUnit.WORKING_DAY
    drafted_at = NOON
    drafted_by = factory.SubFactory(UserFactory, inspector=True)

    class Params:
        stop = factory.Trait(form=NoticeForm.STOP, limit_count=3)
        submitted = factory.Trait(
            state=NoticeState.SUBMITTED,
            submitted_at=NOON,
            submitted_by=factory.SelfAttribute("drafted_by"),
        )
        endorsed = factory.Trait(
            submitted=True,
            state=NoticeState.ENDORSED,
            endorsed_at=NOON,
            endorsed_by=factory.SubFactory(UserFactory, section_head=True),
        )
        approved = factory.Trait(
            endorsed=True,
            state=NoticeState.APPROVED,
            approved_at=NOON,
            approved_by=factory.SubFactory(UserFactory, bureau_head=True),
            year=DAY.year,
            serial=factory.Sequence(lambda n: n + 1000),
            number=factory.LazyAttribute(
                lambda n: f"白教{_WORDS[NoticeForm(n.form)]}字〔{n.year}〕{n.serial}号"
            ),
            token=factory.Sequence(lambda n: f"token-{n}"),
            payload=factory.LazyAttribute(
                lambda n: notice_payload(
                    form=str(n.form),
                    title=NoticeForm(n.form).label,
                    number=n.number,
                    date="2021年11月10日",
                )
            ),
        )
        printed = factory.Trait(
            approved=True,
            state=NoticeState.PRINTED,
            document=factory.SubFactory(
                StoredFileFactory, name="通知书.pdf", media_type="application/pdf"
            ),
            printed_at=NOON,
        )
        served = factory.Trait(
            printed=True,
            state=NoticeState.SERVED,
            served_on=DAY,
            due_on=date(2021, 12, 1),
            calendar_known_until=date(2021, 12, 31),
        )

    @classmethod
    def _create(cls, model_class: type[Notice], *args: Any, **facts: Any) -> Notice:
        """Findings go in while it is a draft: the database lets nobody add them later."""
        finding_count = facts.pop("finding_count", 1)
        later = {
            name: facts.pop(name)
            for name in [*facts]
            if name not in _OF_A_DRAFT and facts[name] is not None
        }
        notice = super()._create(model_class, *args, **facts)
        if notice.form != NoticeForm.WITHDRAWAL:
            _add_findings(notice, finding_count)
        for name, value in later.items():
            setattr(notice, name, value)
        notice.save()
        if notice.served_on is not None:
            DeliveryFactory(
                notice=notice, delivered_on=notice.served_on, effective_on=notice.served_on
            )
        return notice


class WithdrawalFactory(NoticeFactory):
    """A draft that takes back a printed rectification notice."""

    form = NoticeForm.WITHDRAWAL
    withdraws = factory.SubFactory(NoticeFactory, printed=True)
    withdrawal_reason = "所列问题的地点有误"
    visit = factory.SelfAttribute("withdraws.visit")
    acted_on = factory.SelfAttribute("withdraws.acted_on")
    limit_count = None
    limit_unit = ""


class DeliveryFactory(factory.django.DjangoModelFactory):
    """Handed to the principal in person."""

    class Meta:
        model = Delivery

    notice = factory.SubFactory(NoticeFactory, printed=True)
    way = DeliveryWay.DIRECT
    delivered_on = DAY
    effective_on = factory.SelfAttribute("delivered_on")
    recipient = "王春梅"
    servers = "王小明、李小红"
    recorded_at = NOON + timedelta(hours=4)
    recorded_by = factory.SubFactory(UserFactory, inspector=True)


_OF_A_DRAFT = {
    "form",
    "visit",
    "institution",
    "campaign",
    "acted_on",
    "limit_count",
    "limit_unit",
    "added_order",
    "drafted_at",
    "drafted_by",
    "withdraws",
    "withdrawal_reason",
}


def _add_findings(notice: Notice, count: int) -> None:
    for no in range(1, count + 1):
        finding = FindingFactory(visit=notice.visit)
        NoticeFinding.objects.create(notice=notice, finding=finding, no=no)
