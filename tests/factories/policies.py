"""Law and working days of tests. The real catalogue: ``load_catalogue(at=NOON)``."""

from datetime import date

import factory

from policies.models import (
    Basis,
    Benchmark,
    CatalogueEdition,
    Law,
    PackageArrival,
    Parameter,
    PenaltyKind,
    PowerHolder,
    RoutedMatter,
    Violation,
)
from policies.packages import Issue, write_package
from policies.rules import WorkingCalendar
from tests.times import NOON

IN_FORCE = date(2018, 12, 29)

# The State Council's days around National Day 2021 and New Year 2022, enough for deadlines.
HOLIDAYS = (
    date(2021, 9, 19), date(2021, 9, 20), date(2021, 9, 21),
    *(date(2021, 10, n) for n in range(1, 8)),
    date(2022, 1, 1), date(2022, 1, 2), date(2022, 1, 3),
)  # fmt: skip
MAKE_UP_DAYS = (date(2021, 9, 18), date(2021, 9, 26), date(2021, 10, 9))


def autumn_2021(years: tuple[int, ...] = (2021,)) -> WorkingCalendar:
    """A calendar for pure tests: known years as asked, real days of autumn 2021."""
    days = dict.fromkeys(HOLIDAYS, False) | dict.fromkeys(MAKE_UP_DAYS, True)
    known = {day: worked for day, worked in days.items() if day.year in years}
    return WorkingCalendar(years=frozenset(years), exceptions=known)


class LawFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Law

    code = factory.Sequence(lambda n: f"law_{n}")
    title = factory.Sequence(lambda n: f"《第{n}号法》")
    version_label = "2018年修正"
    in_force_from = IN_FORCE
    confidence = "source"
    mark = "[source: S3]"
    source = "S3"


class ViolationFactory(factory.django.DjangoModelFactory):
    """Quotable since 2018, found at every kind of institution, unless a trait says otherwise."""

    class Meta:
        model = Violation

    class Params:
        uncertain = factory.Trait(confidence="uncertain", mark="article number [U]")
        confirmed = factory.Trait(
            confirmed_at=NOON,
            confirmed_by=factory.SubFactory(
                "tests.factories.accounts.UserFactory", security_administrator=True
            ),
            confirmed_by_name=factory.SelfAttribute("confirmed_by.full_name"),
        )

    code = factory.Sequence(lambda n: f"T{n}")
    part = "B"
    title = "未取得办学许可擅自举办校外培训机构"
    law = factory.SubFactory(LawFactory)
    article = "第六十四条"
    requirement = "面向中小学生开展校外培训，应当依法取得办学许可"
    remedy = "立即停止未经许可的培训活动"
    hearing = "yes"
    kinds = factory.LazyFunction(lambda: ["subject", "non_subject", "childcare"])
    valid_from = IN_FORCE
    confidence = "source"
    mark = "[source: S3]"
    source = "S3"


class BasisFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Basis

    code = "PL28"
    law = factory.SubFactory(LawFactory, title="《中华人民共和国行政处罚法》")
    article = "第二十八条"
    summary = "实施行政处罚时，应当责令当事人改正或者限期改正违法行为"
    valid_from = IN_FORCE
    confidence = "source"
    mark = "[source: S1]"
    source = "S1"


class RoutedMatterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoutedMatter

    code = factory.Sequence(lambda n: f"Q{n}")
    title = "占用、堵塞疏散通道"
    law_text = "《中华人民共和国消防法》第六十条"
    department_kind = "fire"
    valid_from = IN_FORCE
    confidence = "source"
    mark = "[source: S20]"
    source = "S20"


class ParameterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Parameter

    key = "organ.code"
    value = "县教"
    valid_from = IN_FORCE
    confidence = "derived"
    source = "本县设定"


class PenaltyKindFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PenaltyKind

    code = "P3"
    title = "罚款"
    law = factory.SubFactory(LawFactory)
    article = "第五条"
    measured_in = "money"
    severity = 2
    hearing = "if_large"
    hearing_mark = "[source: S1]"
    valid_from = IN_FORCE
    confidence = "source"
    mark = "[source: S2]"
    source = "S2"


class BenchmarkFactory(factory.django.DjangoModelFactory):
    """The law's range of a fine up to 50,000 yuan, unless a test says otherwise."""

    class Meta:
        model = Benchmark

    code = factory.Sequence(lambda n: f"T1-serious-P3-{n}")
    violation_code = "T1"
    level = "law"
    tier = "serious"
    circumstance = "情节严重的"
    penalty_kind = "P3"
    manner = "must"
    min_fen = 0
    max_fen = 5_000_000
    valid_from = IN_FORCE
    confidence = "source"
    mark = "[source: S2]"
    source = "S2"


class PowerHolderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PowerHolder

    code = factory.LazyAttribute(lambda o: f"{o.covers}@{o.area}")
    covers = "V02"
    area = ""
    kind = "comprehensive"
    way = "transferred"
    name = "桤木县综合行政执法局"
    published_on = IN_FORCE
    valid_from = IN_FORCE
    confidence = "derived"
    mark = "本县登记"
    source = "县政发〔2018〕3号"
    origin = "本县"


class CatalogueEditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CatalogueEdition

    digest = factory.Sequence(lambda n: f"{n:064x}")


ISSUE = Issue("某省教育厅", "校外培训规则包", date(2027, 3, 1), "测试用")


class PackageArrivalFactory(factory.django.DjangoModelFactory):
    """A package without rows that waits, unless a trait says otherwise."""

    class Meta:
        model = PackageArrival

    class Params:
        taken = factory.Trait(
            state="taken", taken_at=NOON, taken_by=factory.SelfAttribute("arrived_by")
        )

    digest = factory.Sequence(lambda n: f"{n:064x}")
    issuer = ISSUE.issuer
    name = ISSUE.name
    edition = ISSUE.edition
    content = write_package({}, ISSUE)
    arrived_at = NOON
    arrived_by = factory.SubFactory(
        "tests.factories.accounts.UserFactory", system_administrator=True
    )
