"""The penalty on the spot: within its limits or not at all."""

from datetime import date, timedelta

import pytest

from cases import services
from cases.errors import NotOnTheSpot, OfficersMissing, UnderAge
from cases.models import CasePaper, Party, SpotPenalty
from cases.states import SpotState
from common.errors import BadInput, NotAllowed, WrongState
from deadlines.models import Deadline
from papers.models import OfficialPaper
from papers.services import issue_paper
from tests.cases.guarding import change, commit_now, refused_by
from tests.factories import cases as scenes
from tests.factories.policies import PowerHolderFactory, ViolationFactory
from tests.times import DAY, NOON


def test_a_small_fine_has_officers_and_its_numbered_paper(people, check_now):
    spot = scenes.spot(people)
    check_now()

    paper = spot.papers.get().paper
    assert (paper.code, paper.dated_on) == ("D38", DAY)
    assert paper.number
    assert spot.officers.count() == 2
    assert (spot.state, spot.amount_fen) == (SpotState.ISSUED, 20_000)
    told = "".join(paper.view["paragraphs"])
    assert "2021年11月10日，你（单位）在" in told  # the day, and no hour that nobody named


def test_nobody_punishes_on_the_spot_what_others_have_the_power_over(people):
    PowerHolderFactory(covers="T9")

    with pytest.raises(NotOnTheSpot, match="桤木县综合行政执法局行使处罚权"):
        scenes.spot(people)

    assert not SpotPenalty.objects.exists()


@pytest.mark.parametrize(
    ("party", "amount", "may"),
    [
        (scenes.SHOP, 300_000, True),
        (scenes.SHOP, 300_001, False),
        (scenes.person(), 20_000, True),
        (scenes.person(), 20_001, False),
        (scenes.person(), None, True),
        (scenes.SHOP, 0, False),
        (scenes.SHOP, 10.005, False),
    ],
)
def test_the_limits_are_those_of_the_law(people, check_now, party, amount, may):
    if may:
        assert scenes.spot(people, party, amount_fen=amount).amount_fen == amount
        check_now()
        return
    with pytest.raises(NotOnTheSpot):
        scenes.spot(people, party, amount_fen=amount)
    assert not SpotPenalty.objects.exists()
    assert not OfficialPaper.objects.exists()


def test_the_database_keeps_the_limits_and_the_kinds(people):
    spot = scenes.spot(people, scenes.person())

    for facts in ({"amount_fen": 20_001}, {"kind": "P7", "amount_fen": None}, {"kind": "P1"}):
        with refused_by("spot_penalty_stays"):
            change(spot, **facts)
    with refused_by("on_the_spot_only_a_warning_or_a_small_fine"):
        _copy(spot, amount_fen=20_001)
    with refused_by("on_the_spot_only_a_warning_or_a_small_fine"):
        _copy(spot, kind="P7", amount_fen=None)
    with refused_by("spot_penalty_has_its_paper"):
        _copy(spot)
    with refused_by("spot_penalty_is_made_by_two_certified_officers"):
        _copy_with_paper(spot, people)


def test_the_paper_of_a_spot_penalty_says_what_its_row_says(people):
    spot = scenes.spot(people, scenes.person())

    for facts in ({"fine_fen": 19_999}, {"facts": "别的事实"}, {"place": "别处"}):
        with refused_by("paper_says_what_its_rows_say"):
            _copy_with_all(spot, people, **facts)
    _copy_with_all(spot, people)
    commit_now()


def _copy_with_all(spot: SpotPenalty, people, **facts) -> None:
    """Another penalty on the spot of the same party, its paper and its officers, by hand."""
    whose = {
        name: getattr(spot.party, name) for name in ("kind", "name", "sex", "born_on", "address")
    }
    copy = _copy_with_paper(spot, people, party=scenes.bare_party(**whose), **facts)
    for one in spot.officers.all():
        one.pk, one.penalty, one._state.adding = None, copy, True
        one.save()


