"""Reads about clients for the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, Sum

from clients.models import Call, Client


@dataclass(frozen=True, slots=True)
class Use:
    """What a client did in the last thirty days, by address."""

    route: str
    calls: int
    refused: int
    rows: int
    last_at: datetime


def use_of(client: Client, *, at: datetime) -> list[Use]:
    """The most used address first; one query over an index."""
    lately = Call.objects.filter(client=client, at__gte=at - timedelta(days=30))
    found = (
        lately.values("method", "route")
        .annotate(
            calls=Count("pk"),
            refused=Count("pk", filter=Q(status__gte=400)),
            told=Sum("rows"),
            last=Max("at"),
        )
        .order_by("-calls", "route")
    )
    return [
        Use(
            f"{row['method']} {row['route']}",
            row["calls"],
            row["refused"],
            row["told"] or 0,
            row["last"],
        )
        for row in found
    ]


def last_calls() -> dict[int, datetime]:
    """By key of client, when it called last."""
    return dict(Call.objects.values_list("client").annotate(last=Max("at")).order_by())
