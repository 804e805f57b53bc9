"""A worker that knows the chore of bench/queues.py."""

from config.settings.local import *  # noqa: F403 -- settings are one namespace

CELERY_IMPORTS = ["bench._chore"]
