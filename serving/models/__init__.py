"""Addresses that were confirmed, attempts, and services with their proofs."""

from serving.models.addresses import AddressConfirmation, ConfirmationQuerySet
from serving.models.deliveries import Attempt, Delivery

__all__ = ["AddressConfirmation", "Attempt", "ConfirmationQuerySet", "Delivery"]
