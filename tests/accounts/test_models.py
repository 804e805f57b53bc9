"""What the database itself refuses about people."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import APART, ROLES
from tests.factories.accounts import DepartmentFactory, OfficerCertificateFactory, UserFactory


def test_one_department_per_code(county):
    DepartmentFactory(code="edu")

    with pytest.raises(IntegrityError, match="one_department_per_code"), transaction.atomic():
        type(DepartmentFactory()).objects.create(code="edu", name="又一个", kind="education")


def test_one_user_per_username(county):
    UserFactory(username="lihua")

    with pytest.raises(IntegrityError, match="one_user_per_username"), transaction.atomic():
        UserFactory(username="lihua")


@pytest.mark.parametrize("first", APART)
@pytest.mark.parametrize("second", ROLES)
def test_administrators_are_nothing_else(county, first, second):
    person = UserFactory(roles=[first])

    with (
        pytest.raises(IntegrityError, match="administrators_are_nothing_else"),
        transaction.atomic(),
    ):
        User.objects.filter(pk=person.pk).update(roles=[second, first])


def test_one_certificate_per_number(county):
    OfficerCertificateFactory(user=UserFactory(), number="HN001")

    with pytest.raises(IntegrityError, match="one_certificate_per_number"), transaction.atomic():
        OfficerCertificateFactory(user=UserFactory(), number="HN001")


def test_certificate_ends_after_it_begins(county):
    backwards = {"valid_from": date(2021, 2, 1), "valid_until": date(2021, 1, 31)}

    with (
        pytest.raises(IntegrityError, match="certificate_ends_after_it_begins"),
        transaction.atomic(),
    ):
        OfficerCertificateFactory(user=UserFactory(), **backwards)
