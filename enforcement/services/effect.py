"""A public notice is a service only when it has hung out its days; then its effects begin."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from audit.services import record
from enforcement.models import EffectNote, Notice
from enforcement.models.notices import NoticeQuerySet
from enforcement.services._consequences import hold_institution
from serving.states import DeliveryWay


def take_effect(as_of: date, *, at: datetime) -> int:
    """Let every public notice whose days are over by ``as_of`` do what a service does.

    Returns how many were new. Safe to repeat; a day that was missed is made up for.
    Source: Civil Procedure Law (2023 text) art. 95: served when the days have passed.
    """
    pks = list(_hung_out(as_of).order_by("pk").values_list("pk", flat=True))
    return sum(_take_effect(notice_id, as_of, at=at) for notice_id in pks)


def _hung_out(as_of: date) -> NoticeQuerySet:
    return Notice.objects.running().filter(
        delivery__way=DeliveryWay.PUBLIC_NOTICE, served_on__lte=as_of, effect_note__isnull=True
    )


@transaction.atomic
def _take_effect(notice_id: int, as_of: date, *, at: datetime) -> bool:
    held = Notice.objects.select_for_update(of=("self",)).filter(pk=notice_id).first()
    if held is None or not _hung_out(as_of).filter(pk=notice_id).exists():
        return False
    begin_effect(held, by=None, at=at)
    return True


def begin_effect(notice: Notice, *, by: User | None, at: datetime) -> None:
    """The service has taken effect: note it of a public notice, and tell the registry.

    The caller holds the notice; ``by`` is None when only a day has passed.
    """
    if notice.delivery.way == DeliveryWay.PUBLIC_NOTICE:
        assert notice.served_on is not None
        EffectNote.objects.create(notice=notice, took_effect_on=notice.served_on, noted_at=at)
        day = notice.served_on.isoformat()
        record("notice.take_effect", notice, by=by, at=at, served_on=day)
    hold_institution(notice, by=by, at=at)
