"""People and machines that call from outside, and what a register reported."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from clients.services import revoke_client
from tests.factories.accounts import UserFactory
from tests.factories.clients import CallFactory, ClientFactory, ClientSecretFactory
from tests.factories.exchange import EventFactory
from tests.times import NOON

Keys = dict[str, Any]


def callers(boss: User) -> dict[tuple[str, ...], list[Keys]]:
    """People, machines in use and turned away, events of a register."""
    people = [boss, UserFactory(), UserFactory(partner_officer=True)]
    events = [EventFactory(), EventFactory(handled=True)]
    return {
        ("user_id",): [{"user_id": row.pk} for row in people],
        ("client_id",): _clients(),
        ("event_id",): [{"event_id": row.pk} for row in events],
    }


def _clients() -> list[Keys]:
    boss = UserFactory(security_administrator=True)
    rows = [ClientFactory(), ClientFactory(bank=True)]
    ClientSecretFactory(client=rows[0])
    CallFactory(client=rows[0])
    revoke_client(rows[1].pk, reason="协议终止", by=boss, at=NOON)
    return [{"client_id": row.pk} for row in rows]
