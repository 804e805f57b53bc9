"""gunicorn's settings (``-c python:config.gunicorn``): its lines look like all others."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

from config.settings.logging import LOGGING

logconfig_dict = LOGGING
worker_class = "sync"
timeout = 60
graceful_timeout = 10
# It would lie in the home folder, outside the repository.
control_socket_disable = True
