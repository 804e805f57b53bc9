"""The verbs of supervision: talks, circulars, listings, merits."""

from supervision.services.circulars import (
    discard_circular,
    draft_circular,
    publish_circular,
    withdraw_circular,
)
from supervision.services.fund_visits import (
    accept_fund_visit,
    decline_fund_visit,
    propose_visits,
)
from supervision.services.interviews import (
    Talk,
    call_interview,
    cancel_interview,
    hold_interview,
    note_missed,
)
from supervision.services.listings import (
    Target,
    escalate_listing,
    extend_listing,
    list_matter,
    note_progress,
    strike_listing,
)
from supervision.services.merits import Decided, record_merit, revoke_merit

__all__ = [
    "Decided",
    "Talk",
    "Target",
    "accept_fund_visit",
    "call_interview",
    "cancel_interview",
    "decline_fund_visit",
    "discard_circular",
    "draft_circular",
    "escalate_listing",
    "extend_listing",
    "hold_interview",
    "list_matter",
    "note_missed",
    "note_progress",
    "propose_visits",
    "publish_circular",
    "record_merit",
    "revoke_merit",
    "strike_listing",
    "withdraw_circular",
]
