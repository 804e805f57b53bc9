"""Two counties made once per run; every test is rolled back in its county."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import count
from pathlib import Path
from types import ModuleType

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django_tenants.utils import schema_exists, tenant_context

from tenants import address_book
from tests import stock
from tests.order import pytest_collection_modifyitems  # noqa: F401 -- a hook
from tests.times import NOON

PASSWORD = "bamboo-lantern-7"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment,
    django_db_modify_db_settings,
    django_db_keepdb,
    django_db_createdb,
    django_db_blocker,
):
    """The public schema, then two counties: one to work in, one that must never notice.

    In place of pytest-django's own, which makes no test database when the chosen tests only
    unblock the database (as tests with real commits do) and would leave the developer's.
    """
    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock(), nullcontext() if keep else stock.copied_or_kept():
        made = setup_databases(verbosity=0, interactive=False, keepdb=keep)
        connection.may_change_county_in_transaction = True
        for code, name in (("999901", "桤木县"), ("999902", "白桦县")):
            _make_county(code, name)
        connection.set_schema_to_public()
    yield
    if not keep:
        with django_db_blocker.unblock():
            _end_other_sessions()
            teardown_databases(made, verbosity=0)


def _end_other_sessions() -> None:
    """A server thread of the browser tests may still hold one, which would keep the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            # Not PostgreSQL's own sweeping, which ends by itself for whoever drops a database.
            " AND usename = current_user"
        )


def _make_county(code: str, name: str):
    from tenants.models import County, Domain
    from tests.committed import MADE_BY_MIGRATIONS, make_schema

    county = County.objects.filter(code=code).first()
    if county is None:
        county = County(
            schema_name=f"c{code}",
            code=code,
            name=name,
            state="open",
            opened_at=NOON,
            boundary=MultiPolygon(Polygon.from_bbox((111.3, 24.6, 112.0, 25.4)), srid=4326),
            boundary_source="tests",
            base_url=f"http://{code}.test",
        )
        county.save(verbosity=0)
        Domain.objects.create(tenant=county, domain=f"{code}.test", is_primary=True)
    if county.schema_name == MADE_BY_MIGRATIONS:
        county.create_schema(check_if_exists=True, verbosity=0)
    elif not schema_exists(county.schema_name):
        make_schema(county.schema_name)  # as every county is opened: from the text of the first
    return county


@pytest.fixture
def counties(db):
    from tenants.models import County

    connection.may_change_county_in_transaction = True
    connection.set_schema_to_public()
    return list(County.objects.filter(code__in=("999901", "999902")).order_by("code"))


@pytest.fixture
def county(counties) -> Iterator:
    """The county the test works in."""
    connection.set_tenant(counties[0])
    yield counties[0]
    connection.set_schema_to_public()


@pytest.fixture
def other_county(counties):
    """The neighbour."""
    return counties[1]


@pytest.fixture
def next_door(county, other_county) -> Callable:
    """``with next_door():`` works in the neighbour county."""

    @contextmanager
    def there():
        with tenant_context(other_county):
            yield other_county

    return there


@pytest.fixture
def check_now() -> Callable[[], None]:
    """Make deferred constraints speak now; a test's transaction never commits."""

    def check() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    return check


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """``with commits():`` what waits for the commit happens at the end of the block."""

    @contextmanager
    def block():
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return block


@pytest.fixture
def browser_of(county) -> Callable[..., Client]:
    """``browser_of(user)``: a signed-in Django client at the county's address."""
    from tests.doors import come_in

    def signed_in(user=None, at=None) -> Client:
        client = Client(HTTP_HOST=f"{(at or county).code}.test")
        return come_in(client, user) if user else client

    return signed_in


@pytest.fixture(scope="session")
def verifier() -> ModuleType:
    """The script that repeats a draw, as somebody outside would load it."""
    path = Path(__file__).parents[1] / "tools" / "verify_draw.py"
    spec = importlib.util.spec_from_file_location("verify_draw", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def no_county_is_kept():
    """What a process keeps about counties must not outlive the rollback of a test."""
    address_book.forget()


@pytest.fixture(autouse=True)
def nothing_kept_in_the_cache():
    """Rates count in it: a test must not be stopped by what the ones before asked."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def broker_is_there():
    """A process leaves a broker alone for a while that failed it; the next test's is another."""
    from tenants import celery

    celery._broker_away_until_s = 0.0


@pytest.fixture(scope="session")
def folders(tmp_path_factory) -> Iterator[Path]:
    """Names of folders that nobody had. They are not made: nine of ten tests keep no file, and
    twenty thousand folders take a minute to make and to clear away.
    """
    base = tmp_path_factory.mktemp("counties")
    return (base / str(number) for number in count())


@pytest.fixture(autouse=True)
def files_of_their_own(settings, folders):
    own = next(folders)
    settings.YUJIAN_FILES_DIR, settings.YUJIAN_HEADS_DIR = own / "files", own / "heads"


@pytest.fixture
def authority(settings, tmp_path) -> Iterator:
    """An RFC 3161 authority that answers on this machine, and the settings name it."""
    from tests.authority import Authority, serving

    with serving(Authority(tmp_path)) as asked:
        settings.YUJIAN_TSA_URL, settings.YUJIAN_TSA_ROOTS = asked.url, str(asked.root)
        yield asked
