"""The county before the bad days of machines: four programs of a department, and where it listens.

    python -m tests.flows.bad_days.machines_scene PORT URL

Prints what the programs need to know as JSON on its last line.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402 -- after the setup
from django_tenants.utils import tenant_context  # noqa: E402 -- after the setup

from clients.rules import digest_of  # noqa: E402 -- after the setup
from operations.opening import open_whole_county  # noqa: E402 -- after the setup
from tests.factories.accounts import DepartmentFactory  # noqa: E402 -- after the setup
from tests.factories.clients import ClientFactory, TokenFactory  # noqa: E402 -- after the setup
from tests.factories.messaging import an_endpoint  # noqa: E402 -- after the setup
from tests.flows.bad_days.scene import CODE  # noqa: E402 -- after the setup

MACHINES = 4


def main(port: str, url: str) -> None:
    county, _ = open_whole_county(
        CODE,
        name="坏天县",
        domains=["127.0.0.1"],
        base_url=f"http://127.0.0.1:{port}",
        at=timezone.now() - timedelta(days=1),
        demo=True,
    )
    with tenant_context(county):
        department = DepartmentFactory(market=True)
        bearers = [_bearer() for _ in range(MACHINES)]
        _, secret = an_endpoint(url=url, department=department.pk)
    print(json.dumps({"bearers": bearers, "department": department.code, "secret": secret}))


def _bearer() -> str:
    client = ClientFactory(calls_per_minute=10**6)
    bearer = f"bearer-{client.code}"
    TokenFactory(client=client, digest=digest_of(bearer))
    return bearer


if __name__ == "__main__":
    main(*sys.argv[1:])
