"""The figures of a replayed campaign beside the printed ones, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from enforcement.models import Notice
from enforcement.queries import numbers_missing
from inspections.models import Campaign
from reports.anomalies import anomalies_of
from reports.checks import checks_of, totals
from reports.counts import counts_of


def lines(campaign: Campaign) -> Iterator[str]:
    yield f"行动：{campaign.name}（{campaign.starts_on} 至 {campaign.ends_on}）"
    yield ""
    yield "由记录计算的合计："
    for key, value in totals(counts_of(campaign)).items():
        yield f"  {key:<36} {value}"
    yield f"  {_numbers(campaign)}"
    yield ""
    yield "报告中的数字与重新计算的结果："
    for row in checks_of(campaign):
        yield f"  {_check(row)}"
    yield ""
    yield "报告中对不上的地方："
    for anomaly in anomalies_of(campaign):
        yield f"  {anomaly.field}: {anomaly.sentence}"


def _numbers(campaign: Campaign) -> str:
    """How many numbers were given, how often twice, and which are missing in that year."""
    papers = Notice.objects.of_campaign(campaign).numbered()
    numbers = list(papers.values_list("number", flat=True))
    year = campaign.starts_on.year
    gaps = [serial for _, _, serial in numbers_missing(year=year)]
    missing = f"缺号 {gaps}" if gaps else "没有缺号"
    distinct = len(set(numbers))
    return f"文号 {distinct} 个，重号 {len(numbers) - distinct} 个，{missing}"


def _check(row: dict) -> str:
    value = row.get("value_pct", row.get("value_yuan", row.get("value")))
    unit = "%" if "value_pct" in row else "元" if "value_yuan" in row else ""
    said = f"  报告为 {row['equals_printed']}{unit}" if "equals_printed" in row else ""
    verdict = "" if "ok" not in row else "  一致" if row["ok"] else "  不一致"
    gap = f"（相差 {row['gap']}）" if "gap" in row else ""
    return f"{row['name']:<32} {row['formula']} = {value}{unit}{said}{verdict}{gap}"
