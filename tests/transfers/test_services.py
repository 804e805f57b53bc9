"""Letters to other bodies: proposed on findings, numbered, answered, withdrawn, kept."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from common.db import broken_rule
from common.errors import NotAllowed, NotFound
from tests.factories import transfers as scenes
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.inspections import FindingFactory
from tests.factories.transfers import Crew, TransferFactory, TransferFileFactory, after
from tests.times import DAY, NOON
from transfers.errors import (
    TransferExists,
    TransferFindingUnfit,
    TransferIncomplete,
    TransferToSelf,
)
from transfers.models import Transfer, TransferFile
from transfers.queries import figures, proposed_for, transfers_for
from transfers.services import (
    decide_transfer,
    propose_transfer,
    report_result,
    withdraw_transfer,
)

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def crew(county):
    return Crew()


@pytest.fixture
def finding(county):
    scenes.law()
    return FindingFactory(routed_one=True, visit__institution=scenes.school())


def _propose(crew, finding, told=None, **more):
    told = told or scenes.letter()
    said = {"finding_ids": [finding.pk], "by": crew.lead, "at": NOON, **more}
    place = finding.visit.institution_id
    return propose_transfer(place, told, [scenes.material()], **said)


def test_a_letter_rests_on_findings_and_is_due_in_the_countys_days(crew, finding):
    row = _propose(crew, finding)

    assert [one.finding for one in row.findings.all()] == [finding]
    (link,) = row.deadlines.select_related("deadline")
    assert (link.role, link.deadline.due_on) == ("within", date(2021, 11, 19))
    assert AuditEvent.objects.filter(kind="transfer.propose").count() == 1


def test_the_letter_is_numbered_and_lists_its_material(crew):
    row = scenes.decided(crew, scenes.letter())

    assert (row.paper.code, row.paper.facts["addressee"]) == ("D24", "县消防大队")
    assert [line["name"] for line in row.paper.facts["materials"]] == ["现场照片"]
    assert row.paper.facts["party"]["name"] == "青禾培训学校"


def test_a_matter_of_discipline_names_people_and_may_go_to_ones_own_house(crew):
    told = scenes.facts(
        kind="discipline", receiver=None, receiver_name="县纪委监委", people="李某、王某"
    )
    row = scenes.decided(crew, told)

    assert (row.paper.code, [one["name"] for one in row.paper.facts["people"]]) == (
        "D26",
        ["李某", "王某"],
    )
    with pytest.raises(TransferIncomplete, match="涉及人员"):
        scenes.proposed(crew, scenes.facts(kind="discipline"))


def test_the_same_finding_goes_to_the_same_body_once(crew, finding):
    _propose(crew, finding)

    with pytest.raises(TransferExists):
        _propose(crew, finding)

    assert Transfer.objects.count() == 1


def test_a_finding_elsewhere_or_unconfirmed_is_no_ground(crew, finding):
    elsewhere = FindingFactory(routed_one=True)
    planned = FindingFactory(
        routed_one=True, visit__institution=finding.visit.institution, visit__confirmed=False
    )

    for other, why in ((elsewhere, "不是在这家机构"), (planned, "还没有确认")):
        with pytest.raises(TransferFindingUnfit, match=why):
            _propose(crew, finding, finding_ids=[other.pk])

    assert not Transfer.objects.exists()


def test_nothing_goes_to_ourselves_or_without_material(crew, finding):
    with pytest.raises(TransferToSelf):
        _propose(crew, finding, scenes.facts(kind="administrative", receiver=DepartmentFactory()))
    with pytest.raises(TransferIncomplete, match="移送材料"):
        propose_transfer(finding.visit.institution_id, scenes.letter(), [], by=crew.lead, at=NOON)
    with pytest.raises(NotAllowed):
        _propose(crew, finding, by=UserFactory(partner_officer=True))

    assert not Transfer.objects.exists()


def test_what_is_not_sent_can_be_taken_back(crew):
    row = scenes.decided(crew, scenes.letter())

    row = withdraw_transfer(row.pk, reason="已自行改正", by=crew.lead, at=after(days=1))

    assert (row.state, row.close_words) == ("withdrawn", "已自行改正")
    assert row.deadlines.get().deadline.state == "cancelled"


def test_what_the_letter_says_stays_and_so_does_its_material(crew):
    row = scenes.decided(crew, scenes.letter())

    for change, rule in (
        (
            lambda: Transfer.objects.filter(pk=row.pk).update(summary="改"),
            "transfer_with_its_letter_stays",
        ),
        (lambda: TransferFile.objects.update(name="改"), "transfers_transferfile_stays"),
    ):
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            change()
        assert broken_rule(caught.value) == rule


def test_the_receiver_sees_what_was_sent_to_it_and_nothing_else(crew):
    mine, _ = TransferFactory(sent=True), TransferFactory()
    TransferFactory(sent=True, receiver=scenes.police())
    fire = UserFactory(partner_officer=True)

    assert list(transfers_for(fire)) == [mine]
    assert transfers_for(crew.lead).count() == 3
    assert not transfers_for(UserFactory(system_administrator=True)).exists()


def test_figures_add_up_and_show_what_is_late(county):
    stages = ("decided", "sent", "received", "accepted", "returned", "reported")
    for stage in stages:
        TransferFactory(**{stage: True})

    found = figures(Transfer.objects.all(), date(2021, 12, 11))

    parts = (found.unreceived, found.received, found.accepted, found.returned, found.reported)
    assert (found.waiting, found.sent, parts, found.overdue) == (1, 5, (1,) * 5, 3)
    assert found.sent == sum(parts) + found.handed_back + found.closed


def test_a_route_proposes_the_body_and_the_letter(finding):
    DepartmentFactory(code=finding.routed.department_kind, kind=finding.routed.department_kind)

    (proposal,) = proposed_for([finding])

    assert proposal.kind == "administrative"
    assert {one.kind for one in proposal.receivers} == {finding.routed.department_kind}


def test_the_neighbour_county_answers_nothing_by_number(crew, next_door):
    row = TransferFactory(accepted=True)

    with next_door():
        stranger = UserFactory(inspector=True)
        with pytest.raises(NotFound):
            report_result(row.pk, result="已处理", on=DAY, by=stranger, at=NOON)
        with pytest.raises(NotFound):
            decide_transfer(row.pk, by=UserFactory(bureau_head=True), at=NOON)

    assert Transfer.objects.get().state == "accepted"


def test_material_is_numbered_and_a_file_stands_once(crew):
    place, one = scenes.school(), scenes.material()
    scenes.law()

    row = propose_transfer(
        place.pk, scenes.letter(), [one, scenes.material(name="笔录"), one], by=crew.lead, at=NOON
    )

    assert [(line.no, line.name) for line in row.files.all()] == [(1, "现场照片"), (2, "笔录")]
    assert TransferFileFactory().pages == 1
