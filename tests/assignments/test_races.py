"""Two machines at the same moment, each with a transaction of its own."""

from __future__ import annotations

import pytest

from assignments.models import AssignmentFile, Sharing
from assignments.services import attach
from tests.committed import at_once, committed_county
from tests.factories.accounts import UserFactory
from tests.factories.assignments import AssignmentFactory
from tests.factories.documents import StoredFileFactory
from tests.times import NOON

pytestmark = pytest.mark.race


def test_the_same_file_twice_at_once_is_one_row_and_one_record(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_county("999936") as county:
        asked, photo = AssignmentFactory(), StoredFileFactory(photo=True)
        officer = UserFactory(partner_officer=True, department=asked.asked_of)

        def act() -> AssignmentFile:
            return attach(asked.pk, file=photo, by=officer, at=NOON)

        first, second = at_once(county, act, act)

        assert first == second
        assert AssignmentFile.objects.count() == Sharing.objects.count() == 1
