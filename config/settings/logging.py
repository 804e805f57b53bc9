"""One line per event, with county and request."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"where": {"()": "tenants.logs.WhereFilter"}},
    "formatters": {
        "line": {
            "format": "%(asctime)s %(levelname)s county=%(county)s request=%(request_id)s "
            "%(name)s %(message)s"
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["where"], "formatter": "line"}
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}
