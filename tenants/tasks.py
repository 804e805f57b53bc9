"""The dispatcher: one task per open county."""

from celery import current_app, shared_task

SPREAD_S = 2  # seconds between two counties, so that they do not all start at once


@shared_task(  # type: ignore[call-overload]  # our own option of CountyTask
    name="tenants.in_every_county", runs_in_public=True, ignore_result=True
)
def in_every_county(task_name: str) -> None:
    """Send ``task_name`` once to every open county, spread over time.

    One that waits for its migration is left out, or its tasks would pile up while it waits.
    """
    from django_tenants.utils import tenant_context  # noqa: PLC0415 -- tasks are leaves

    from tenants.models import County, CountyState  # noqa: PLC0415 -- tasks are leaves
    from tenants.release import is_ready  # noqa: PLC0415 -- tasks are leaves

    open_counties = [
        county
        for county in County.objects.defer("boundary").filter(state=CountyState.OPEN)
        if is_ready(county.schema_name)
    ]
    for place, county in enumerate(open_counties):
        with tenant_context(county):
            current_app.tasks[task_name].apply_async(
                countdown=place * SPREAD_S, expires=6 * 60 * 60
            )
