"""What operators type after the opening."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from audit.models import AuditEvent
from policies.models import CalendarYear, Violation
from tenants.models import County, CountyEvent, CountyState


def test_refreshing_a_county_brings_what_it_lacks_and_twice_is_safe(counties):
    for _ in range(2):
        call_command("refresh_county", county="999901", stdout=StringIO())

    connection.set_tenant(counties[0])
    assert CalendarYear.objects.filter(year=2021).exists()
    assert Violation.objects.filter(code="V35").count() == 1
    assert AuditEvent.objects.filter(kind="policies.load_catalogue").count() == 1


def test_refreshing_without_a_county_is_refused(counties):
    with pytest.raises(CommandError, match="no_county"):
        call_command("refresh_county")


def test_closing_a_county_keeps_the_reason(counties):
    call_command("close_county", "999901", reason="撤县设区", stdout=StringIO())

    assert County.objects.get(code="999901").state == CountyState.CLOSED
    assert CountyEvent.objects.get(kind="county.close").facts == {"reason": "撤县设区"}
