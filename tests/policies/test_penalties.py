"""Kinds, ranges, law in time and who holds the power, asked of a county's rows."""

from datetime import date

import pytest

from audit.models import AuditEvent
from common.errors import NotAllowed
from policies.errors import (
    CatalogueItemMissing,
    PowerHolderWrong,
    RangeWrong,
    RowEndedAlready,
    RowIsCatalogue,
    RowsHoldAlready,
)
from policies.models import Benchmark, PowerHolder
from policies.queries import (
    benchmarks_on,
    fine_range,
    get_penalty_kind_on,
    law_in_time,
    limitation_on,
    penalty_kinds_on,
    power_holder_on,
    power_holders,
)
from policies.services import (
    HolderFacts,
    LineFacts,
    end_benchmark,
    end_power_holder,
    enter_benchmark,
    enter_power_holder,
    publish_power_holder,
    seed_parameters,
)
from tests.factories import package_law
from tests.factories.accounts import UserFactory
from tests.factories.policies import (
    BenchmarkFactory,
    PenaltyKindFactory,
    PowerHolderFactory,
    ViolationFactory,
)
from tests.times import NOON

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 30)
BEFORE_53 = date(2022, 10, 7)
SINCE = date(2026, 1, 1)


@pytest.fixture
def catalogue(county):
    package_law.catalogue()
    seed_parameters({"organ.name": "桤木县教育局"}, at=NOON)


@pytest.fixture
def administrator(county):
    return UserFactory(system_administrator=True)


def holder(**facts):
    told = {
        "covers": "V02", "kind": "comprehensive", "way": "transferred", "name": "综合行政执法局",
        "valid_from": SINCE, "source": "县政发〔2026〕1号", "published_on": SINCE,
    }  # fmt: skip
    return HolderFacts(**{**told, **facts})


def line(**facts):
    told = {
        "violation_code": "V02a", "tier": "heavier", "circumstance": "学员10人以上的",
        "penalty_kind": "P3", "manner": "must", "valid_from": SINCE,
        "source": "市教发〔2025〕9号", "min_fen": 1_000_000, "max_fen": 3_000_000,
    }  # fmt: skip
    return LineFacts(**{**told, **facts})


def test_kinds_are_there_before_and_since_order_53(catalogue):
    codes = [f"P{n}" for n in range(1, 11)]

    assert [row.code for row in penalty_kinds_on(TODAY)] == codes
    assert [row.code for row in penalty_kinds_on(BEFORE_53)] == codes
    assert get_penalty_kind_on("P6", TODAY).title == "责令停止招收学员"
    assert get_penalty_kind_on("P6", BEFORE_53).title == "责令停止招生"
    with pytest.raises(CatalogueItemMissing, match="P11"):
        get_penalty_kind_on("P11", TODAY)


@pytest.mark.parametrize(
    ("code", "tier", "gains", "limits"),
    [
        ("V01", "any", 300_000, (300_000, 1_500_000)),
        ("V02a", "serious", None, (0, 5_000_000)),
        ("V17", "grave", None, (5_000_000, 10_000_000)),
        ("V36", "any", 270_000, (0, 1_350_000)),
        ("V40", "ordinary", None, (0, 5_000_000)),
        ("V40", "serious", None, (5_000_000, 50_000_000)),
    ],
)
def test_fines_are_what_the_law_says(catalogue, code, tier, gains, limits):
    found = fine_range(code, tier=tier, gains_fen=gains, on=TODAY)

    assert (found.min_fen, found.max_fen) == limits
    assert found.lines[0].startswith(f"{code}-")


@pytest.mark.parametrize("code", ["V03", "V05", "V18", "V43"])
def test_where_the_law_names_no_fine_there_is_none(catalogue, code):
    assert fine_range(code, tier="serious", gains_fen=1, on=TODAY) is None


def test_a_countys_table_narrows_the_range(catalogue, administrator):
    row = enter_benchmark(line(), by=administrator, at=NOON)

    found = fine_range("V02a", tier="heavier", gains_fen=None, on=TODAY)

    assert (found.min_fen, found.max_fen) == (1_000_000, 3_000_000)
    assert found.lines[0] == row.version
    assert row.version.startswith("V02a-heavier-P3-")
    assert fine_range("V02a", tier="heavier", gains_fen=None, on=date(2025, 1, 1)) is None


