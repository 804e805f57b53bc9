"""A draw is prepared, its list frozen, or it is given up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError

from audit.models import AuditEvent
from common.errors import NotAllowed, Refusal, WrongState
from draws import errors
from draws.models import Draw
from draws.queries import frozen_list
from draws.rules import digest
from draws.services import cancel_draw, freeze_list, prepare_draw
from draws.states import DrawState, SeedKind
from inspections.states import VisitState
from policies.services import set_parameter
from tests.draws.conftest import drawn, frozen, wish
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.draws import RecusalFactory
from tests.factories.inspections import VisitFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import DAY, NOON

LATER = NOON + timedelta(hours=1)


def test_prepare_draw_keeps_what_was_wished_and_tells_history(people):
    fire = DepartmentFactory(fire=True)

    draw = prepare_draw(wish(own_officers=1, partners=[fire]), by=people.head, at=NOON)

    assert (draw.state, draw.wanted, draw.kinds) == (DrawState.DRAFT, 4, ["subject"])
    assert [link.department for link in draw.partners.all()] == [fire]
    assert AuditEvent.objects.get(kind="draw.prepare").facts["partners"] == ["县消防大队"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": " "}, "bad_input"),
        ({"kinds": []}, "draw_without_kind"),
        ({"kinds": ["zoo"]}, "draw_without_kind"),
        ({"wanted": 0}, "bad_input"),
        ({"own_officers": 1}, "draw_too_few_officers"),
        ({"visits_until": DAY}, "draw_period_wrong"),
        ({"visits_from": DAY - timedelta(days=1)}, "draw_period_wrong"),
        ({"seed_kind": "dice"}, "bad_input"),
        ({"seed_kind": "lottery", "seed_after": LATER}, "seed_source_missing"),
        ({"seed_kind": "beacon"}, "seed_source_missing"),
        ({"seed_kind": "beacon", "seed_after": NOON}, "seed_too_early"),
    ],
)
def test_prepare_draw_with_what_cannot_be_is_refused(people, changes, refusal):
    with pytest.raises(Refusal) as refused:
        prepare_draw(wish(**changes), by=people.head, at=NOON)

    assert refused.value.code == refusal
    assert Draw.objects.count() == 0


def test_prepare_draw_by_an_inspector_is_refused(people):
    with pytest.raises(NotAllowed):
        prepare_draw(wish(), by=people.officers[0], at=NOON)


def test_freeze_list_holds_who_may_be_drawn_and_nobody_else(people, pool):
    InstitutionFactory(lead=True)
    InstitutionFactory(stopped=True)
    InstitutionFactory(childcare=True)
    UserFactory(inspector=True)  # no certificate
    UserFactory(inspector=True, certificate__valid_until=DAY + timedelta(days=10))

    listed = frozen_list(frozen(people))

    assert [one["key"] for one in listed["institutions"]] == sorted(one.pk for one in pool)
    assert [one["key"] for one in listed["officers"]] == [one.pk for one in people.officers]
    assert listed["seats"] == [["edu"], ["edu"]]


def test_freeze_list_stores_the_file_whose_checksum_is_public(people, pool):
    draw = frozen(people)

    assert draw.state == DrawState.FROZEN
    assert digest(draw.list_file.content.decode()) == draw.list_sha256
    assert AuditEvent.objects.get(kind="draw.list").facts["sha256"] == draw.list_sha256
    assert draw.seed == ""


def test_freeze_list_counts_visits_of_the_last_months_as_load(people, pool):
    VisitFactory(officers=people.officers[:2], planned_on=DAY)
    VisitFactory(officers=people.officers[1:3], planned_on=DAY - timedelta(days=200))
    VisitFactory(
        officers=people.officers[:2],
        planned_on=DAY,
        state=VisitState.CANCELLED,
        cancelled_at=NOON,
        cancelled_by=people.head,
        cancel_reason="停电",
    )

    listed = frozen_list(frozen(people))

    assert [one["load"] for one in listed["officers"]] == [1, 1, 0, 0, 0]


def test_freeze_list_weighs_by_the_countys_parameter(people, pool):
    InstitutionFactory(childcare=True)
    weights = {"subject": 5, "non_subject": 1, "childcare": 2}
    set_parameter(
        "draw.kind_weights",
        weights,
        valid_from=DAY + timedelta(days=1),
        source="县教〔2021〕8号",
        by=UserFactory(system_administrator=True),
        at=NOON,
    )

    listed = frozen_list(frozen(people, kinds=["subject", "childcare"]))

    # Times 4, the weight of who has no grade.
    assert sorted(one["weight"] for one in listed["institutions"]) == [2 * 4] + [5 * 4] * 12


def test_freeze_list_names_declared_interests_without_their_reason(people, pool):
    RecusalFactory(officer=people.officers[0], institution=pool[0])
    RecusalFactory(institution=pool[0], ended_at=NOON, ended_by=people.head)

    draw = frozen(people)

    assert frozen_list(draw)["recusals"] == [[people.officers[0].pk, pool[0].pk]]
    assert "配偶" not in draw.list_file.content.decode()


def test_freeze_list_before_two_departments_committed_is_refused(people, pool):
    draw = prepare_draw(wish(), by=people.head, at=NOON)

    with pytest.raises(errors.CommitmentsMissing):
        freeze_list(draw.pk, by=people.head, at=LATER)

    assert Draw.objects.get().state == DrawState.DRAFT


def test_freeze_list_of_too_few_institutions_is_refused(people, pool):
    with pytest.raises(errors.PoolTooSmall):
        frozen(people, wanted=13)


def test_freeze_list_without_officers_after_recusal_is_refused(people, pool):
    for officer in people.officers[:4]:
        RecusalFactory(officer=officer, institution=pool[3])

    with pytest.raises(errors.SeatWithoutOfficer, match=pool[3].name):
        frozen(people)


def test_freeze_list_when_the_seed_is_about_to_exist_is_refused(people, pool):
    wanted = wish(seed_kind=SeedKind.BEACON, seed_after=LATER)
    draw = prepare_draw(wanted, by=people.head, at=NOON)

    with pytest.raises(errors.SeedTooEarly):
        freeze_list(draw.pk, by=people.head, at=LATER - timedelta(minutes=9))


def test_freeze_list_twice_is_refused_and_the_list_stays(people, pool):
    draw = frozen(people)
    InstitutionFactory()

    with pytest.raises(WrongState):
        freeze_list(draw.pk, by=people.head, at=LATER)

    assert Draw.objects.get().list_sha256 == draw.list_sha256


def test_cancel_draw_needs_a_reason_and_keeps_the_list(people, pool):
    draw = frozen(people)
    with pytest.raises(errors.DrawReasonMissing):
        cancel_draw(draw.pk, reason=" ", by=people.head, at=LATER)

    cancel_draw(draw.pk, reason="承诺人丢失密文", by=people.head, at=LATER)

    kept = Draw.objects.get()
    assert (kept.state, kept.cancel_reason) == (DrawState.CANCELLED, "承诺人丢失密文")
    assert kept.list_sha256 == draw.list_sha256


def test_a_result_is_not_thrown_away_by_who_organised_it(people, pool):
    draw = drawn(people)
    with pytest.raises(NotAllowed):
        cancel_draw(draw.pk, reason="不满意", by=people.head, at=LATER)

    cancel_draw(draw.pk, reason="名单漏列一类机构", by=people.boss, at=LATER)

    assert Draw.objects.get().state == DrawState.CANCELLED


@pytest.mark.parametrize(
    "change",
    [{"wanted": 1}, {"list_sha256": "0" * 64}, {"title": "别的"}, {"kinds": ["childcare"]}],
)
def test_database_keeps_a_frozen_draw_as_it_is(people, pool, change):
    draw = frozen(people)

    with pytest.raises(DatabaseError, match="its list and seed stay"):
        Draw.objects.filter(pk=draw.pk).update(**change)
