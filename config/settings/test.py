"""The tests: tasks run at once, fast password hashing, everything else as in production."""

from config.settings.base import *  # noqa: F403 -- settings are one namespace

SECRET_KEY = "only-for-tests"  # noqa: S105 -- not a secret
YUJIAN_FIELD_KEYS = ["only-for-tests", "an-older-one"]
DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "tenants.keys.make_key",
    }
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
