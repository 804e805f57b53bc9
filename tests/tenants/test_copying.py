"""Rows that are copied in as values, without an object for each."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Department
from tenants.errors import WrongCounty

NAMES = ("code", "name", "kind")


def test_values_become_rows(county):
    Department.objects.copy_values(NAMES, [("a1", "甲局", "market"), ("a2", "乙局", "fire")])

    rows = Department.objects.filter(code__startswith="a").order_by("code")
    assert list(rows.values_list(*NAMES)) == [("a1", "甲局", "market"), ("a2", "乙局", "fire")]


def test_rule_of_the_database_is_djangos_error(county):
    with pytest.raises(IntegrityError, match="one_department_per_code"), transaction.atomic():
        Department.objects.copy_values(NAMES, [("a1", "甲局", "market")] * 2)

    assert not Department.objects.filter(code="a1").exists()


def test_values_stay_in_the_county_they_were_meant_for(county, other_county):
    departments = Department.objects.all()
    connection.set_tenant(other_county)

    with pytest.raises(WrongCounty):
        departments.copy_values(NAMES, [("a1", "甲局", "market")])

    assert not Department.objects.filter(code="a1").exists()
