"""PostgreSQL with PostGIS, a schema per county."""

from config import env

DATABASES = {
    "default": {
        "ENGINE": "tenants.backend",
        "NAME": env.optional("YUJIAN_DB_NAME", "yujian"),
        "USER": env.optional("YUJIAN_DB_USER", "yujian"),
        "PASSWORD": env.optional("YUJIAN_DB_PASSWORD"),
        "HOST": env.optional("YUJIAN_DB_HOST"),
        "PORT": env.optional("YUJIAN_DB_PORT", "5432"),
        # Seconds from its first day, however busy it is: a session keeps 35 KB for each table
        # that it ever touched, and 300 counties have ten thousand tables.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {
            "NAME": env.optional("YUJIAN_TEST_DB", "test_yujian"),
            "TEMPLATE": env.optional("YUJIAN_DB_TEMPLATE", "yujian_template"),
        },
    }
}
DATABASE_ROUTERS = [
    "tenants.routers.OneCountyRouter",  # a foreign key never leaves its county
    "django_tenants.routers.TenantSyncRouter",  # which app has tables in which schema
]
ORIGINAL_BACKEND = "django.contrib.gis.db.backends.postgis"
PG_EXTRA_SEARCH_PATHS = ["gis"]  # PostGIS lives in a schema of its own
SKIP_PG_EXTRA_VALIDATION = True  # else every command asks the database while apps load
TENANT_MODEL = "tenants.County"
TENANT_DOMAIN_MODEL = "tenants.Domain"
TENANT_LIMIT_SET_CALLS = True
# So many counties a connection may have seen; then it ends after the request or task.
YUJIAN_DB_COUNTIES_MAX = env.number("YUJIAN_DB_COUNTIES_MAX", 60)
YUJIAN_SPARES = env.number("YUJIAN_SPARES", 2)  # schemas that wait for their county
