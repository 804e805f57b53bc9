import pytest

from institutions.models import Institution
from institutions.queries import search
from institutions.tasks import fill_initials
from tests.factories.institutions import InstitutionFactory

pytestmark = pytest.mark.usefixtures("county")


def test_initials_are_filled_in_once():
    shop = InstitutionFactory(name="春芽")
    Institution.objects.update(initials=None)

    fill_initials()
    fill_initials()

    assert [found.pk for found in search("cy")] == [shop.pk]
