"""How long the pages of the demonstration county take, and how many statements they need."""

from __future__ import annotations

import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

import django

django.setup()

from django.db import connection
from django.test import Client
from django_tenants.utils import tenant_context

from accounts.models import User
from tenants.models import County

PAGES = ("/", "/institutions/", "/visits/", "/notices/", "/campaigns/1/", "/map/points.json")
ROUNDS = 9


def main() -> None:
    county = County.objects.filter(is_demonstration=True).first()
    if county is None:
        raise SystemExit("error: There is no demonstration county; run script/server once.")
    host = county.domains.get(is_primary=True).domain
    browser = Client(HTTP_HOST=host)
    with tenant_context(county):
        browser.force_login(User.objects.with_role("section_head").get())
    first = 0.0
    for path in PAGES:
        took, statements = measure(browser, path)
        first = first or took
        print(
            f"{path:<20} {took * 1000:6.0f} ms   {took / first:5.2f} of the inbox   {statements} statements"
        )


def measure(browser: Client, path: str) -> tuple[float, int]:
    seen: list[str] = []

    def note(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert browser.get(path).status_code == 200, path
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        browser.get(path)
        times.append(time.perf_counter() - began)
    return statistics.median(times), len(seen)


if __name__ == "__main__":
    main()
