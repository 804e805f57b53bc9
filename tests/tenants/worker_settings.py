"""A worker of the tests: their database and broker, and their chores; nothing runs at once."""

from config.settings.test import *  # noqa: F403 -- settings are one namespace

CELERY_TASK_ALWAYS_EAGER = False
CELERY_IMPORTS = ["tests.tenants.chores"]
