"""The base of every task: it runs in a county, or says that it belongs to none."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from math import ceil
from typing import Any
from uuid import UUID

from celery.exceptions import Ignore, Reject, Retry
from celery.result import AsyncResult
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
HEADER = "yujian_work"  # of a message: the row in the line that it stands for
_log = logging.getLogger(__name__)


class CountyTask(TenantTask):
    """Refuses to be sent or run in public, unless ``runs_in_public`` is set on the task.

    What was sent before its county was closed is refused when it is to run. What meets a county
    that is not migrated yet waits.
    """

    abstract = True
    runs_in_public = False
    # One that waits does for all that ask: whoever begins it sees what they committed.
    is_one_enough = False

    def _require_county(self, schema: str) -> None:
        if not self.runs_in_public and schema == get_public_schema_name():
            raise NoCounty(what=f"任务 {self.name} ")

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        """Into the line of the county (tenants/work.py), after the commit of whoever asks.

        What is to run at a later moment, what is tried again, and what belongs to no county goes
        to the broker at once.
        """
        headers = headers_of_sender(options.get("headers"))
        schema = str(headers.setdefault("_schema_name", connection.schema_name))
        self._require_county(schema)
        direct = self.runs_in_public or self.app.conf.task_always_eager or args or options
        if direct:
            options["headers"] = headers
            return super().apply_async(args, kwargs, **options)
        return AsyncResult(self._into_line(schema, headers, kwargs or {}), app=self.app)

    def send_now(self, **options: Any) -> Any:
        """To the broker, past the line: for whoever works the line off."""
        return super().apply_async(**options)

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        """Send after the commit. A broker that is away is logged and does not fail the page:

        what was committed stands, and waits in the county's line. For some seconds after a
        failure nothing is tried, so that not every page waits for a broker that hangs.
        """
        if self.app.conf.task_always_eager or args or self.runs_in_public:
            self._after_commit(lambda: self.delay(*args, **kwargs))
            return
        headers = headers_of_sender(None)
        schema = str(headers.setdefault("_schema_name", connection.schema_name))
        self._require_county(schema)
        self._into_line(schema, headers, kwargs)

    def _into_line(self, schema: str, headers: dict[str, Any], kwargs: dict[str, Any]) -> str:
        from tenants import work  # noqa: PLC0415 -- no models while apps load

        queue = self.app.amqp.router.route({}, self.name)["queue"].name
        limit_s = int(self.time_limit or self.app.conf.task_time_limit or 900)
        asked = work.Asked(schema, queue, self.name, kwargs, headers, limit_s)
        uid = "" if self.is_one_enough else str(work.ask(asked).uid)

        def send() -> None:
            if self.is_one_enough and not work.is_in_line(asked):
                work.ask(asked)
            work.dispatch(schema, queue)

        self._after_commit(send)
        return uid

    def _after_commit(self, send: Callable[[], object]) -> None:
        def send_or_say() -> None:  # with a name: Django's line about a failure wants one
            global _broker_away_until_s
            if time.monotonic() < _broker_away_until_s:
                _log.warning("%s not sent: the broker is away", self.name)
                return
            try:
                send()
            except BrokerAway as trouble:
                _broker_away_until_s = time.monotonic() + LEAVE_BROKER_ALONE_S
                _log.warning("%s not sent: %s", self.name, type(trouble).__name__)

        send_or_say.task_name = self.name  # known to whoever asks once
        transaction.on_commit(send_or_say, robust=True)

    def retry(self, *args: Any, **options: Any) -> Any:
        """Tried again as what it was: its county and its place in the line go with it.

        Waits are whole seconds, one at least: a queue of RabbitMQ refuses a shorter one, and
        the task would be lost with it.
        """
        if options.get("countdown") is not None:
            options["countdown"] = max(1, ceil(options["countdown"]))
        if not self.request.called_directly:
            uid = self._uid()
            known = {"_schema_name": self._home()} | ({HEADER: str(uid)} if uid else {})
            options["headers"] = known | (options.get("headers") or {})
        return super().retry(*args, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            look_once()  # a worker that started while the database was away has not looked yet
            self._be_where_it_was_sent()
            self._require_county(connection.schema_name)
            if not self.runs_in_public:
                _require_open()
                _require_ready()
            return self._in_its_turn(*args, **kwargs)
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

    def _in_its_turn(self, *args: Any, **kwargs: Any) -> Any:
        """Run it; and when it came out of a line, keep its row true."""
        from tenants import work  # noqa: PLC0415 -- no models while apps load

        uid = self._uid()
        if uid is None:
            return super().__call__(*args, **kwargs)
        info = self.request.delivery_info or {}
        # One that comes again was in nobody's hands, or in those of somebody who died.
        again = bool(info.get("redelivered")) or self.request.retries > 0
        if not work.begin(uid, redelivered=again):
            _log.info("%s is done already, or in other hands", self.name)
            return None
        with work.under_way(uid):
            try:
                told = super().__call__(*args, **kwargs)
            except Retry as later:
                work.put_off(uid, _seconds_until(later))
                raise
            except (Ignore, Reject, OperationalError, InterfaceError):
                raise
            except Exception as odd:
                work.set_aside(uid, getattr(odd, "code", "") or type(odd).__name__)
                raise
        work.end(uid)
        return told

    def _uid(self) -> UUID | None:
        """Of its row in the line; None for what never stood in one."""
        said = (self.request.headers or {}).get(HEADER) or self.request.get(HEADER)
        return UUID(str(said)) if said else None

    def _again(self, why: Exception, wait_s: int, tries: int | None) -> Exception:
        return self.retry(exc=why, countdown=wait_s, max_retries=tries, throw=False)

    def _be_where_it_was_sent(self) -> None:
        """The library's receiver has switched the county, unless the database was away then:

        Celery only writes down what a receiver raises, and would go on in the wrong place.
        """
        if not self.request.called_directly and connection.schema_name != self._home():
            switch_schema(self, {})

    def _home(self) -> str:
        """The schema that the task was sent from."""
        return get_schema_name_from_task(self, {}) or get_public_schema_name()


def _seconds_until(later: Retry) -> float:
    """A retry says either a moment or how long."""
    when: Any = later.when
    if isinstance(when, datetime):
        return max(0.0, (when - datetime.now(UTC)).total_seconds())
    return float(when or 0)


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
