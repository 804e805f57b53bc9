"""Settings: the project as it is; what is queued after a visit stays in the process.

Writing the record is a worker's work and no part of what a phone waits for.
"""

from config.settings.local import *  # noqa: F403 -- settings are one namespace

CELERY_BROKER_URL = "memory://"
