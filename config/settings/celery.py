"""Celery: Redis by default, another broker by setting. No legal date ever lives in a queue."""

from kombu import Exchange, Queue

from config import env
from config.schedule import SCHEDULE

CELERY_BROKER_URL = env.optional(
    "YUJIAN_BROKER_URL", env.optional("YUJIAN_REDIS_URL", "redis://127.0.0.1:6379/0")
)
YUJIAN_IS_RABBIT = CELERY_BROKER_URL.startswith("amqp")
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_BEAT_SCHEDULER = "config.scheduler:SteadyScheduler"  # not silenced by a clock set back
CELERY_DB_REUSE_MAX = 500  # three times the throughput of a connection per task
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# WeasyPrint keeps some memory; the limit below sees to what is left. Rarely, because the place of
# a process that ended stays empty for up to a second, and everybody's tasks wait for it.
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 700_000  # kB; above it a process ends after its task
CELERY_TASK_TIME_LIMIT = 900  # seconds; those that need longer say so themselves
# So many tasks of one county are in one queue of the broker at once; the rest waits in a table
# (tenants/work.py). As many as processes work: then nobody waits longer than for one task.
YUJIAN_COUNTY_SHARE = env.number("YUJIAN_COUNTY_SHARE", env.number("YUJIAN_WORKERS", 2))
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
# By kind of work, so that no kind waits behind another one.
YUJIAN_QUEUES = ("default", "printing", "imports", "sending", "scans")
CELERY_TASK_QUEUES = [
    Queue(
        name,
        # Delays of quorum queues want a topic; to Redis an exchange is a word.
        Exchange(name, type="topic" if YUJIAN_IS_RABBIT else "direct"),
        routing_key=name,
        queue_arguments={"x-queue-type": "quorum"} if YUJIAN_IS_RABBIT else None,
    )
    for name in YUJIAN_QUEUES
]
# What the broker was given and nobody began is sent again; whoever comes second finds it begun.
YUJIAN_RESEND_AFTER_S = env.number("YUJIAN_RESEND_AFTER_S", 120)
# What counties are asked for by the clock; the dispatcher names them.
_SCANS = [entry["args"][0] for entry in SCHEDULE.values() if "args" in entry]
CELERY_TASK_ROUTES = [
    {
        "messaging.*": {"queue": "sending"},
        "imports.*": {"queue": "imports"},
        "enforcement.print_notice": {"queue": "printing"},
        "papers.print_official_paper": {"queue": "printing"},
        "evidence.print_paper": {"queue": "printing"},
        "draws.print_plan_paper": {"queue": "printing"},
        **{name: {"queue": "scans"} for name in _SCANS if not name.startswith("messaging.")},
    }
]
CELERY_TASK_TENANT_CACHE_SECONDS = 30
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page that sends a task waits a moment for a broker that is away, not for minutes.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.2}
# A broker that hangs: two tries, so a page waits eight seconds once (tenants/celery.py).
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"confirm_publish": True, "connect_timeout": 2, "read_timeout": 4, "write_timeout": 4}
    if YUJIAN_IS_RABBIT
    else {"socket_connect_timeout": 2, "socket_timeout": 4}
)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
