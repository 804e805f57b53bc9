"""Reads of the field."""

from field.queries.chains import ChainStatus, MissingBlob
from field.queries.desk import (
    Line,
    compared,
    devices_for,
    records_awaiting,
    unfinished_chains,
    versions_of,
)
from field.queries.pack import VERSION, Section, pack_for

__all__ = [
    "VERSION",
    "ChainStatus",
    "Line",
    "MissingBlob",
    "Section",
    "compared",
    "devices_for",
    "pack_for",
    "records_awaiting",
    "unfinished_chains",
    "versions_of",
]
