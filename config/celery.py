"""The Celery app. Every task runs in the county it was asked for in, or is refused."""

import os

from tenant_schemas_celery.app import CeleryApp

# isort: off -- the first must be connected before the second, see its own words
import tenants.worker_connections  # noqa: F401 -- connects itself

# isort: on

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = CeleryApp("yujian", task_cls="tenants.celery:CountyTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
