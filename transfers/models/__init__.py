"""Transfers, what goes with them, their clocks and the way in for who has no login."""

from transfers.models.links import TransferLink
from transfers.models.parts import TransferDeadline, TransferFile, TransferFinding
from transfers.models.transfers import Transfer, TransferQuerySet

__all__ = [
    "Transfer",
    "TransferDeadline",
    "TransferFile",
    "TransferFinding",
    "TransferLink",
    "TransferQuerySet",
]
