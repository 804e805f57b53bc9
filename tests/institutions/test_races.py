"""Two clerks at once, with real commits, in a county made for it and dropped again."""

import pytest

from audit.models import AuditEvent
from common.errors import Refusal
from institutions.models import Institution
from institutions.services import InstitutionData, change_institution, register_institution
from tests.committed import at_once, committed_county
from tests.factories.accounts import UserFactory
from tests.factories.institutions import BUSINESS_CODE, InstitutionFactory
from tests.times import NOON

pytestmark = pytest.mark.race


@pytest.fixture
def there(django_db_setup, django_db_blocker):
    """``there(act, …)``: the acts in that county at once; a refusal is a result, not an end."""
    with django_db_blocker.unblock(), committed_county("999971") as county:
        yield lambda *acts: at_once(county, *acts)


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
