"""Two versions of one visit: both are kept, and a person decides."""

from __future__ import annotations

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from common.errors import NotAllowed, WrongState
from evidence.models import Original
from field.errors import LossReasonMissing, OwnRecord, RecordStands
from field.models import FieldRecord
from field.services import choose_version, set_aside_version, settle, settle_waiting
from tests.field.visits import whole_visit

NOW = timezone.now()


@pytest.fixture
def two(phone, phone_of, officers, visit):
    """Both officers' phones sent a whole visit before either was settled."""
    phones = [phone, phone_of(officers[1])]
    for one in phones:
        one.send_home(whole_visit(one, visit))
    settle_waiting(at=timezone.now())
    return list(FieldRecord.objects.order_by("pk"))


def test_two_versions_wait_for_a_person_and_nothing_is_recorded(two, visit):
    visit.refresh_from_db()

    assert [row.state for row in two] == ["in_conflict"] * 2
    assert visit.state == "approved"
    assert Original.objects.count() == sum(row.blob_count for row in two)


def test_chosen_version_becomes_the_record_and_the_other_is_kept(two, visit, head, commits):
    first, second = two

    with commits():
        choose_version(second.pk, reason="内容更完整", by=head, at=NOW)

    first.refresh_from_db(), second.refresh_from_db(), visit.refresh_from_db()
    assert (first.state, second.state, visit.state) == ("set_aside", "recorded", "recorded")
    assert visit.site_facts["head"] == second.head
    assert first.decision == "采用了另一版本：内容更完整"
    assert first.chain.entries.count() == first.entry_count


def test_version_after_the_record_waits_and_changes_nothing(
    phone, phone_of, officers, visit, commits
):
    with commits():
        phone.send_home(whole_visit(phone, visit))
    other = phone_of(officers[1])
    with commits():
        other.send_home(whole_visit(other, visit))

    states = list(FieldRecord.objects.order_by("pk").values_list("state", flat=True))
    visit.refresh_from_db()
    assert states == ["recorded", "in_conflict"]
    assert visit.recorded_by == officers[0]


def test_second_version_cannot_replace_a_record_that_stands(two, head, commits):
    first, second = two
    with commits():
        choose_version(first.pk, reason="更完整", by=head, at=NOW)
    FieldRecord.objects.filter(pk=second.pk).update(state="in_conflict")

    with pytest.raises(RecordStands):
        choose_version(second.pk, reason="改变主意", by=head, at=NOW)
    set_aside_version(second.pk, reason="重复", by=head, at=NOW)

    assert FieldRecord.objects.get(pk=second.pk).state == "set_aside"


@pytest.mark.parametrize("verb", [choose_version, set_aside_version])
def test_who_may_not_decide_changes_nothing(two, officers, head, verb):
    head_who_went = officers[0]
    head_who_went.roles = ["inspector", "section_head"]
    head_who_went.save()
    history = AuditEvent.objects.count()

    for by, reason, refusal in (
        (officers[1], "理由", NotAllowed),
        (head_who_went, "理由", OwnRecord),
        (head, "  ", LossReasonMissing),
    ):
        with pytest.raises(refusal):
            verb(two[0].pk, reason=reason, by=by, at=NOW)

    assert set(FieldRecord.objects.values_list("state", flat=True)) == {"in_conflict"}
    assert AuditEvent.objects.count() == history


def test_set_aside_version_stays_so(two, head):
    set_aside_version(two[0].pk, reason="误开", by=head, at=NOW)

    with pytest.raises(WrongState):
        choose_version(two[0].pk, reason="又要", by=head, at=NOW)


def test_version_that_a_rule_refuses_waits_with_its_sentence(phone, visit, officers, head):
    """A certificate that ran out between the download and the visit; then it is entered anew."""
    certificate = officers[1].certificates.get()
    certificate.delete()
    phone.send_home(whole_visit(phone, visit))

    settle_waiting(at=timezone.now())

    row = FieldRecord.objects.get()
    assert (row.state, row.code) == ("refused", "certificate_expired")
    assert "盘丽华" in row.sentence
    certificate.save(force_insert=True)
    choose_version(row.pk, reason="证件已补登记", by=head, at=NOW)
    settle(row.pk, at=timezone.now())
    assert FieldRecord.objects.get().state == "recorded"
