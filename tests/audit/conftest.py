import pytest

from audit.models import AuditEvent
from audit.services import record, seal
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.times import NOON


@pytest.fixture
def lines(county):
    """Five sealed lines of history, by a person and by the system."""
    boss = UserFactory(full_name="陈股长", section_head=True)
    department = DepartmentFactory()
    events = [
        record("department.test", department, by=by, at=NOON, before="a", after="b", no=no)
        for no, by in enumerate((boss, None, boss, None, boss))
    ]
    seal(at=NOON)
    assert AuditEvent.objects.count() == 5
    return events