def test_the_same_line_again_is_the_same_row(catalogue, administrator):
    assert enter_benchmark(line(), by=administrator, at=NOON) == enter_benchmark(
        line(), by=administrator, at=NOON
    )

    assert AuditEvent.objects.filter(kind="benchmark.enter").count() == 1


def test_a_second_line_about_the_same_circumstance_waits_for_the_end(catalogue, administrator):
    row = enter_benchmark(line(), by=administrator, at=NOON)
    other = line(max_fen=2_000_000, valid_from=date(2026, 7, 1))
    with pytest.raises(RowsHoldAlready):
        enter_benchmark(other, by=administrator, at=NOON)
    end_benchmark(row.pk, on=date(2026, 6, 30), by=administrator, at=NOON)

    assert enter_benchmark(other, by=administrator, at=NOON).code == row.code


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"max_fen": 10_000_001}, "金额上限超过法定上限"),
        ({"violation_code": "V99"}, "没有这一违法情形"),
        ({"penalty_kind": "P99"}, "没有这一处罚种类"),
        ({"penalty_kind": "P8"}, "法律没有为该违法情形规定这种处罚"),
        ({"circumstance": " "}, "没有写明适用情形"),
        ({"min_fen": 4_000_000}, "下限高于上限"),
        ({"max_months": 3}, "只能写一种"),
    ],
)
def test_a_line_that_is_not_well_made_is_refused(catalogue, administrator, facts, why):
    with pytest.raises(RangeWrong, match=why):
        enter_benchmark(line(**facts), by=administrator, at=NOON)

    assert not Benchmark.objects.filter(level="benchmark").exists()


def test_a_line_ends_and_the_laws_own_does_not(catalogue, administrator):
    row = enter_benchmark(line(), by=administrator, at=NOON)
    end_benchmark(row.pk, on=TODAY, by=administrator, at=NOON)
    end_benchmark(row.pk, on=TODAY, by=administrator, at=NOON)

    assert AuditEvent.objects.filter(kind="benchmark.end").count() == 1
    assert row not in benchmarks_on(date(2026, 12, 1), "V02a")
    of_law = Benchmark.objects.filter(level="law").first()
    with pytest.raises(RowIsCatalogue):
        end_benchmark(of_law.pk, on=TODAY, by=administrator, at=NOON)
    with pytest.raises(RowEndedAlready):
        end_benchmark(row.pk, on=date(2027, 1, 1), by=administrator, at=NOON)


def test_law_in_time_of_a_rule_that_did_not_change(catalogue):
    found = law_in_time("V35", act_on=BEFORE_53, decide_on=TODAY)

    assert found.applies == found.then == found.now
    assert (found.must_choose, found.comparison.lighter) == (False, "same")


def test_law_in_time_never_reaches_back(catalogue):
    found = law_in_time("V01", act_on=BEFORE_53, decide_on=TODAY)

    assert (found.then, found.applies, found.must_choose) == (None, None, False)
    assert "不能适用新的规定处罚" in found.comparison.why
    with pytest.raises(CatalogueItemMissing):
        law_in_time("V99", act_on=BEFORE_53, decide_on=TODAY)


@pytest.mark.parametrize(
    ("later", "which", "must_choose"),
    [
        ({"max_fen": 1_000_000}, "now", False),
        ({"max_fen": 9_000_000}, "then", False),
        ({"max_fen": None, "min_fen": None, "multiple_max_tenths": 50}, None, True),
    ],
)
def test_law_in_time_takes_the_lighter_one(county, later, which, must_choose):
    end = {"valid_until": date(2025, 12, 31)}
    PenaltyKindFactory()
    ViolationFactory(code="T1", **end)
    ViolationFactory(code="T1", article="第七十条", valid_from=SINCE)
    BenchmarkFactory(code="T1-serious-P3", **end)
    BenchmarkFactory(code="T1-serious-P3", valid_from=SINCE, **later)

    found = law_in_time("T1", act_on=date(2025, 6, 1), decide_on=TODAY)

    assert found.must_choose == must_choose
    assert found.applies == (getattr(found, which) if which else None)


