"""Findings on charges, releases and refunds: seen, deepened, ended by the figures or by a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from audit.services import record
from common.clock import localdate
from common.errors import NotFound
from funds.errors import AlertWordsMissing
from funds.models import Contract, Entry, FundAccount, FundFinding, PaymentOrder
from funds.queries.breaches import kept_of, open_orders, sold_of
from funds.queries.contracts import refund_period
from funds.rules.finding import ChargeTerms, Found, of_account, of_contract, of_order
from funds.services.posting import locked_of_institution
from funds.states import FINDING, AccountState, AlertState, Breach
from funds.terms import (
    BASES,
    account_terms_on,
    alert_level,
    amount_cap_key,
    card_words_on,
    charge_terms_on,
    lease_bounds_charges,
)
from institutions.states import InstitutionKind
from policies.queries import rule_or_package_on

ENDING = {
    Breach.RELEASE_AHEAD,
    Breach.RELEASE_LATE,
    Breach.REFUND_OVERDUE,
    Breach.NO_CONFIRMATION,
}
"""Findings that are over when the figures are; what a contract broke stays until it is judged."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a finding is about: a contract, an order, or neither for the account itself."""

    contract: Contract | None = None
    order: PaymentOrder | None = None

    def judged_on(self, day: date) -> date:
        """The day by whose rules it is held: on which the contract was made, the order asked for."""
        if self.contract is not None:
            return self.contract.signed_on
        return self.order.requested_on if self.order is not None else day

    @property
    def keys(self) -> tuple[int | None, int | None]:
        return (self.contract.pk if self.contract else None, self.order.pk if self.order else None)


@transaction.atomic
def examine_account(account_id: int, *, day: date, at: datetime) -> list[FundFinding]:
    """Hold the contracts, orders and receipts of an account against the rules. The system's verb.

    Of a subject and rule one finding is open: what goes further is written into it, and what is
    judged comes again only when it has gone further. The same day again changes nothing.

    Returns the findings that are open afterwards.
    """
    account = locked_of_institution(account_id)
    return _examined(account, [*_of_contracts(account, day), *_others(account, day)], day, at=at)


def examine_contracts(
    account: FundAccount, contracts: Sequence[Contract], *, at: datetime
) -> list[FundFinding]:
    """Hold contracts just registered against the rules; the account is locked by who registers.

    Contracts of the same pupils are held with them: an order may have been split.
    """
    day = localdate(at)
    return _examined(
        account, list(_of_contracts(account, day, only=contracts)), day, at=at, ends=False
    )


def examine_accounts(*, at: datetime) -> int:
    """All accounts that are not closed, at the end of the day before; how many. Nightly.

    Each account is a transaction of its own.
    """
    rows = FundAccount.objects.of_institutions().exclude(state=AccountState.CLOSED).order_by("pk")
    return _examine(rows.values_list("pk", flat=True), localdate(at) - timedelta(days=1), at)


def examine_booked(*, at: datetime) -> int:
    """The accounts into which something was booked at this moment; how many."""
    rows = Entry.objects.filter(booked_at=at, account__institution__isnull=False)
    accounts = rows.order_by("account").values_list("account", flat=True)
    return _examine(accounts.distinct(), localdate(at), at)


@transaction.atomic
def handle_finding(finding_id: int, *, by: User, at: datetime) -> FundFinding:
    """Somebody sees to it. Raises NotFound, NotAllowed, WrongState."""
    finding = locked_finding(finding_id)
    FINDING.apply(finding, "handle", by=by, at=at)
    finding.save(update_fields=["state"])
    return finding


@transaction.atomic
def close_finding(finding_id: int, *, because: str, by: User, at: datetime) -> FundFinding:
    """Judge that it needs nothing more, with words. Raises AlertWordsMissing and as above."""
    finding = locked_finding(finding_id)
    if not because.strip():
        raise AlertWordsMissing(alert=finding)
    FINDING.apply(finding, "close", by=by, at=at, because=because.strip())
    _close(finding, because.strip(), at=at, is_judged=True)
    return finding


def locked_finding(finding_id: int) -> FundFinding:
    """The finding, held until the transaction ends. Raises NotFound."""
    rows = FundFinding.objects.select_for_update(of=("self",), no_key=True).with_subjects()
    finding: FundFinding | None = rows.filter(pk=finding_id).first()
    if finding is None:
        raise NotFound(what="预收费问题")
    return finding


def _examine(keys: Iterable[int], day: date, at: datetime) -> int:
    found = list(keys)
    for pk in found:
        examine_account(pk, day=day, at=at)
    return len(found)


