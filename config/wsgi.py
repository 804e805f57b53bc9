"""The door for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
application = get_wsgi_application()

from tenants.pooler import look_before_serving  # noqa: E402 -- the settings must be read before

look_before_serving()

# What was loaded stays: without this the garbage collector walks over all of it again and again.
gc.collect()
gc.freeze()
