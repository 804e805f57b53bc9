"""The base of every task: it runs in a county, or says that it belongs to none."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django_tenants.utils import get_public_schema_name
from tenant_schemas_celery.task import TenantTask

from tenants.errors import CountyNotOpen, NoCounty


class CountyTask(TenantTask):
    """Refuses to be sent or run in public, unless ``runs_in_public`` is set on the task.

    What was sent before its county was closed is refused when it is to run.
    """

    abstract = True
    runs_in_public = False

    def _require_county(self) -> None:
        if not self.runs_in_public and connection.schema_name == get_public_schema_name():
            raise NoCounty(what=f"任务 {self.name} ")

    def apply_async(self, *args: Any, **kwargs: Any) -> Any:
        self._require_county()
        return super().apply_async(*args, **kwargs)

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        """Send after the commit. A broker that is away is logged and does not fail the page:

        what was committed stands, and the task that looks for lost work sends it again.
        """

        def send() -> None:  # with a name: Django's line about a failure wants one
            self.delay(*args, **kwargs)

        transaction.on_commit(send, robust=True)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self._require_county()
        if not self.runs_in_public:
            _require_open()
        return super().__call__(*args, **kwargs)


def _require_open() -> None:
    """Asked of the database, not of the row that the library keeps for some seconds."""
    from tenants.current import schema  # noqa: PLC0415 -- no models while apps load
    from tenants.models import County, CountyState  # noqa: PLC0415 -- no models while apps load

    facts = County.objects.filter(schema_name=schema()).values_list("name", "state").first()
    name, state = facts or (schema(), None)
    if state != CountyState.OPEN:
        raise CountyNotOpen(county=name)
