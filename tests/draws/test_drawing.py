"""Commitments, values from outside, the draw itself, redraws; and what is noticed afterwards."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import AuditEvent
from common.errors import NotAllowed, WrongState
from draws import errors, rules
from draws.models import Commitment, Draw, Redraw
from draws.queries import drawn_visits_of, faults_of
from draws.services import (
    commit_secret,
    enter_value,
    freeze_list,
    prepare_draw,
    redraw_officer,
    reveal_secret,
)
from draws.states import DrawState, SeedKind
from tests.draws.conftest import SECRETS, drawn, frozen, published, tampered, wish
from tests.draws.test_rules import ROUND
from tests.factories.accounts import UserFactory
from tests.factories.draws import RecusalFactory
from tests.times import NOON

LATER = NOON + timedelta(hours=2)
AFTER = NOON + timedelta(days=1)


def test_commit_secret_twice_or_by_the_organiser_is_refused(people, pool):
    people.head.roles = ["section_head", "registry_clerk"]
    people.head.save()
    draw = prepare_draw(wish(), by=people.head, at=NOON)
    given = {"digest": rules.digest("甲"), "at": NOON}
    commit_secret(draw.pk, **given, by=people.clerk)

    with pytest.raises(errors.CommitmentByOrganiser):
        commit_secret(draw.pk, **given, by=people.head)
    with pytest.raises(errors.CommitmentTwice, match="县教育局"):
        commit_secret(draw.pk, **given, by=people.boss)
    with pytest.raises(errors.CommitmentUnreadable):
        commit_secret(draw.pk, digest="甲", by=people.market, at=NOON)

    assert Commitment.objects.count() == 1


def test_reveal_secret_another_text_is_refused(people, pool):
    draw = frozen(people)

    with pytest.raises(errors.SecretDoesNotMatch):
        reveal_secret(draw.pk, secret=SECRETS[1], by=people.clerk, at=LATER)
    with pytest.raises(errors.CommitmentUnknown):
        reveal_secret(draw.pk, secret=SECRETS[1], by=people.boss, at=LATER)
    with pytest.raises(NotAllowed):
        reveal_secret(draw.pk, secret=SECRETS[1], by=people.head, at=LATER)

    assert Draw.objects.get().state == DrawState.FROZEN


def test_the_last_reveal_draws_and_the_rows_say_what_the_rules_say(people, pool):
    draw = frozen(people)
    reveal_secret(draw.pk, secret=SECRETS[1], by=people.market, at=LATER)
    assert Draw.objects.get().state == DrawState.FROZEN

    reveal_secret(draw.pk, secret=SECRETS[0], by=people.clerk, at=LATER)

    draw = Draw.objects.get()
    listed = json.loads(draw.list_file.content)
    rows = [(row.institution_id, [one.pk for one in row.crew]) for row in drawn_visits_of(draw)]
    assert draw.seed == rules.seed_of(draw.list_sha256, SECRETS)
    assert rows == rules.draw(listed, draw.seed)
    assert len(AuditEvent.objects.get(kind="draw.draw").facts["result"]) == 64


def test_a_commitment_after_the_freezing_is_refused(people, pool):
    draw = frozen(people)

    with pytest.raises(WrongState):
        commit_secret(draw.pk, digest=rules.digest("丙"), by=people.boss, at=LATER)


def _from_outside(people, kind=SeedKind.LOTTERY, after=AFTER, at=NOON) -> Draw:
    source = {"seed_kind": kind, "seed_source": "双色球第2021131期", "seed_after": after}
    draw = prepare_draw(wish(**source), by=people.head, at=at)
    return freeze_list(draw.pk, by=people.head, at=at)


def test_enter_value_of_a_lottery_draws(people, pool):
    draw = _from_outside(people)

    enter_value(draw.pk, text="03 08 11，17 22 30 ＋ 05", by=people.clerk, at=AFTER)

    draw = Draw.objects.get()
    assert (draw.state, draw.seed_values) == (DrawState.DRAWN, ["03 08 11 17 22 30 05"])
    assert draw.drawn_visits.count() == 4


def test_enter_value_too_early_by_the_freezer_or_unreadable_is_refused(people, pool):
    draw = _from_outside(people)
    both = UserFactory(roles=["section_head", "registry_clerk"])
    other = freeze_list(
        prepare_draw(
            wish(seed_kind="lottery", seed_source="3D第1期", seed_after=AFTER), by=both, at=NOON
        ).pk,
        by=both,
        at=NOON,
    )

    with pytest.raises(errors.SeedNotThereYet, match="双色球第2021131期要到2021年11月11日12:00"):
        enter_value(draw.pk, text="030811", by=people.clerk, at=LATER)
    with pytest.raises(errors.SeedByFreezer):
        enter_value(other.pk, text="030811", by=both, at=AFTER)
    for text in ("", "03 08", "号码：030811", "1" * 201):
        with pytest.raises(errors.SeedUnreadable):
            enter_value(draw.pk, text=text, by=people.clerk, at=AFTER)

    assert [row.state for row in Draw.objects.all()] == [DrawState.FROZEN] * 2


def test_enter_value_of_the_beacon_takes_the_answer_of_its_round_only(people, pool):
    there = rules.beacon_time_s(ROUND.no)
    after = datetime.fromtimestamp(there - 1, tz=UTC)
    days = {"visits_from": after.date(), "visits_until": after.date()}
    wanted = wish(**days, seed_kind=SeedKind.BEACON, seed_after=after)
    early = after - timedelta(hours=3)
    UserFactory.create_batch(2, inspector=True, certificate=True)
    draw = prepare_draw(wanted, by=people.head, at=early)
    freeze_list(draw.pk, by=people.head, at=early)
    answer = {"round": ROUND.no, "randomness": ROUND.randomness, "signature": ROUND.signature}
    late = after + timedelta(minutes=5)

    for text in ("3", "{}", json.dumps({**answer, "round": ROUND.no + 1})):
        with pytest.raises(errors.SeedUnreadable):
            enter_value(draw.pk, text=text, by=people.clerk, at=late)
    enter_value(draw.pk, text=json.dumps(answer), by=people.clerk, at=late)

    assert Draw.objects.get().seed_values == [ROUND.randomness]


def test_enter_value_into_a_draw_of_commitments_is_refused(people, pool):
    draw = frozen(people)

    with pytest.raises(errors.SeedFromElsewhere):
        enter_value(draw.pk, text="030811", by=people.clerk, at=LATER)


def _redraw(people, draw, no=1, place=0, by=None):
    row = drawn_visits_of(draw).get(no=no)
    return redraw_officer(
        row.pk,
        officer_id=row.crew[place].pk,
        reason="recusal",
        note="系负责人近亲属",
        by=by or people.head,
        at=LATER,
    )


def test_redraw_officer_seats_another_with_the_reason_on_record(people, pool):
    draw = drawn(people)
    before = [one.pk for one in drawn_visits_of(draw).get(no=1).crew]

    again = _redraw(people, draw)

    after = [one.pk for one in drawn_visits_of(draw).get(no=1).crew]
    assert again.officer_out_id == before[0]
    assert after == [again.officer_in_id, before[1]]
    assert again.officer_in_id not in before
    assert AuditEvent.objects.get(kind="draw.redraw").facts["note"] == "系负责人近亲属"
    assert faults_of(draw) == []


def test_redraw_officer_until_nobody_is_left_is_refused(people, pool):
    draw = drawn(people)
    for _ in range(3):
        _redraw(people, draw)

    with pytest.raises(errors.SeatWithoutOfficer):
        _redraw(people, draw)

    assert Redraw.objects.count() == 3
    assert faults_of(draw) == []


def test_redraw_officer_without_reason_in_ones_own_visit_or_not_there_is_refused(people, pool):
    draw = drawn(people)
    row = drawn_visits_of(draw).get(no=1)
    one = row.crew[0]
    one.roles = ["inspector", "section_head"]
    one.save()
    outsider = next(person for person in people.officers if person not in row.crew)
    given = {"officer_id": one.pk, "reason": "recusal", "note": "近亲属"}

    with pytest.raises(errors.DrawReasonMissing):
        redraw_officer(row.pk, **given | {"note": " "}, by=people.head, at=LATER)
    with pytest.raises(errors.OwnRedraw):
        redraw_officer(row.pk, **given, by=one, at=LATER)
    with pytest.raises(errors.NotOnDrawnVisit):
        redraw_officer(row.pk, **given | {"officer_id": outsider.pk}, by=people.head, at=LATER)
    with pytest.raises(NotAllowed):
        redraw_officer(row.pk, **given, by=people.clerk, at=LATER)

    assert Redraw.objects.count() == 0


def test_verifier_agrees_with_a_draw_its_recusals_and_redraws(people, pool, verifier):
    RecusalFactory(officer=people.officers[0], institution=pool[0])
    draw = drawn(people)
    _redraw(people, draw, no=2)
    _redraw(people, draw, no=1, place=1)
    _redraw(people, draw, no=2, place=1)

    assert verifier.faults(*published(draw), draw.list_sha256) == []
    assert faults_of(draw) == []


def _other_weight(value):
    value["institutions"][0]["weight"] += 1


def _one_institution_less(value):
    del value["institutions"][-1]


def _one_officer_less(value):
    del value["officers"][0]


def _other_officer(value):
    value["visits"][0][1].reverse()


def _stranger(value):
    value["visits"][0][1][0] = 10**9


def _other_institution(value):
    value["visits"][0][0], value["visits"][1][0] = value["visits"][1][0], value["visits"][0][0]


def _other_newcomer(value):
    value["redraws"][0]["in"] = value["visits"][0][1][1]


def _other_seed(value):
    value["seed"] = value["seed"][::-1]


def _other_secret(value):
    value["seed_values"][0] += "改"


@pytest.mark.parametrize("change", [_other_weight, _one_institution_less, _one_officer_less])
def test_verifier_notices_a_changed_list(people, pool, verifier, change):
    draw = drawn(people)
    a_list, result = published(draw)

    assert verifier.faults(tampered(a_list, change), result, draw.list_sha256) != []


@pytest.mark.parametrize(
    "change",
    [_other_officer, _stranger, _other_institution, _other_newcomer, _other_seed, _other_secret],
)
def test_verifier_notices_a_changed_result(people, pool, verifier, change):
    draw = drawn(people)
    _redraw(people, draw)
    a_list, result = published(draw)

    assert verifier.faults(a_list, tampered(result, change), draw.list_sha256) != []


def _behind_the_guards(statement: str) -> None:
    """As the tables' owner can who puts the triggers aside."""
    table = statement.split()[1]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_database_keeps_seats_and_who_was_drawn(people, pool):
    drawn(people)

    for statement in ("DELETE FROM draws_drawseat", "DELETE FROM draws_drawnvisit"):
        with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
            connection.cursor().execute(statement)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE draws_drawseat SET officer_id = (SELECT max(id) FROM accounts_user)", "结果"),
        ("UPDATE draws_draw SET seed = repeat('0', 64)", "种子"),
        ("UPDATE draws_draw SET seed_values = '{甲,乙}'", "密文"),
        ("UPDATE draws_draw SET list_sha256 = repeat('0', 64)", "名单文件"),
    ],
)
def test_what_was_changed_behind_the_guards_is_told(people, pool, statement, told):
    draw = drawn(people)
    if "drawseat" in statement:
        statement += " WHERE id = (SELECT min(id) FROM draws_drawseat)"

    _behind_the_guards(statement)

    assert told in "".join(faults_of(Draw.objects.get(pk=draw.pk)))


def test_a_list_that_was_changed_on_the_disk_is_not_drawn_from(people, pool, settings):
    draw = frozen(people)
    reveal_secret(draw.pk, secret=SECRETS[0], by=people.clerk, at=LATER)
    _behind_the_guards("UPDATE draws_draw SET list_sha256 = repeat('0', 64)")

    with pytest.raises(errors.ListChanged):
        reveal_secret(draw.pk, secret=SECRETS[1], by=people.market, at=LATER)

    assert Draw.objects.get().state == DrawState.FROZEN
