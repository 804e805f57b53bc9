"""The verbs of service. What a service sets running is started by who owns the paper."""

from serving.services.addresses import PartyAddress, confirm_address, end_confirmation
from serving.services.attempts import record_attempt
from serving.services.deliveries import Served, serve_paper, serve_papers
from serving.services.voiding import void_unserved_paper

__all__ = [
    "PartyAddress",
    "Served",
    "confirm_address",
    "end_confirmation",
    "record_attempt",
    "serve_paper",
    "serve_papers",
    "void_unserved_paper",
]
