"""The dispatcher: one task per open county."""

from celery import current_app, shared_task

SPREAD_S = 2.0  # at most so many seconds between two counties
WITHIN_S = 600.0  # and so many from the first to the last


@shared_task(  # type: ignore[call-overload]  # our own option of CountyTask
    name="tenants.in_every_county", runs_in_public=True, ignore_result=True
)
def in_every_county(task_name: str, within_s: float = WITHIN_S) -> None:
    """Send ``task_name`` once to every open county, spread over time.

    They do not all start at once, and the last one starts within ``within_s`` seconds: what is
    due each minute must have gone round three hundred counties before the next minute.

    One whose work is held is left out. So is one that waits for its migration, or its tasks would
    pile up while it waits.
    """
    from django_tenants.utils import tenant_context  # noqa: PLC0415 -- tasks are leaves

    from tenants.models import County, CountyState  # noqa: PLC0415 -- tasks are leaves
    from tenants.release import is_ready  # noqa: PLC0415 -- tasks are leaves
    from tenants.work import held_schemas  # noqa: PLC0415 -- tasks are leaves

    held = held_schemas()
    open_counties = [
        county
        for county in County.objects.defer("boundary").filter(state=CountyState.OPEN)
        if county.schema_name not in held and is_ready(county.schema_name)
    ]
    apart_s = min(SPREAD_S, within_s / max(1, len(open_counties)))
    for place, county in enumerate(open_counties):
        with tenant_context(county):
            current_app.tasks[task_name].apply_async(countdown=place * apart_s, expires=6 * 60 * 60)


@shared_task(  # type: ignore[call-overload]  # our own option of CountyTask
    name="tenants.look_after_work", runs_in_public=True, ignore_result=True
)
def look_after_work() -> None:
    """What was lost on its way to a worker goes again, and what waits is sent. Each minute."""
    from tenants.work import look_after  # noqa: PLC0415 -- tasks are leaves

    look_after()