def _copy_with_paper(spot: SpotPenalty, people, party: Party | None = None, **facts) -> SpotPenalty:
    copy = _copy(spot, **({"party": party} if party else {}))
    said = {**spot.papers.get().paper.facts, **facts}
    paper = issue_paper("D38", said, about="测试", by=people.lead, at=NOON, inside="case")
    CasePaper.objects.create(spot=copy, paper=paper, role="decision")
    return copy


def _copy(spot: SpotPenalty, **facts) -> SpotPenalty:
    row = SpotPenalty.objects.get(pk=spot.pk)
    row.pk, row._state.adding = None, True
    told = {"party": scenes.bare_party(kind="person", born_on=date(1985, 1, 1))} | facts
    for name, value in told.items():
        setattr(row, name, value)
    row.save()
    return row


def test_two_certified_officers_or_none(people):
    people.second.certificates.update(valid_until=DAY - timedelta(days=1))

    with pytest.raises(OfficersMissing, match="只有1名"):
        scenes.spot(people)
    people.lead = people.section
    with pytest.raises(NotAllowed):
        scenes.spot(people)


def test_a_child_is_not_punished_on_the_spot(people):
    with pytest.raises(UnderAge):
        scenes.spot(people, scenes.person(date(2008, 1, 1)), amount_fen=None)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"amount_fen": 10_001, "cash_ground": "small", "cash_receipt_no": "1"}, "100元"),
        ({"amount_fen": 10_000, "cash_ground": "small"}, "票据"),
        ({"amount_fen": 20_000, "cash_ground": "remote", "cash_receipt_no": "1"}, "当事人提出"),
        ({"amount_fen": None, "cash_ground": "small", "cash_receipt_no": "1"}, "警告"),
    ],
)
def test_cash_is_taken_on_a_ground_against_a_receipt(people, facts, why):
    with pytest.raises(NotOnTheSpot, match=why):
        scenes.spot(people, **facts)


def test_cash_goes_to_the_bureau_and_to_the_bank_in_two_days_each(people, check_now):
    cash = {"cash_ground": "small", "cash_receipt_no": "湘财0001"}
    spot = scenes.spot(people, amount_fen=10_000, **cash)
    assert Deadline.objects.get().due_on == date(2021, 11, 12)

    services.hand_in_cash(spot.pk, on=date(2021, 11, 12), by=people.lead, at=scenes.days(2))
    assert Deadline.objects.running().get().due_on == date(2021, 11, 16)
    services.bank_cash(spot.pk, on=date(2021, 11, 15), by=people.second, at=scenes.days(5))
    check_now()

    assert not Deadline.objects.open().exists()
    with pytest.raises(BadInput):
        services.bank_cash(spot.pk, on=DAY, by=people.lead, at=scenes.days(5))


def test_a_penalty_on_the_spot_is_put_on_record_once(people):
    spot = scenes.spot(people)
    with pytest.raises(NotAllowed):
        services.report_spot_penalty(spot.pk, by=people.lead, at=NOON)

    services.report_spot_penalty(spot.pk, by=people.section, at=NOON)

    with pytest.raises(WrongState):
        services.report_spot_penalty(spot.pk, by=people.section, at=NOON)


def two_years_ago(days: int) -> date:
    return date(DAY.year - 2, DAY.month, DAY.day) - timedelta(days=days)


def test_what_lies_more_than_two_years_back_is_not_punished_on_the_spot(people, check_now):
    ViolationFactory(code="T900", valid_from=date(2015, 1, 1))
    assert scenes.spot(people, acted_on=two_years_ago(0)).acted_on == two_years_ago(0)
    check_now()

    with pytest.raises(NotOnTheSpot, match="已超过2年"):
        scenes.spot(people, acted_on=two_years_ago(1))
    assert SpotPenalty.objects.count() == 1


def test_by_hand_no_late_penalty_on_the_spot(people):
    spot = scenes.spot(people)

    with refused_by("spot_penalty_is_within_the_limitation"):
        _copy(spot, acted_on=two_years_ago(1))