def _examined(
    account: FundAccount,
    found: Sequence[tuple[_Subject, Found]],
    day: date,
    *,
    at: datetime,
    ends: bool = True,
) -> list[FundFinding]:
    """Write what was found; with ``ends``, what was not found any more is over."""
    met = {(*subject.keys, one.rule): (subject, one) for subject, one in found}
    if not met and not ends:
        return []
    rows = list(FundFinding.objects.filter(account=account).select_related("contract", "order"))
    standing = {_key(one): one for one in rows if one.state != AlertState.CLOSED}
    judged = {_key(one): one.worst for one in reversed(rows) if one.is_judged}
    for key, finding in standing.items() if ends else ():
        if key not in met and finding.rule in ENDING and day >= finding.seen_on:
            _end(finding, at=at)
    return [
        _seen(account, subject, one, standing.get(key), day=day, at=at)
        for key, (subject, one) in met.items()
        if key in standing or one.extent > judged.get(key, -1)
    ]


def _of_contracts(
    account: FundAccount, day: date, *, only: Sequence[Contract] | None = None
) -> Iterator[tuple[_Subject, Found]]:
    is_subject = account.supervised.kind == InstitutionKind.SUBJECT
    words, lease = card_words_on(day), lease_bounds_charges(day)
    terms: dict[date, ChargeTerms] = {}
    rows = sold_of(account, only=only, card_words=words, lease_counts=lease, day=day)
    for contract, sold in rows.items():
        on = contract.signed_on
        if on not in terms:  # the rules of the day on which it was agreed
            terms[on] = charge_terms_on(on, is_subject=is_subject)
        for found in of_contract(sold, terms[on]):
            yield _Subject(contract=contract), found


def _others(account: FundAccount, day: date) -> Iterator[tuple[_Subject, Found]]:
    for order, awaited in open_orders(account).items():
        for found in of_order(awaited, day):
            yield _Subject(order=order), found
    for found in of_account(kept_of(account, day), account_terms_on(day), day):
        yield _Subject(), found


def _key(finding: FundFinding) -> tuple[int | None, int | None, str]:
    return (finding.contract_id, finding.order_id, finding.rule)


def _seen(
    account: FundAccount,
    subject: _Subject,
    found: Found,
    standing: FundFinding | None,
    *,
    day: date,
    at: datetime,
) -> FundFinding:
    finding = standing or FundFinding(
        account=account,
        contract=subject.contract,
        order=subject.order,
        rule=found.rule,
        opened_at=at,
        opened_on=day,
        worst=0,
    )
    if standing is not None and standing.seen_on >= day and standing.extent == found.extent:
        return standing
    before, is_deeper = finding.level, found.extent > finding.worst
    rule = rule_or_package_on(_basis(account, subject, found.rule), subject.judged_on(day))
    finding.seen_on = max(day, finding.seen_on or day)
    finding.extent, finding.sentence = found.extent, found.sentence
    finding.figures, finding.worst = dict(found.figures), max(found.extent, finding.worst)
    finding.basis, finding.mark = rule.basis, rule.mark
    finding.level = alert_level(found.rule, day, days=(day - finding.opened_on).days + 1)
    finding.save()
    if standing is None or is_deeper or finding.level != before:
        kind = "fund_finding.open" if standing is None else "fund_finding.deepen"
        record(kind, finding, by=None, at=at, after=finding.level, extent=found.extent)
    return finding


def _basis(account: FundAccount, subject: _Subject, rule: Breach) -> str:
    """The parameter whose source it names; two rules have one for each of two kinds."""
    if rule == Breach.AMOUNT_CAP:
        return amount_cap_key(is_subject=account.supervised.kind == InstitutionKind.SUBJECT)
    if rule == Breach.REFUND_OVERDUE and subject.order is not None:
        assert subject.order.contract is not None, "a refund names its contract"
        return f"funds.{refund_period(subject.order.contract, subject.order.requested_on)}"
    return BASES[rule]


def _end(finding: FundFinding, *, at: datetime) -> None:
    FINDING.apply(finding, "end", by=None, at=at)
    _close(finding, "所列情形已经消除", at=at, is_judged=False)


def _close(finding: FundFinding, because: str, *, at: datetime, is_judged: bool) -> None:
    finding.closed_at, finding.closed_because = at, because
    finding.is_judged = is_judged
    finding.save(update_fields=["state", "closed_at", "closed_because", "is_judged"])
