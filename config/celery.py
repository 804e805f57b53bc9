"""The Celery app. Every task runs in the county it was asked for in, or is refused."""

import os

from tenant_schemas_celery.app import CeleryApp

from tenants.task_lines import write_about_tasks
from tenants.worker_connections import look_before_the_county_is_switched

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = CeleryApp("yujian", task_cls="tenants.celery:CountyTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
write_about_tasks()
look_before_the_county_is_switched()
