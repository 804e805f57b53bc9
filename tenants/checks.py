"""Start-up checks: settings without which one county could see another."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register


@register()
def caches_carry_the_county(**kwargs: Any) -> list[Error]:
    return [
        Error(f"cache {name!r} has no KEY_FUNCTION tenants.keys.make_key", id="tenants.E001")
        for name, cache in settings.CACHES.items()
        if cache.get("KEY_FUNCTION") != "tenants.keys.make_key"
    ]


@register()
def every_task_knows_its_county(**kwargs: Any) -> list[Error]:
    from celery import current_app  # noqa: PLC0415 -- celery is slow to import

    from tenants.celery import CountyTask  # noqa: PLC0415 -- celery is slow to import

    if not issubclass(current_app.Task, CountyTask):
        return [Error("the Celery app does not use tenants.celery.CountyTask", id="tenants.E002")]
    return []
