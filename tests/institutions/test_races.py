"""Two clerks at once, with real commits, in a county made for it and dropped again.

The test's own connection stays in its transaction and is left alone; every step runs on a
connection of its own thread. So nothing is truncated afterwards, which history would refuse.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from django_tenants.utils import tenant_context

from audit.models import AuditEvent
from common.errors import Refusal
from institutions.models import Institution
from institutions.services import InstitutionData, change_institution, register_institution
from tenants.models import County
from tests.factories.accounts import UserFactory
from tests.factories.institutions import BUSINESS_CODE, InstitutionFactory
from tests.times import NOON

pytestmark = pytest.mark.race


def _at_once(*acts):
    """Run the acts at the same moment, each on a connection of its own; what each returned."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=10)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def _make():
    county = County(
        schema_name="c999971",
        code="999971",
        name="赛跑县",
        boundary=MultiPolygon(Polygon.from_bbox((111.3, 24.6, 112.0, 25.4)), srid=4326),
    )
    county.save(verbosity=0)
    county.create_schema(check_if_exists=True, verbosity=0)
    return county


def _drop():
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS c999971 CASCADE")
        cursor.execute("DELETE FROM tenants_county WHERE code = '999971'")


@pytest.fixture
def there(db):
    """``there(act, …)``: the acts in that county at once; a refusal is a result, not an end."""
    _at_once(_drop)
    (county,) = _at_once(_make)

    def in_county(act):
        def run():
            with tenant_context(county):
                try:
                    return act()
                except Refusal as refusal:
                    return refusal

        return run

    yield lambda *acts: _at_once(*(in_county(act) for act in acts))
    _at_once(_drop)


def _what_is_left():
    shop = Institution.objects.get()
    return shop.name, shop.version, AuditEvent.objects.count()


def test_of_two_edits_at_once_one_is_saved_and_one_refused(there):
    (clerk,) = there(lambda: UserFactory(registry_clerk=True))
    (shop,) = there(lambda: InstitutionFactory(name="老名"))

    def rename(name):
        return lambda: change_institution(shop.pk, {"name": name}, version=1, by=clerk, at=NOON)

    results = there(rename("甲"), rename("乙"))

    won = [result.name for result in results if isinstance(result, Institution)]
    lost = [result.code for result in results if isinstance(result, Refusal)]
    assert lost == ["changed_meanwhile"]
    assert there(_what_is_left) == [(won[0], 2, 1)]


def test_of_two_rows_with_one_credit_code_at_once_one_is_refused(there):
    (clerk,) = there(lambda: UserFactory(registry_clerk=True))

    def enter(name):
        data = InstitutionData(name=name, kind="subject", credit_code=BUSINESS_CODE)
        return lambda: register_institution(data, by=clerk, at=NOON)

    results = there(enter("甲"), enter("乙"))

    won = [result.name for result in results if isinstance(result, Institution)]
    lost = [str(result) for result in results if isinstance(result, Refusal)]
    assert len(lost) == 1
    assert f"已登记在机构“{won[0]}”名下" in lost[0]
    assert there(_what_is_left) == [(won[0], 1, 1)]
