"""Transfers in the receiver's own system: read, signed for, answered, with the result."""

from __future__ import annotations

import pytest

from partners.api.v1.transfers import TransferOut
from tests.factories.accounts import DepartmentFactory
from tests.factories.transfers import TransferFactory, TransferFileFactory
from tests.partners.test_access import code_of
from tests.times import DAY

SIGNED = {"signer": "赵所长", "on": "2021-11-11"}


@pytest.fixture
def sent(county):
    return TransferFactory(sent=True, receiver=DepartmentFactory(market=True))


def test_list_shows_what_was_sent_to_ones_own_department(caller, sent):
    TransferFactory(sent=True)  # to the fire brigade
    TransferFactory(decided=True, receiver=sent.receiver)  # not sent yet

    (item,) = caller.get("transfers").json()["items"]

    assert set(item) == set(TransferOut().fields)
    assert (item["id"], item["state"], item["state_label"]) == (sent.pk, "sent", "已移送待签收")


def test_receipt_word_and_result_come_from_the_receivers_system(caller, sent):
    taken = {"number": "桤市监立字〔2021〕8号", "on": "2021-11-12"}
    done = {"result": "已责令改正", "on": "2021-11-20"}

    for word, told in (("receive", SIGNED), ("accept", taken), ("report", done)):
        answer = caller.post(f"transfers/{sent.pk}/{word}", told)
        assert answer.status_code == 200, answer.text

    sent.refresh_from_db()
    assert (sent.state, sent.answer_way, sent.receipt_signer) == ("reported", "login", "赵所长")
    assert (sent.number_of_theirs, sent.result) == (taken["number"], "已责令改正")
    assert caller.get(f"transfers/{sent.pk}").json()["result_on"] == "2021-11-20"


def test_a_word_out_of_turn_or_about_an_older_reading_changes_nothing(caller, sent):
    tag = caller.get(f"transfers/{sent.pk}")["ETag"]
    refusal = {"reason": "属住建部门职权", "on": "2021-11-12"}

    early = caller.post(f"transfers/{sent.pk}/report", {"result": "已处理", "on": "2021-11-20"})
    future = caller.post(f"transfers/{sent.pk}/receive", {**SIGNED, "on": "2999-01-01"})
    caller.post(f"transfers/{sent.pk}/receive", SIGNED, If_Match=tag)
    stale = caller.post(f"transfers/{sent.pk}/return", refusal, If_Match=tag)

    assert (code_of(early), code_of(future)) == ("wrong_state", "transfer_day_wrong")
    assert code_of(stale) == "precondition_failed"
    sent.refresh_from_db()
    assert (sent.state, sent.received_on) == ("received", DAY.replace(day=11))


def test_material_is_fetched_and_its_checksum_told(caller, sent):
    row = TransferFileFactory(transfer=sent)

    (told,) = caller.get(f"transfers/{sent.pk}").json()["files"]
    whole = caller.get(f"transfers/{sent.pk}/files/{told['no']}")

    assert (whole.content, told["sha256"]) == (row.file.content, row.file.sha256)
    assert code_of(caller.get(f"transfers/{sent.pk}/files/9")) == "not_found"
    assert code_of(caller.get(f"transfers/{sent.pk}/letter")) == "not_found"  # not printed yet


def test_the_feed_tells_a_transfer_when_it_is_sent_and_when_it_changes(caller, sent):
    first = caller.get("transfers", {"updated_since": "begin"}).json()
    caller.post(f"transfers/{sent.pk}/receive", SIGNED)

    second = caller.get(first["next"]).json()

    assert [row["state"] for row in first["items"]] == ["sent"]
    assert [row["state"] for row in second["items"]] == ["received"]


def test_who_is_not_the_receiver_finds_nothing_and_who_lacks_the_scope_may_not(caller_of, sent):
    other = caller_of(user__department=DepartmentFactory(fire=True))
    reader = caller_of(scopes=["transfers:read"])

    assert code_of(other.get(f"transfers/{sent.pk}")) == "not_found"
    assert code_of(other.post(f"transfers/{sent.pk}/receive", SIGNED)) == "not_found"
    assert code_of(reader.post(f"transfers/{sent.pk}/receive", SIGNED)) == "scope_missing"
