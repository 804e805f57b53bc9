"""Cookies, passwords, headers."""

from csp.constants import NONE, SELF

from config import env

ALLOWED_HOSTS = ["*"]  # the county's domain table decides; an unknown host gets a 404 sentence

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # the longest a session lasts, however busy: seconds
YUJIAN_IDLE_MINUTES = env.number("YUJIAN_IDLE_MINUTES", 30)
YUJIAN_DEVICE_COOKIE = "device"
CSRF_COOKIE_HTTPONLY = False  # htmx reads the token from the page, forms from the field
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

# Base tiles come from the provider that the operator names; without it maps show vectors only.
_TILE_HOSTS = env.words("YUJIAN_TILE_HOSTS")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *_TILE_HOSTS],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# How many reverse proxies stand before us; each adds one address to X-Forwarded-For.
YUJIAN_PROXIES = env.number("YUJIAN_PROXIES", 0)
# The first key encrypts fields, all of them decrypt (common/ciphers.py).
YUJIAN_FIELD_KEYS = env.words("YUJIAN_FIELD_KEYS")
# "required": who approves or administers signs in with an authenticator; "offered": who wants.
YUJIAN_SECOND_FACTOR = env.one_of("YUJIAN_SECOND_FACTOR", ("required", "offered"))

# The standard says "limit", "regularly"; the numbers are decision 0019's.
YUJIAN_TRIES_PER_PERSON = env.number("YUJIAN_TRIES_PER_PERSON", 5)
YUJIAN_TRIES_PER_NAME = env.number("YUJIAN_TRIES_PER_NAME", 20)
YUJIAN_TRIES_PER_ADDRESS = env.number("YUJIAN_TRIES_PER_ADDRESS", 100)
YUJIAN_PAUSE_MINUTES = env.number("YUJIAN_PAUSE_MINUTES", 15)
YUJIAN_LONGEST_PAUSE_MINUTES = env.number("YUJIAN_LONGEST_PAUSE_MINUTES", 240)
YUJIAN_PASSWORD_DAYS = env.number("YUJIAN_PASSWORD_DAYS", 90)  # 0: no regular change
YUJIAN_PASSWORDS_REMEMBERED = 5

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "phone")},
    },
    {
        "NAME": "accounts.validators.LongEnoughValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.validators.UsualPiecesValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # the one-time link of an invitation, seconds
