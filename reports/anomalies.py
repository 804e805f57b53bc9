"""What a report says that its own figures do not bear out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from inspections.models import Campaign
from inspections.states import TargetGroup
from reports.counts import Counts, counts_of
from reports.declared import Declared, declared_of, plain, value_of
from reports.rules import agrees, fits, rounded

SERVICE = "after_school_service"


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One place of a report that does not add up. Both numbers stay; neither is put right.

    ``note`` is in the words of the campaign files (English); ``sentence`` is for the screen.
    """

    field: str
    note: str
    sentence: str
    printed: int | float | None = None
    recomputed: int | float | None = None


def anomalies_of(campaign: Campaign) -> list[Anomaly]:
    """Every anomaly of the campaign's report, in the order of the report."""
    return anomalies_from(counts_of(campaign), declared_of(campaign))


def anomalies_from(counts: Counts, declared: Declared) -> list[Anomaly]:
    """The same for whoever has counted already."""
    found = (
        _odd_share(declared),
        _over_hundred(declared),
        _missing_outcomes(counts, declared),
        _too_few_schools(declared),
        _no_year(declared),
    )
    return [anomaly for anomaly in found if anomaly is not None]


def _odd_share(declared: Declared) -> Anomaly | None:
    field = f"{SERVICE}.printed_share_of_all_schools_pct"
    printed = value_of(declared, field)
    part = value_of(declared, f"{SERVICE}.schools_running")
    whole = value_of(declared, "schools.compulsory_schools")
    if printed is None or part is None or not whole:
        return None
    exact = part * 100 / whole
    if agrees(exact, printed):
        return None
    said, real = plain(printed), plain(rounded(exact, 1))
    other_whole, other_part = fits(printed, int(part), int(whole))
    return Anomaly(
        field,
        f"{said}% fits {plain(part)} of {other_whole} or {other_part} of {plain(whole)}",
        f"报告写课后服务学校占全部学校{said}%，按报告自己的数字（{plain(part)}/{plain(whole)}）"
        f"应为{real}%；{said}%相当于{plain(part)}/{other_whole}或{other_part}/{plain(whole)}。",
        said,
        real,
    )


def _over_hundred(declared: Declared) -> Anomaly | None:
    field = f"{SERVICE}.schools_running"
    running = value_of(declared, field)
    required = value_of(declared, f"{SERVICE}.schools_required")
    if running is None or required is None or running <= required:
        return None
    many, few = plain(running), plain(required)
    return Anomaly(
        field,
        f"running ({many}) is more than required ({few}), so a share over 100% must be storable",
        f"已开展课后服务的学校（{many}所）多于应开展的学校（{few}所），占比超过100%，按原数保留。",
    )


def _missing_outcomes(counts: Counts, declared: Declared) -> Anomaly | None:
    field = "campaign.findings.B"
    printed: Decimal | None = value_of(declared, field)
    left = counts.without_document.get(TargetGroup.CHILDCARE, 0)
    if printed is None or not left:
        return None
    return Anomaly(
        field,
        f"{left} of {plain(printed)} childcare have no printed outcome",
        f"报告中的{plain(printed)}家托管机构，有{left}家没有写明处理结果。",
    )


def _too_few_schools(declared: Declared) -> Anomaly | None:
    field = "publicity.schools_printed_as"
    said = declared.get(field)
    collected = value_of(declared, "publicity.schools_that_collected")
    schools = value_of(declared, "schools.compulsory_schools")
    if said is None or collected is None or schools is None or collected == schools:
        return None
    if f"全县{plain(collected)}所" not in said.printed_as:
        return None
    few, all_ = plain(collected), plain(schools)
    return Anomaly(
        field,
        f"'the county's {few} schools' against {all_} schools in the same report",
        f"报告称“{said.printed_as}”，同一报告又称义务教育学校{all_}所。",
    )


def _no_year(declared: Declared) -> Anomaly | None:
    inferred = value_of(declared, "meta.text_date.year_inferred")
    if inferred is None or value_of(declared, "meta.text_date.year_printed") is not None:
        return None
    return Anomaly(
        "meta.text_date",
        "year not printed",
        f"报告没有写明年份，按政策时间推定为{plain(inferred)}年。",
    )
