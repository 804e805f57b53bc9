"""Beat, when the clock is set back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from celery.beat import PersistentScheduler
from celery.utils.log import get_logger

SLACK = timedelta(seconds=5)
_log = get_logger(__name__)


class SteadyScheduler(PersistentScheduler):
    """Celery's own waits until the clock has caught up with the last run that it remembers.

    After the clock was set back by a day it would send nothing for a day, and a restart does not
    help, since it remembers in a file. Here a last run that lies in the future is taken for now.
    """

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        if self.take_back_the_future():
            self._heap = None  # drawn up anew from the entries
        return super().tick(*args, **kwargs)

    def take_back_the_future(self) -> int:
        """How many entries remembered a run that has not been yet."""
        ahead = [
            entry
            for entry in self.schedule.values()
            if entry.last_run_at and entry.last_run_at > entry.default_now() + SLACK
        ]
        for entry in ahead:
            _log.error("the clock went back: %s ran last at %s", entry.name, entry.last_run_at)
            entry.last_run_at = entry.default_now()
        return len(ahead)
