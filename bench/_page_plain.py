"""Settings: the same without tenants. One schema, set once by the connection."""

from bench._page_counties import *  # noqa: F403 -- settings are one namespace
from bench._page_counties import DATABASES, INSTALLED_APPS, MIDDLEWARE

_OF_COUNTIES = ("django_tenants",)
INSTALLED_APPS = [app for app in INSTALLED_APPS if app not in _OF_COUNTIES]
# The lines about requests are written on both sides; only finding the county is left out.
MIDDLEWARE = [name for name in MIDDLEWARE if name != "tenants.middleware.CountyMiddleware"]
DATABASES["default"] |= {
    "ENGINE": "django.contrib.gis.db.backends.postgis",
    "OPTIONS": {"options": "-c search_path=c900001,public,gis"},
}
DATABASE_ROUTERS: list[str] = []
