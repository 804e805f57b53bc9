"""A case and the police: no penalty in the place of a transfer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assignments.models import Sharing
from cases.errors import CaseWordsMissing
from cases.models import Case, CaseTransfer
from cases.services import (
    EvidenceFacts,
    approve_decision,
    hand_to_police,
    propose_case_transfer,
)
from cases.services.closing import what_holds_back
from cases.transfer_errors import PoliceTransferOpen, TransferNeedsParty
from common.errors import WrongState
from deadlines.models import Deadline
from tests.cases.guarding import refused_by
from tests.factories import cases as scenes
from tests.factories import endings, transfers
from tests.factories.documents import StoredFileFactory
from tests.factories.transfers import Crew, TransferFactory
from tests.times import DAY, NOON
from transfers.models import Transfer
from transfers.services import accept_transfer, refuse_transfer

pytestmark = pytest.mark.usefixtures("county")
LATE = scenes.days(30)


@pytest.fixture
def people(county):
    return scenes.People()


def _held(people):
    """A decision that waits for the head, and a transfer to the police from the same case."""
    case = scenes.answered(people)
    decision = scenes.endorsed(case, people, scenes.penalty(), LATE)
    row = transfers.proposed(Crew(lead=people.lead, second=people.second), at=LATE, told=_facts())
    CaseTransfer.objects.create(case=case, transfer=row)
    return decision, row


def _facts():
    return transfers.facts(reply_by=LATE.date().replace(month=12, day=31))


def test_no_penalty_is_decided_while_the_police_have_the_matter(people):
    decision, row = _held(people)

    with pytest.raises(PoliceTransferOpen, match="不能以行政处罚代替移送"):
        approve_decision(decision.pk, opinion="同意", by=people.head, at=LATE)

    decision.refresh_from_db()
    assert (decision.state, row.state) == ("endorsed", "proposed")
    assert any("尚未答复" in why for why in what_holds_back(decision.case, "performed", at=LATE))


def test_once_the_head_refused_the_transfer_the_penalty_may_be_decided(people):
    decision, row = _held(people)
    refuse_transfer(row.pk, reason="未达立案标准", by=people.deputy, at=LATE)

    decided = approve_decision(decision.pk, opinion="同意", by=people.head, at=LATE)

    assert decided.state == "approved"


def test_the_database_says_no_as_well(people):
    case = scenes.answered(people)
    decision = scenes.endorsed(case, people, scenes.penalty(), LATE)
    row = transfers.proposed(Crew(lead=people.lead, second=people.second), at=LATE, told=_facts())

    with refused_by("no_penalty_in_place_of_a_transfer"):
        approve_decision(decision.pk, opinion="同意", by=people.head, at=LATE)
        CaseTransfer.objects.create(case=case, transfer=row)  # came between the look and the commit


def test_a_transfer_to_another_body_holds_nothing(people):
    case = scenes.answered(people)
    decision = scenes.endorsed(case, people, scenes.penalty(), LATE)
    CaseTransfer.objects.create(case=case, transfer=TransferFactory(sent=True))

    assert (
        approve_decision(decision.pk, opinion="同意", by=people.head, at=LATE).state == "approved"
    )


def test_an_officer_proposes_from_the_case_when_its_party_is_registered(people):
    case = scenes.known_clue(people)
    with pytest.raises(TransferNeedsParty):
        propose_case_transfer(
            case.pk,
            transfers.facts(),
            [transfers.material()],
            second_officer=people.second,
            by=people.lead,
            at=scenes.NOON,
        )

    assert not Transfer.objects.exists()
    assert Case.objects.count() == 1


HANDED = NOON + timedelta(hours=3)


def _handed(case, people, at=HANDED, **more):
    told = {"receipt": "公安回执1号", "signer": "赵民警", **more}
    return hand_to_police(case.pk, **told, by=people.lead, at=at)


def test_handing_a_case_to_the_police_begins_its_transfer(people, check_now):
    case = endings.for_the_police(people, endings.registered())
    letter = case.papers.get(paper__code="D25").paper

    _handed(case, people)
    check_now()

    row = case.transfers.get().transfer
    assert (row.kind, row.state, row.paper) == ("police", "received", letter)
    assert row.receiver_name == letter.facts["addressee"]
    assert (row.decided_by, row.decided_at) == (people.head, NOON)
    assert (row.proposed_by, row.second_officer) == (people.lead, people.second)
    assert (row.sent_at, row.receipt_signer, row.received_on) == (HANDED, "赵民警", DAY)
    assert Sharing.objects.get().receiver_name == row.receiver_name


def test_then_the_days_of_the_police_run_and_no_others(people):
    case = endings.for_the_police(people, endings.registered())

    _handed(case, people)

    row, running = case.transfers.get().transfer, Deadline.objects.open().get()
    assert (running.key, running.counts_from_on) == ("deadline.t20", DAY)
    assert running.due_on == row.reply_by == date(2021, 11, 15)  # the 13th is a Saturday
    accept_transfer(row.pk, number="公立字8号", on=DAY, by=people.lead, at=HANDED)
    assert Deadline.objects.open().get().key == "deadline.t22"


def test_the_police_get_the_evidence_that_is_a_file(people):
    file, told = StoredFileFactory(photo=True), ("document", "现场照片", DAY, "现场", "现场情况")
    evidence = EvidenceFacts(*told, file_id=file.pk, page_count=2)
    case = endings.for_the_police(people, endings.registered(), evidence)

    _handed(case, people)

    lines = case.transfers.get().transfer.files
    assert list(lines.values_list("no", "name", "pages", "file")) == [(1, "现场照片", 2, file.pk)]


def test_handed_over_twice_is_one_transfer(people):
    case = endings.for_the_police(people, endings.registered())
    _handed(case, people)

    with pytest.raises(WrongState):
        _handed(case, people, receipt="公安回执2号")

    assert Transfer.objects.count() == CaseTransfer.objects.count() == 1


def test_one_that_the_police_have_already_is_not_begun_again(people):
    case = endings.for_the_police(people, endings.registered())
    there = transfers.proposed(Crew(lead=people.lead, second=people.second), told=_facts())
    CaseTransfer.objects.create(case=case, transfer=there)

    assert _handed(case, people).state == "transferred"

    assert Transfer.objects.get() == there


def test_a_party_outside_the_register_goes_to_the_police_without_a_transfer(people):
    case = endings.for_the_police(people)

    assert _handed(case, people).state == "transferred"

    assert not Transfer.objects.exists()


def test_without_the_name_of_who_signed_nothing_is_handed_over(people):
    case = endings.for_the_police(people, endings.registered())

    with pytest.raises(CaseWordsMissing, match="签收人"):
        _handed(case, people, signer=" ")

    case.refresh_from_db()
    assert (case.state, Transfer.objects.count()) == ("decided", 0)
