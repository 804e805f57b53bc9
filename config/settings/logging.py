"""One line per event, with county, person and request (docs/decisions/0027)."""

from config import env

# The addresses of the TLS front, as the web process sees them: its request numbers are kept.
YUJIAN_FRONT_ADDRESSES = env.words("YUJIAN_FRONT_ADDRESSES")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "where": {"()": "tenants.logs.WhereFilter"},
        "not_passing": {"()": "tenants.logs.NotPassingTrouble"},
    },
    "formatters": {
        "line": {
            "()": "common.log_lines.Lines",
            # For a person at a terminal; a server writes JSON.
            "readable": env.flag("YUJIAN_READABLE_LOGS"),
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["where"], "formatter": "line"}
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},  # it tells that it was loaded
        # Django would send some lines to handlers of its own besides.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # What was refused is in the line of the request; only defects get a traceback.
        "django.request": {"level": "ERROR", "filters": ["not_passing"]},
        "django.security": {"level": "WARNING", "propagate": True},
        # "received" and "succeeded": said better, with county and person, by yujian.tasks.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        # The pool of the worker; it hands nothing up, and would write bare words by itself.
        "multiprocessing": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # Its access log knows neither county nor person: yujian.requests writes it.
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
