"""Reads of enforcement for pages, reports and the public, one module per subject."""

from enforcement.queries.inbox import InboxGroup, inbox
from enforcement.queries.notices import (
    OverdueRow,
    findings_of,
    get_notice,
    notice_history,
    notices_for,
    overdue,
    visits_awaiting_notice,
    with_rows,
)
from enforcement.queries.numbers import (
    NumberedYear,
    numbers_given,
    numbers_missing,
    numbers_of,
)
from enforcement.queries.papers import (
    PrintProgress,
    PublicFacts,
    WaitingPapers,
    campaign_bundle,
    campaign_notices,
    paper_of,
    print_progress,
    receipt_payload,
    verification,
    waiting_papers,
)

# Two rules that pages show by; staff may not reach into rules.py.
from enforcement.rules import days_late, may_be_stopped_for

__all__ = [
    "InboxGroup",
    "NumberedYear",
    "OverdueRow",
    "PrintProgress",
    "PublicFacts",
    "WaitingPapers",
    "campaign_bundle",
    "campaign_notices",
    "days_late",
    "findings_of",
    "get_notice",
    "inbox",
    "may_be_stopped_for",
    "notice_history",
    "notices_for",
    "numbers_given",
    "numbers_missing",
    "numbers_of",
    "overdue",
    "paper_of",
    "print_progress",
    "receipt_payload",
    "verification",
    "visits_awaiting_notice",
    "waiting_papers",
    "with_rows",
]
