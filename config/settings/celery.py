"""Celery: Redis by default, another broker by setting. No legal date ever lives in a queue."""

from config import env
from config.schedule import SCHEDULE

CELERY_BROKER_URL = env.optional(
    "YUJIAN_BROKER_URL", env.optional("YUJIAN_REDIS_URL", "redis://127.0.0.1:6379/0")
)
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_BEAT_SCHEDULER = "config.scheduler:SteadyScheduler"  # not silenced by a clock set back
CELERY_DB_REUSE_MAX = 500  # three times the throughput of a connection per task
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50  # WeasyPrint keeps memory
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"enforcement.print_notice": {"queue": "printing"}}
CELERY_TASK_TENANT_CACHE_SECONDS = 30
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page that sends a task waits a moment for a broker that is away, not for minutes.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.2}
# A broker that hangs: two tries, so a page waits eight seconds once (tenants/celery.py).
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 4}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
