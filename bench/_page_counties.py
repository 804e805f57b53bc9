"""Settings: the project as it is, but with the one page of bench/requests.py."""

from config.settings.local import *  # noqa: F403 -- settings are one namespace

ROOT_URLCONF = "bench._page"
