"""The verbs of service. What a service sets running is started by who owns the paper."""

from serving.services.addresses import (
    PartyAddress,
    confirm_address,
    end_confirmation,
    reveal_addresses,
    withdraw_consent,
)
from serving.services.attempts import Tried, record_attempt
from serving.services.deliveries import Served, serve_paper, serve_papers
from serving.services.voiding import void_unserved_paper

__all__ = [
    "PartyAddress",
    "Served",
    "Tried",
    "confirm_address",
    "end_confirmation",
    "record_attempt",
    "reveal_addresses",
    "serve_paper",
    "serve_papers",
    "void_unserved_paper",
    "withdraw_consent",
]
