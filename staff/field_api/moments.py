"""Moments as a browser writes them."""

from datetime import UTC, datetime


def spoken(at: datetime) -> str:
    """``2026-11-22T03:04:05.678Z``"""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
