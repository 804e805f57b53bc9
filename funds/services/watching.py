"""Watching: alerts open, deepen and end by the figures; people handle and close them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from audit.services import record
from common.clock import localdate
from common.errors import NotFound
from funds.errors import AlertWordsMissing
from funds.models import Alert, FundAccount
from funds.queries.figures import figures_on, moved_since_watched
from funds.queries.weeks import weeks_before
from funds.rules.forecasting import forecasts
from funds.rules.watching import Finding, findings, large_movements, minimum_of
from funds.services.posting import locked_of_institution
from funds.states import ALERT, AccountState, Breach
from funds.terms import BASES, alert_level, limits_on, outlook_on, presets_through
from policies.queries import rule_or_package_on


@transaction.atomic
def watch_account(account_id: int, *, day: date, at: datetime) -> list[Alert]:
    """Hold one account against the county's rules at the end of a day. The system's verb.

    One alert per account and rule is open: what still holds is written into it, what no
    longer does ends it. The same day again changes nothing.

    Returns:
        The alerts that are open afterwards.
    """
    account = locked_of_institution(account_id)
    met = {one.rule: one for one in _met(account, day)}
    met.pop(Breach.LARGE_MOVEMENT, None)
    standing = {one.rule: one for one in Alert.objects.filter(account=account).open()}
    for rule, alert in standing.items():
        if rule in WATCHED and rule not in met and day >= alert.seen_on:
            _end(alert, at=at)
    for one in met.values():
        if not _was_judged(account, one, standing, day):
            _seen(account, one, standing, day=day, at=at)
    presets = presets_through()
    for moved_on, moved in moved_since_watched(account):
        for one in large_movements(moved, presets(moved_on)):
            _seen(account, one, standing, day=moved_on, at=at)
    _was_watched(account, day)
    return list(Alert.objects.filter(account=account).open())


def watch_accounts(*, at: datetime) -> int:
    """All accounts that are not closed, at the end of the day before; how many. Nightly.

    Nights that were lost are made up for, day by day. Each account and day is a transaction of
    its own.
    """
    day = localdate(at) - timedelta(days=1)
    rows = FundAccount.objects.of_institutions().exclude(state=AccountState.CLOSED).order_by("pk")
    watched = list(rows.values_list("pk", "watched_on"))
    for pk, last in watched:
        missed = min((day - last).days - 1 if last else 0, MADE_UP_FOR)
        for back in range(max(0, missed), -1, -1):
            watch_account(pk, day=day - timedelta(days=back), at=at)
    return len(watched)


MADE_UP_FOR = 31
"""So many lost nights are looked at again; who was away longer looks at the accounts anyway."""


WATCHED = {
    Breach.BELOW_MINIMUM,
    Breach.BALANCE_BELOW_PRESET,
    Breach.MONTHLY_OUTFLOW,
    Breach.MISMATCH,
    Breach.MINIMUM_AHEAD,
    Breach.OUTFLOW_UNUSUAL,
    Breach.REFUNDS_UNUSUAL,
    Breach.DISPUTES_UNUSUAL,
}
"""Rules whose alert ends by itself; a large movement stays until somebody has looked at it."""


@transaction.atomic
def handle_alert(alert_id: int, *, by: User, at: datetime) -> Alert:
    """Somebody sees to it. Raises NotFound, NotAllowed, WrongState."""
    alert = _locked(alert_id)
    ALERT.apply(alert, "handle", by=by, at=at)
    alert.save(update_fields=["state"])
    return alert


@transaction.atomic
def close_alert(alert_id: int, *, because: str, by: User, at: datetime) -> Alert:
    """Judge that it needs nothing more, with words. Raises AlertWordsMissing and as above."""
    alert = _locked(alert_id)
    if not because.strip():
        raise AlertWordsMissing(alert=alert)
    ALERT.apply(alert, "close", by=by, at=at, because=because.strip())
    alert.closed_at, alert.closed_because, alert.closed_by = at, because.strip(), by
    alert.save(update_fields=["state", "closed_at", "closed_because", "closed_by"])
    return alert


def _met(account: FundAccount, day: date) -> list[Finding]:
    """What holds today, then what the last weeks give reason to expect."""
    figures, limits, outlook = figures_on(account, day), limits_on(day), outlook_on(day)
    minimum = minimum_of(figures, limits)
    weeks = weeks_before(account, day, weeks=outlook.weeks)
    ahead = forecasts(weeks, outlook, balance_fen=figures.balance_fen, minimum_fen=minimum)
    return [*findings(figures, limits), *ahead]


def _seen(
    account: FundAccount,
    found: Finding,
    standing: dict[str, Alert],
    *,
    day: date,
    at: datetime,
) -> None:
    alert = standing.get(found.rule)
    if alert is None:
        alert = Alert(account=account, rule=found.rule, opened_at=at, opened_on=day, worst_fen=0)
    before = alert.level
    is_deeper = found.amount_fen > alert.worst_fen
    rule = rule_or_package_on(BASES[found.rule], day)
    alert.seen_on = max(day, alert.seen_on or day)
    alert.amount_fen, alert.sentence = found.amount_fen, found.sentence
    alert.worst_fen = max(found.amount_fen, alert.worst_fen)
    alert.basis, alert.mark = rule.basis, rule.mark
    alert.level = alert_level(found.rule, day, days=(day - alert.opened_on).days + 1)
    is_new = alert.pk is None
    alert.save()
    if is_new or is_deeper or alert.level != before:
        kind = "fund_alert.open" if is_new else "fund_alert.deepen"
        record(kind, alert, by=None, at=at, after=alert.level, amount_fen=found.amount_fen)
    standing[found.rule] = alert


def _was_judged(
    account: FundAccount, found: Finding, standing: Mapping[str, Alert], day: date
) -> bool:
    """Somebody closed it for this day, when it went as far; it opens anew if it still holds later."""
    if found.rule in standing:
        return False
    rows = Alert.objects.filter(account=account, rule=found.rule, closed_by__isnull=False)
    return rows.filter(seen_on__gte=day, worst_fen__gte=found.amount_fen).exists()


def _was_watched(account: FundAccount, day: date) -> None:
    last = account.entries.order_by("-no").values_list("no", flat=True).first()
    account.watched_no = last or 0
    account.watched_on = max(day, account.watched_on or day)
    account.save(update_fields=["watched_no", "watched_on"])


def _end(alert: Alert, *, at: datetime) -> None:
    ALERT.apply(alert, "end", by=None, at=at)
    alert.closed_at, alert.closed_because = at, "所列情形已经消除"
    alert.save(update_fields=["state", "closed_at", "closed_because"])


def _locked(alert_id: int) -> Alert:
    alert: Alert | None = Alert.objects.select_for_update().filter(pk=alert_id).first()
    if alert is None:
        raise NotFound(what="资金预警")
    return alert
