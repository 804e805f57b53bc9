"""What is the same everywhere. The subjects stand in files of their own."""

from pathlib import Path

from config import env
from config.settings.celery import *  # noqa: F403 -- settings are one namespace
from config.settings.database import *  # noqa: F403 -- settings are one namespace
from config.settings.files import *  # noqa: F403 -- settings are one namespace
from config.settings.history import *  # noqa: F403 -- settings are one namespace
from config.settings.limits import *  # noqa: F403 -- settings are one namespace
from config.settings.logging import *  # noqa: F403 -- settings are one namespace
from config.settings.messaging import *  # noqa: F403 -- settings are one namespace
from config.settings.partners import *  # noqa: F403 -- settings are one namespace
from config.settings.security import *  # noqa: F403 -- settings are one namespace
from config.settings.signing import *  # noqa: F403 -- settings are one namespace
from config.settings.timestamps import *  # noqa: F403 -- settings are one namespace

BASE_DIR = Path(__file__).resolve().parents[2]

SHARED_APPS = [
    "django_tenants",  # first: it replaces the migrate commands
    "tenants",  # counties and their addresses
    "django.contrib.contenttypes",
    "django.contrib.auth",  # password hashing and login; rights are in accounts.roles
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django_htmx",  # request.htmx
    "rest_framework",  # JSON in and out of the partner API, no tables
    "drf_spectacular",  # its schema, no tables
    "csp",  # the content security policy header
    "audit",  # in both: opening and operators have a history too
    "accounts",  # in both: operators live in public, a county's people in the county
    "operations",  # the operators' commands, no tables
    "console",  # pages of the operators, counts that counties pushed
    "staff",  # pages of the county's staff, no tables
    "portal",  # pages for the public, no tables
]
TENANT_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "audit",
    "accounts",
    "feeds",  # what changed, in an order to go on from
    "clients",  # machines of partners, their keys and calls
    "policies",  # what the rules say, with source and days
    "deadlines",  # dates by which something must be done
    "documents",  # stored files, PDFs
    "messaging",  # outbox, webhooks, messages and their receipts
    "signing",  # signatures, seals and stamps on papers
    "assignments",  # work one department asks of another
    "papers",  # the forms of enforcement and the papers made out on them
    "serving",  # how papers reached their party
    "institutions",  # the registry
    "exchange",  # what other bodies' systems report and send
    "imports",  # lists as workbooks, into the registry and out
    "funds",  # prepaid fees: accounts, journal, rules
    "inspections",  # campaigns, checklists, visits, findings
    "evidence",  # originals, their copies, stamped lists, papers of a visit
    "draws",  # planning of visits, random draws
    "enforcement",  # notices and what follows
    "supervision",  # interviews, circulars, listed supervision
    "transfers",  # matters given to the body whose they are
    "cases",  # penalty cases from the clue to the archive
    "field",  # what phones bring back from visits
    "reports",  # declared figures; everything else is computed
    "partners",  # the partner API: no tables, but it says which ones are fed (feeds/)
]
INSTALLED_APPS = SHARED_APPS + [app for app in TENANT_APPS if app not in SHARED_APPS]

MIDDLEWARE = [
    "tenants.request_lines.RequestLineMiddleware",  # outside: it times all the others
    "common.headers.SafeHeadersMiddleware",  # so far out that every answer passes it
    "partners.middleware.ProblemMiddleware",  # what goes wrong under /api/ is told to machines
    "csp.middleware.CSPMiddleware",
    "common.headers.BodyLimitMiddleware",
    "console.middleware.HealthDetailsMiddleware",
    "tenants.health.HealthMiddleware",  # answers for any host, before a county is looked up
    "tenants.middleware.CountyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.DoorMiddleware",  # ends what was idle or open too long
    "tenants.request_lines.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "staff.middleware.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "staff.context.frame",
            ],
        },
    },
]

ROOT_URLCONF = "config.urls_county"
PUBLIC_SCHEMA_URLCONF = "config.urls_public"
YUJIAN_CONSOLE_HOSTS = env.words("YUJIAN_CONSOLE_HOSTS")  # no county: the operators' pages
# Calls below these change no row, whatever their method: parts of photos lie in files until the
# call that names them, and that one asks for the county anew.
YUJIAN_PATHS_WITHOUT_ROWS = ("/field/api/blobs/",)
YUJIAN_COUNTY_CACHE_S = env.number("YUJIAN_COUNTY_CACHE_S", 30)  # see tenants/address_book.py
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "staff:login"
LOGIN_REDIRECT_URL = "staff:inbox"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.optional("YUJIAN_REDIS_URL", "redis://127.0.0.1:6379/0"),
        "KEY_FUNCTION": "tenants.keys.make_key",
        # A cache that hangs is a cache that is away: pages go on without it.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # in the county's schema
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# GDAL 3.6 of Debian 12 cannot block file access in spatial references; only SRID numbers reach it.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
