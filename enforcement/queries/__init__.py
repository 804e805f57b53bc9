"""Reads of enforcement for pages, reports and the public, one module per subject."""

from enforcement.queries.inbox import InboxGroup, inbox
from enforcement.queries.links import (
    days_left,
    latest_link,
    link_of,
    may_report,
    reports_by_link,
)
from enforcement.queries.notices import (
    OverdueRow,
    findings_of,
    get_notice,
    notice_history,
    notices_for,
    notices_shared_with,
    overdue,
    visits_awaiting_notice,
    with_rows,
)
from enforcement.queries.numbers import (
    NumberedYear,
    numbers_given,
    numbers_missing,
    numbers_of,
    unused_numbers,
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
from enforcement.queries.releases import (
    arrivals_waiting,
    get_arrival,
    get_release,
    left_over,
    order_section,
    orders_of,
    released_for,
    releases_for,
)
from enforcement.queries.standing import standing_of_notice

# Two rules that pages show by; staff may not reach into rules.py.
from enforcement.rules import days_late, may_be_stopped_for

__all__ = [
    "InboxGroup",
    "NumberedYear",
    "OverdueRow",
    "PrintProgress",
    "PublicFacts",
    "WaitingPapers",
    "arrivals_waiting",
    "campaign_bundle",
    "campaign_notices",
    "days_late",
    "days_left",
    "findings_of",
    "get_arrival",
    "get_notice",
    "get_release",
    "inbox",
    "latest_link",
    "left_over",
    "link_of",
    "may_be_stopped_for",
    "may_report",
    "notice_history",
    "notices_for",
    "notices_shared_with",
    "numbers_given",
    "numbers_missing",
    "numbers_of",
    "order_section",
    "orders_of",
    "overdue",
    "paper_of",
    "print_progress",
    "receipt_payload",
    "released_for",
    "releases_for",
    "reports_by_link",
    "standing_of_notice",
    "unused_numbers",
    "verification",
    "visits_awaiting_notice",
    "waiting_papers",
    "with_rows",
]
