"""Reads of the field."""

from field.queries.chains import ChainStatus, MissingBlob, statuses
from field.queries.pack import VERSION, Section, pack_for

__all__ = ["VERSION", "ChainStatus", "MissingBlob", "Section", "pack_for", "statuses"]
