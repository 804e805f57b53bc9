"""Rewards and penalties by others: entered once, revoked with a reason, never deleted."""

import pytest

from common.errors import BadInput, NotAllowed, WrongState
from supervision.errors import SupervisionIncomplete
from supervision.models import Merit
from supervision.queries import standing_of
from supervision.services import Decided, record_merit, revoke_merit
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import DAY, NOON

FINE = Decided(
    kind="penalty",
    title="未明码标价",
    organ="县市场监督管理局",
    decided_on=DAY,
    document_no="桤市监罚〔2021〕3号",
)


@pytest.fixture
def clerk(county):
    return UserFactory(registry_clerk=True)


def test_what_another_body_decided_stands_on_the_page_once(clerk):
    institution = InstitutionFactory()
    merit = record_merit(institution.pk, FINE, by=clerk, at=NOON)

    with pytest.raises(BadInput, match="不能重复登记"):
        record_merit(institution.pk, FINE, by=clerk, at=NOON)

    assert list(standing_of(institution, UserFactory(inspector=True))["merits"]) == [merit]


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"kind": "other"}, BadInput), ({"organ": ""}, SupervisionIncomplete)],
)
def test_half_an_entry_is_refused(clerk, changes, error):
    told = {name: getattr(FINE, name) for name in Decided.__slots__} | changes

    with pytest.raises(error):
        record_merit(InstitutionFactory().pk, Decided(**told), by=clerk, at=NOON)

    assert not Merit.objects.exists()


def test_a_wrong_entry_is_revoked_with_its_reason_and_may_come_again(clerk):
    institution, head = InstitutionFactory(), UserFactory(bureau_head=True)
    merit = record_merit(institution.pk, FINE, by=clerk, at=NOON)
    with pytest.raises(NotAllowed):
        revoke_merit(merit.pk, reason="登错机构", by=clerk, at=NOON)

    revoke_merit(merit.pk, reason="登错机构", by=head, at=NOON)

    with pytest.raises(WrongState):
        revoke_merit(merit.pk, reason="登错机构", by=head, at=NOON)
    record_merit(institution.pk, FINE, by=clerk, at=NOON)
    assert Merit.objects.standing().count() == 1
