"""Reads of history."""

from __future__ import annotations

from django.db import models

from audit.models import AuditEvent, AuditEventQuerySet


def history_of(*things: models.Model) -> AuditEventQuerySet:
    """What happened to these rows, newest first."""
    return AuditEvent.objects.of(*things)
