"""The base of every task: it runs in a county, or says that it belongs to none."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django_tenants.utils import get_public_schema_name
from kombu.exceptions import OperationalError as BrokerAway
from tenant_schemas_celery.app import get_schema_name_from_task, switch_schema
from tenant_schemas_celery.task import TenantTask

from tenants.errors import CountyBeingUpgraded, CountyNotOpen, NoCounty
from tenants.pooler import look_once
from tenants.task_lines import headers_of_sender

# After a restart of the database: 5, 10, 20 … seconds, about half an hour in all.
FIRST_WAIT_S, LONGEST_WAIT_S, MOST_TRIES = 5, 120, 20
LEAVE_BROKER_ALONE_S = 15
_broker_away_until_s = 0.0  # by the monotonic clock, in this process
_log = logging.getLogger(__name__)


class CountyTask(TenantTask):
    """Refuses to be sent or run in public, unless ``runs_in_public`` is set on the task.

    What was sent before its county was closed is refused when it is to run. What meets a county
    that is not migrated yet waits.
    """

    abstract = True
    runs_in_public = False

    def _require_county(self, schema: str) -> None:
        if not self.runs_in_public and schema == get_public_schema_name():
            raise NoCounty(what=f"任务 {self.name} ")

    def apply_async(self, *args: Any, **kwargs: Any) -> Any:
        headers = headers_of_sender(kwargs.get("headers"))
        self._require_county(str(headers.setdefault("_schema_name", connection.schema_name)))
        kwargs["headers"] = headers
        return super().apply_async(*args, **kwargs)

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        """Send after the commit. A broker that is away is logged and does not fail the page:

        what was committed stands, and the task that looks for lost work sends it again. For some
        seconds after a failure nothing is tried, so that not every page waits for a broker that
        hangs.
        """

        def send() -> None:  # with a name: Django's line about a failure wants one
            global _broker_away_until_s
            if time.monotonic() < _broker_away_until_s:
                _log.warning("%s not sent: the broker is away", self.name)
                return
            try:
                self.delay(*args, **kwargs)
            except BrokerAway as trouble:
                _broker_away_until_s = time.monotonic() + LEAVE_BROKER_ALONE_S
                _log.warning("%s not sent: %s", self.name, type(trouble).__name__)

        transaction.on_commit(send, robust=True)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            look_once()  # a worker that started while the database was away has not looked yet
            self._be_where_it_was_sent()
            self._require_county(connection.schema_name)
            if not self.runs_in_public:
                _require_open()
                _require_ready()
            return super().__call__(*args, **kwargs)
        except (OperationalError, InterfaceError) as away:
            # Every task is safe to repeat; one that met a restart of the database is repeated.
            if self.request.called_directly or self.request.is_eager:
                raise
            wait_s = min(FIRST_WAIT_S * 2**self.request.retries, LONGEST_WAIT_S)
            raise self._again(away, wait_s, MOST_TRIES) from away
        except CountyBeingUpgraded as behind:
            if self.request.called_directly or self.request.is_eager:
                raise
            # However long it takes: what was asked for is done when its county is migrated.
            raise self._again(behind, LONGEST_WAIT_S, None) from behind

    def _again(self, why: Exception, wait_s: int, tries: int | None) -> Exception:
        # The county is named again: the connection may never have come there.
        home = {"_schema_name": self._home()}
        return self.retry(exc=why, countdown=wait_s, max_retries=tries, headers=home, throw=False)

    def _be_where_it_was_sent(self) -> None:
        """The library's receiver has switched the county, unless the database was away then:

        Celery only writes down what a receiver raises, and would go on in the wrong place.
        """
        if not self.request.called_directly and connection.schema_name != self._home():
            switch_schema(self, {})

    def _home(self) -> str:
        """The schema that the task was sent from."""
        return get_schema_name_from_task(self, {}) or get_public_schema_name()


def _require_open() -> None:
    """Asked of the database, not of the row that the library keeps for some seconds."""
    from tenants.current import schema  # noqa: PLC0415 -- no models while apps load
    from tenants.models import County, CountyState  # noqa: PLC0415 -- no models while apps load

    facts = County.objects.filter(schema_name=schema()).values_list("name", "state").first()
    name, state = facts or (schema(), None)
    if state != CountyState.OPEN:
        raise CountyNotOpen(county=name)


def _require_ready() -> None:
    from tenants.current import county, schema  # noqa: PLC0415 -- no models while apps load
    from tenants.release import is_ready  # noqa: PLC0415 -- no apps while apps load

    if not is_ready(schema()):
        raise CountyBeingUpgraded(county=county().name)
