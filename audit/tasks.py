"""Celery's doors to history. Safe to run twice, or two at once."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="audit.seal_history", ignore_result=True, time_limit=300)
def seal_history() -> None:
    """Seal what was committed in the current county, and let the head out if it is due."""
    from audit.services import publish_head, seal  # noqa: PLC0415 -- tasks are leaves

    seal(at=timezone.now())
    publish_head(at=timezone.now())


@shared_task(name="audit.seal_whole_history", ignore_result=True, time_limit=900)
def seal_whole_history() -> None:
    """The daily pass: also rows that a minute's pass does not look at."""
    from audit.services import publish_head, seal  # noqa: PLC0415 -- tasks are leaves

    seal(at=timezone.now(), whole=True)
    publish_head(at=timezone.now())


@shared_task(  # type: ignore[call-overload]  # our own option of CountyTask
    name="audit.seal_public_history", runs_in_public=True, ignore_result=True, time_limit=300
)
def seal_public_history() -> None:
    """The same for what operators did, in the public schema."""
    from django_tenants.utils import (  # noqa: PLC0415 -- tasks are leaves
        get_public_schema_name,
        schema_context,
    )

    from audit.services import publish_head, seal  # noqa: PLC0415 -- tasks are leaves

    with schema_context(get_public_schema_name()):
        seal(at=timezone.now(), whole=True)
        publish_head(at=timezone.now())


@shared_task(name="audit.stamp_heads", ignore_result=True, time_limit=600)
def stamp_heads() -> None:
    """Have the past days' files of heads stamped from outside. Beat runs it daily."""
    from audit import services  # noqa: PLC0415 -- tasks are leaves

    services.stamp_heads(at=timezone.now())


@shared_task(  # type: ignore[call-overload]  # our own option of CountyTask
    name="audit.stamp_public_heads", runs_in_public=True, ignore_result=True, time_limit=600
)
def stamp_public_heads() -> None:
    """The same for the operators' chain."""
    from django_tenants.utils import (  # noqa: PLC0415 -- tasks are leaves
        get_public_schema_name,
        schema_context,
    )

    from audit import services  # noqa: PLC0415 -- tasks are leaves

    with schema_context(get_public_schema_name()):
        services.stamp_heads(at=timezone.now())


@shared_task(name="audit.check_history", ignore_result=True, time_limit=1800)
def check_history(*, check_id: int) -> None:
    """Check the whole history of the current county, as somebody asked."""
    from audit.services import run_check  # noqa: PLC0415 -- tasks are leaves

    run_check(check_id, at=timezone.now())
