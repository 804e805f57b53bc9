"""The verbs of penalty cases. Each takes the lock, asks permission, writes history."""

from cases.services.clues import (
    ClueFacts,
    PartyFacts,
    name_party,
    name_violations,
    register_clue,
)
from cases.services.filing import (
    approve_filing,
    check_case,
    endorse_filing,
    refuse_filing,
    return_check,
    transfer_case,
    withdraw_case,
)
from cases.services.officers import (
    ask_recusal,
    assign_officer,
    decide_recusal,
    exchange_officer,
)

__all__ = [
    "ClueFacts",
    "PartyFacts",
    "approve_filing",
    "ask_recusal",
    "assign_officer",
    "check_case",
    "decide_recusal",
    "endorse_filing",
    "exchange_officer",
    "name_party",
    "name_violations",
    "refuse_filing",
    "register_clue",
    "return_check",
    "transfer_case",
    "withdraw_case",
]
