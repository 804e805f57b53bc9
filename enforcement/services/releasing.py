"""Orders made out on site: numbers released in advance, given back, lost with a phone."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from accounts.queries import certificate_on
from audit.services import record
from common.clock import chinese_date, localdate
from enforcement import blanks
from enforcement.errors import NotYourOrder, OwnRelease, ReasonMissing, ReleaseWrong
from enforcement.limits import due_from
from enforcement.models import OrderRelease, ReleasedOrder, ReleasedOrderQuerySet
from enforcement.papers import issuer_on, order_basis
from enforcement.services._numbers import next_number
from enforcement.states import ON_SITE, RELEASED, LimitUnit, NoticeForm, ReleaseState
from policies.queries import parameter
from tenants.current import county

DAYS_AHEAD_MOST = 14  # a release is for one day that is near
EACH_MOST = 20  # numbers of one officer in one release
ON_SITE_LIMITS = (1, 3, 5, 7, 10, 15, 20, 30)  # working days that may be chosen on site
UNUSED = "未使用，交回作废"


@transaction.atomic
def release_orders(
    *,
    form: str,
    day: date,
    officer_ids: Sequence[int],
    each: int,
    reason: str,
    by: User,
    at: datetime,
) -> OrderRelease:
    """Number ``each`` orders for every named officer, to be made out on that one day.

    The text is frozen here but for what is filled in on site. A number belongs to one officer.

    Raises NotAllowed, ReleaseWrong, OwnRelease, ReasonMissing, NumberPatternWrong, and what
    the law refuses (LawNotInForce, ArticleNotConfirmed, ParameterMissing); then no number is
    taken. Source: Penalty Law arts. 28, 42 (who goes is named and certified that day).
    """
    require(by, Permission.ORDER_RELEASE)
    if not reason.strip():
        raise ReasonMissing(action="签发")
    _require_fit(form, day, each, today=localdate(at))
    holders = _holders(officer_ids, day, by)
    release = OrderRelease.objects.create(
        form=form,
        valid_on=day,
        reason=reason.strip()[:200],
        blank=_blank(form, day),
        limits=limits_on(form, day),
        released_at=at,
        released_by=by,
    )
    orders = [_numbered(release, holder) for holder in holders for _ in range(each)]
    told = {
        "valid_on": day.isoformat(),
        "holders": [holder.full_name for holder in holders],
        "numbers": [order.number for order in orders],
    }
    record("released_order.release", release, by=by, at=at, reason=release.reason, told=told)
    return release


@transaction.atomic
def carry_orders(*, device: str, by: User, on: date, at: datetime) -> None:
    """Put the person's free numbers of that day on one device. Twice changes nothing.

    What another device of the same person carries stays there: it may be without signal.
    """
    free = _held(ReleasedOrder.objects.out().held_by(by, on).filter(device=""))
    for order in free:
        order.device = device[:64]
        order.save(update_fields=["device"])
    if free:
        numbers = [order.number for order in free]
        record("released_order.carry", free[0], by=by, at=at, device=device, numbers=numbers)


@transaction.atomic
def return_unused(
    order_ids: Iterable[int], *, by: User, at: datetime, reason: str = ""
) -> list[ReleasedOrder]:
    """Void numbers that were not used, with who gave them back, when and why.

    One's own with the right to record visits, another's with the right to release. What was
    handed over or voided before stays as it is; the result holds only what was voided now.
    Raises NotAllowed, NotYourOrder; then nothing has changed.
    """
    said = reason.strip() or UNUSED
    returned = []
    for order in _held(ReleasedOrder.objects.filter(pk__in=list(order_ids))):
        is_own = order.holder_id == by.pk
        if not is_own and not by.has(Permission.ORDER_RELEASE):
            raise NotYourOrder(number=order.number, holder=order.holder.full_name)
        if order.state == ReleaseState.OUT:
            _void(order, "give_back" if is_own else "void", said, by=by, at=at)
            returned.append(order)
    return returned


@transaction.atomic
def void_lost(device: str, *, reason: str, by: User, at: datetime) -> int:
    """Void every number that a lost or revoked device still carries; how many.

    The caller has asked whether ``by`` may revoke the device. A paper that was handed over
    before the loss and turns up later waits for a person (take_handed_order).
    """
    said = reason.strip() or "设备遗失"
    lost = _held(ReleasedOrder.objects.out().filter(device=device)) if device else []
    for order in lost:
        _void(order, "lose", said, by=by, at=at)
    return len(lost)


def limits_on(form: str, day: date) -> list[blanks.Payload]:
    """The limits that may be chosen on that day; of an order at once only the time to report."""
    key = "spot.report" if form == NoticeForm.SPOT else "rectification.limit"
    usual = parameter(key, day)
    wanted = [(usual["count"], usual["unit"])]
    if form == NoticeForm.SPOT_LIMIT:
        unit = LimitUnit.WORKING_DAY
        wanted += [(n, unit) for n in ON_SITE_LIMITS if (n, unit) != wanted[0]]
    dues = [due_from(day, count, unit) for count, unit in wanted]
    return [
        blanks.limit_choice(count, unit, None if due.is_provisional else due.due_on)
        for (count, unit), due in zip(wanted, dues, strict=True)
    ]


def _blank(form: str, day: date) -> blanks.Payload:
    home = county()
    return blanks.blank(
        form,
        issuer=issuer_on(day, home.name),
        bases=order_basis(day, day),
        day=day,
        is_demonstration=home.is_demonstration,
    )


def _require_fit(form: str, day: date, each: int, *, today: date) -> None:
    if form not in ON_SITE:
        raise ReleaseWrong(why="请选择责令改正通知书或者责令限期改正通知书")
    if not today <= day <= today + timedelta(days=DAYS_AHEAD_MOST):
        raise ReleaseWrong(
            why=f"使用日期须在今天起{DAYS_AHEAD_MOST}日内，{chinese_date(day)}不在其中"
        )
    if not 1 <= each <= EACH_MOST:
        raise ReleaseWrong(why=f"每人份数须为1至{EACH_MOST}份")


def _holders(officer_ids: Sequence[int], day: date, by: User) -> list[User]:
    """Whom the orders are for, each fit to order something on that day."""
    wanted = list(dict.fromkeys(officer_ids))
    found = User.objects.active().select_related("department").in_bulk(wanted)
    if not wanted or len(found) != len(wanted):
        raise ReleaseWrong(why="没有选择持用人，或者其中有人不存在、已停用")
    if by.pk in found:
        raise OwnRelease()
    for person in found.values():
        if person.department is None or not person.department.is_lead:
            raise ReleaseWrong(why=f"{person.full_name}不是本机关人员，不能持用本机关的文书")
        if certificate_on(person, day) is None:
            raise ReleaseWrong(why=f"{person.full_name}在{chinese_date(day)}没有有效的执法证")
    return [found[pk] for pk in wanted]


def _numbered(release: OrderRelease, holder: User) -> ReleasedOrder:
    serial, number = next_number(release.form, release.valid_on)
    return ReleasedOrder.objects.create(
        release=release,
        form=release.form,
        year=release.valid_on.year,
        serial=serial,
        number=number,
        token=secrets.token_urlsafe(16),
        holder=holder,
    )


def _held(orders: ReleasedOrderQuerySet) -> list[ReleasedOrder]:
    """The rows, locked in one order, so that two who void the same do not wait in a ring."""
    return list(
        orders.select_for_update(of=("self",)).select_related("holder", "release").order_by("pk")
    )


def _void(order: ReleasedOrder, move: str, reason: str, *, by: User, at: datetime) -> None:
    RELEASED.apply(order, move, by=by, at=at, number=order.number, reason=reason)
    order.voided_at, order.voided_by, order.void_reason = at, by, reason[:200]
    order.save(update_fields=["state", "voided_at", "voided_by", "void_reason"])
