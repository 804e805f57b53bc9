"""Declared interests."""

from __future__ import annotations

import pytest

from common.errors import NotAllowed, NotFound
from draws.errors import DrawReasonMissing, RecusalExists
from draws.models import Recusal
from draws.services import declare_recusal, end_recusal
from tests.factories.accounts import UserFactory
from tests.factories.draws import RecusalFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import NOON


def test_declare_recusal_is_an_officers_own_or_the_organisers(county):
    officer, other = UserFactory.create_batch(2, inspector=True)
    given = {"reason": "子女在读", "at": NOON}
    schools = InstitutionFactory.create_batch(2)

    declare_recusal(officer.pk, institution_id=schools[0].pk, **given, by=officer)
    head = UserFactory(section_head=True)
    declare_recusal(officer.pk, institution_id=schools[1].pk, **given, by=head)
    with pytest.raises(NotAllowed):
        declare_recusal(officer.pk, institution_id=schools[1].pk, **given, by=other)

    assert Recusal.objects.standing().count() == 2


def test_declare_recusal_twice_without_reason_or_for_nothing_is_refused(county):
    known = RecusalFactory()
    given = {"institution_id": known.institution_id, "by": known.officer, "at": NOON}
    with pytest.raises(RecusalExists):
        declare_recusal(known.officer_id, **given, reason="同上")
    with pytest.raises(DrawReasonMissing):
        declare_recusal(known.officer_id, **given, reason=" ")
    with pytest.raises(NotFound):
        declare_recusal(known.officer_id, **given | {"institution_id": 0}, reason="同上")

    assert Recusal.objects.count() == 1


def test_end_recusal_is_another_persons_and_twice_is_once(county):
    recusal = RecusalFactory()
    head = UserFactory(section_head=True)
    recusal.officer.roles = ["inspector", "section_head"]
    recusal.officer.save()
    with pytest.raises(NotAllowed):
        end_recusal(recusal.pk, by=recusal.officer, at=NOON)

    first = end_recusal(recusal.pk, by=head, at=NOON)
    second = end_recusal(recusal.pk, by=head, at=NOON)

    assert (first.ended_at, second.ended_at) == (NOON, NOON)
    assert Recusal.objects.standing().count() == 0
