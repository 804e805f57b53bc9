"""Findings on prepaid money in every state, and the visits they propose."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from accounts.models import User
from common.clock import localdate
from funds.models import FundFinding
from funds.services import (
    FeeTold,
    close_finding,
    examine_account,
    hand_out,
    handle_finding,
    record_outside_fee,
)
from funds.states import FeeWay
from supervision.models import FundVisit
from supervision.services import decline_fund_visit, propose_visits
from tests.factories import funds

Keys = dict[str, Any]


def findings_on_funds(boss: User) -> dict[tuple[str, ...], list[Keys]]:
    """One open, one handled, one closed; a proposal that waits and one declined."""
    now = timezone.now()
    account = funds.account(boss)
    funds.contract(account, boss, lessons=61, fee_fen=600000)
    record_outside_fee(
        account.pk, FeeTold(FeeWay.LOAN, 100, localdate(now), "家长反映"), by=boss, at=now
    )
    examine_account(account.pk, day=localdate(now), at=now)
    hand_out(at=now)
    propose_visits(at=now)
    rows = list(FundFinding.objects.order_by("pk"))
    handle_finding(rows[0].pk, by=boss, at=now)
    close_finding(rows[1].pk, because="已退还", by=boss, at=now)
    proposals = list(FundVisit.objects.order_by("pk"))
    decline_fund_visit(proposals[0].pk, reason="已经检查过", by=boss, at=now)
    return {
        ("fund_finding_id",): [{"fund_finding_id": row.pk} for row in rows],
        ("fund_visit_id",): [{"fund_visit_id": row.pk} for row in proposals],
    }