def test_a_rule_that_has_gone_is_left_to_a_person(county):
    ViolationFactory(code="T1", valid_until=date(2025, 12, 31))

    found = law_in_time("T1", act_on=date(2025, 6, 1), decide_on=TODAY)

    assert (found.now, found.applies, found.must_choose) == (None, None, True)


@pytest.mark.parametrize(("is_grave", "is_over"), [(False, True), (True, False)])
def test_limitation_takes_its_years_from_the_catalogue(catalogue, is_grave, is_over):
    found = limitation_on(date(2023, 11, 1), date(2026, 1, 1), is_grave=is_grave, on=TODAY)

    assert found.is_over == is_over


def test_the_bureau_holds_the_power_where_nobody_else_is_named(catalogue):
    found = power_holder_on("V02a", TODAY)

    assert (found.kind, found.way, found.name, found.row) == (
        "education", "own", "桤木县教育局", None,
    )  # fmt: skip


def test_the_most_exact_row_wins(catalogue):
    whole = PowerHolderFactory(covers="V")
    exact = PowerHolderFactory(covers="V02")
    town = PowerHolderFactory(covers="V02", area="城关镇", kind="township", name="城关镇人民政府")

    assert power_holder_on("V35", TODAY).row == whole
    assert power_holder_on("V02a", TODAY).row == exact
    assert power_holder_on("V02a", TODAY, area="城关镇").row == town
    assert power_holder_on("V02a", TODAY, area="河口镇").row == exact


def test_what_is_not_published_does_not_hold(catalogue, administrator):
    row = enter_power_holder(holder(published_on=None), by=administrator, at=NOON)
    assert power_holder_on("V02a", TODAY).kind == "education"

    for _ in range(2):
        publish_power_holder(row.pk, on=date(2026, 3, 1), by=administrator, at=NOON)

    assert power_holder_on("V02a", date(2026, 2, 28)).kind == "education"
    assert power_holder_on("V02a", TODAY).row == row
    assert AuditEvent.objects.filter(kind="power_holder.publish").count() == 1


def test_a_holder_ends_and_another_follows(catalogue, administrator):
    row = enter_power_holder(holder(), by=administrator, at=NOON)
    with pytest.raises(RowsHoldAlready, match="V02 综合行政执法局"):
        enter_power_holder(holder(name="别的局"), by=administrator, at=NOON)
    end_power_holder(row.pk, on=date(2026, 6, 30), by=administrator, at=NOON)

    enter_power_holder(
        holder(name="别的局", valid_from=date(2026, 7, 1)), by=administrator, at=NOON
    )

    assert power_holder_on("V02a", date(2026, 6, 30)).name == "综合行政执法局"
    assert power_holder_on("V02a", TODAY).name == "别的局"
    assert [one.name for one in power_holders()] == ["别的局", "综合行政执法局"]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"covers": "V9"}, "没有以此开头的违法情形"),
        ({"name": " "}, "没有写明机关名称"),
        ({"kind": "township"}, "须写明乡镇街道"),
    ],
)
def test_a_holder_that_is_not_well_made_is_refused(catalogue, administrator, facts, why):
    with pytest.raises(PowerHolderWrong, match=why):
        enter_power_holder(holder(**facts), by=administrator, at=NOON)

    assert not PowerHolder.objects.exists()


def test_others_enter_and_end_nothing(catalogue):
    head = UserFactory(bureau_head=True)
    row = PowerHolderFactory()
    own = BenchmarkFactory(level="benchmark")

    for verb in (
        lambda: enter_power_holder(holder(covers="V35"), by=head, at=NOON),
        lambda: end_power_holder(row.pk, on=TODAY, by=head, at=NOON),
        lambda: publish_power_holder(row.pk, on=TODAY, by=head, at=NOON),
        lambda: enter_benchmark(line(), by=head, at=NOON),
        lambda: end_benchmark(own.pk, on=TODAY, by=head, at=NOON),
    ):
        with pytest.raises(NotAllowed):
            verb()

    assert PowerHolder.objects.get().valid_until is None
    assert Benchmark.objects.get(level="benchmark").valid_until is None
