"""A county's or prefecture's server, behind TLS."""

from config import env
from config.settings.base import *  # noqa: F403 -- settings are one namespace

SECRET_KEY = env.text("YUJIAN_SECRET_KEY")
env.text("YUJIAN_FIELD_KEYS")  # without it no second factor could be read
env.text("YUJIAN_REDIS_URL")  # named, never guessed: a wrong broker loses no paper but all speed
DEBUG = False
# With this prefix browsers take the cookie from this very host only, over TLS.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
YUJIAN_DEVICE_COOKIE = "__Host-device"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.flag("YUJIAN_SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
