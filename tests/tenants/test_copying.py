"""Rows that come by COPY are stored as Django would store them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Department
from institutions.models import Institution, Site
from tenants.errors import WrongCounty
from tenants.searching import is_any_of
from tests.factories.institutions import InstitutionFactory, SiteFactory
from tests.times import DAY

COLUMNS = ("institution_id", "address", "point", "source_system", "source_x", "source_y")


def test_a_point_may_be_a_pair_of_degrees(county):
    wanted = SiteFactory(source_x=111.1234567890123, source_y=25.0)
    other = InstitutionFactory()
    row = (other.pk, wanted.address, (111.1234567890123, 25), "wgs84", 111.1234567890123, 25)

    Site.objects.copy_values((*COLUMNS, "valid_from"), [(*row, DAY)])

    got = Site.objects.get(institution=other)
    assert (got.point, got.point.srid) == (wanted.point, 4326)
    assert (got.source_x, got.source_y, got.valid_until) == (wanted.source_x, 25.0, None)


def test_no_rows_and_no_point_are_fine(county):
    school = InstitutionFactory()

    Site.objects.copy_values(COLUMNS, [])
    row = (school.pk, "文化路1号", None, "unknown", None, None)
    Site.objects.copy_values((*COLUMNS, "valid_from"), [(*row, DAY)])

    assert Site.objects.get().point is None


def test_values_are_not_copied_into_another_county(county, next_door):
    ours = Site.objects.all()

    with next_door(), pytest.raises(WrongCounty):
        ours.copy_values(COLUMNS, [])


def test_any_of_many_words_is_asked_as_one_value(county):
    schools = [InstitutionFactory(name=name) for name in ("青禾", '向阳’"{,}', "红日")]

    found = Institution.objects.filter(is_any_of("name", {"青禾", '向阳’"{,}', "没有"}))

    assert set(found) == set(schools[:2])
    assert not Institution.objects.filter(is_any_of("name", [])).exists()


def test_rule_of_the_database_is_djangos_error(county):
    names, row = ("code", "name", "kind"), ("a1", "甲局", "market")

    with pytest.raises(IntegrityError, match="one_department_per_code"), transaction.atomic():
        Department.objects.copy_values(names, [row] * 2)

    assert not Department.objects.filter(code="a1").exists()
