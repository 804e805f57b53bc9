"""A campaign's figures as people read them: a label, what was counted, what was printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspections.models import Campaign
from inspections.states import TargetGroup
from reports.anomalies import anomalies_from
from reports.checks import Row, checks_from
from reports.counts import Counts, counts_of
from reports.declared import declared_of, plain
from reports.rules import share_pct


class Verdict(StrEnum):
    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_PRINTED = "not_printed"


class Drill(StrEnum):
    """Where the records behind a figure are listed."""

    TARGETS = "targets"
    VISITS = "visits"
    STOP = "stop"
    RECTIFICATION = "rectification"
    NOTICES = "notices"
    DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet. ``value`` and ``printed`` are ready to be shown."""

    label: str
    value: str
    formula: str = ""
    printed: str = ""
    verdict: Verdict = Verdict.NOT_PRINTED
    drill: Drill = Drill.DECLARED
    group: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a page or a workbook shows of a campaign's figures."""

    totals: list[Line]
    checks: list[Line]
    anomalies: list[str]
    open_problems: list[str]
    outcomes: list[Line]


_CHECKS = {
    "subject outcomes close": ("学科类机构处理结果合计", Drill.TARGETS),
    "childcare outcomes": ("托管机构处理结果合计", Drill.TARGETS),
    "stop notices": ("停办通知书", Drill.STOP),
    "rectification notices": ("责令限期整改通知书", Drill.RECTIFICATION),
    "documents issued in all": ("下达文书合计", Drill.NOTICES),
    "share of required schools": ("课后服务学校占应开展学校", Drill.DECLARED),
    "share of all schools": ("课后服务学校占义务教育学校", Drill.DECLARED),
    "fee per pupil": ("课后服务生均收费", Drill.DECLARED),
    "pupils per staff member": ("每名课后服务人员服务学生", Drill.DECLARED),
    "schools that collected posters": ("征集宣传画学校占比", Drill.DECLARED),
}
_UNITS = (("value_pct", "%"), ("value_yuan", "元"), ("value", ""))


def sheet_of(campaign: Campaign) -> Sheet:
    counts, declared = counts_of(campaign), declared_of(campaign)
    return Sheet(
        totals=_totals(counts),
        checks=[_check(row) for row in checks_from(counts, declared)],
        anomalies=[anomaly.sentence for anomaly in anomalies_from(counts, declared)],
        open_problems=[problem.text for problem in campaign.open_problems.all()],
        outcomes=_outcomes(counts),
    )


def _totals(counts: Counts) -> list[Line]:
    share = share_pct(counts.reregistered, counts.found.get(TargetGroup.SUBJECT, 0))
    return [
        Line("检查对象（家）", str(counts.institutions), drill=Drill.TARGETS),
        Line("现场检查（次）", str(counts.visits), drill=Drill.VISITS),
        Line("其中联合检查（次）", str(counts.joint_visits), drill=Drill.VISITS),
        Line("参加部门（个）", str(counts.departments), drill=Drill.VISITS),
        Line("停办通知书（份）", str(counts.stop_notices), drill=Drill.STOP),
        Line(
            "责令限期整改通知书（份）", str(counts.rectification_notices), drill=Drill.RECTIFICATION
        ),
        Line("下达文书合计（份）", str(counts.documents), drill=Drill.NOTICES),
        Line(
            "统一登记为非营利性机构（家）",
            str(counts.reregistered),
            formula="" if share is None else f"占学科类机构{share}%",
            drill=Drill.TARGETS,
            group=TargetGroup.SUBJECT,
        ),
    ]


def _outcomes(counts: Counts) -> list[Line]:
    """For the bar of each group: how its institutions ended."""
    left = counts.without_document
    return [
        _ended("学科类", "统一登记为非营利性", counts.reregistered, TargetGroup.SUBJECT),
        _ended("学科类", "停办通知书", counts.subject_stop, TargetGroup.SUBJECT),
        _ended("学科类", "未记录处理结果", left.get("subject", 0), TargetGroup.SUBJECT),
        _ended("托管", "有学科类培训，限期整改", counts.childcare_with_training, "childcare"),
        _ended("托管", "其他问题，限期整改", counts.childcare_other, "childcare"),
        _ended("托管", "未记录处理结果", left.get("childcare", 0), "childcare"),
        _ended("黑培训机构", "停办通知书", counts.unlicensed_stop, "unlicensed"),
        _ended("黑培训机构", "未记录处理结果", left.get("unlicensed", 0), "unlicensed"),
    ]


def _ended(who: str, how: str, number: int, group: str) -> Line:
    return Line(f"{who}：{how}", str(number), drill=Drill.TARGETS, group=group)


def _check(row: Row) -> Line:
    label, drill = _CHECKS[row["name"]]
    key, unit = next((key, unit) for key, unit in _UNITS if key in row)
    printed = f"{row['equals_printed']}{unit}" if "equals_printed" in row else ""
    verdict = Verdict.NOT_PRINTED
    if "ok" in row:
        verdict = Verdict.AGREES if row["ok"] else Verdict.DIFFERS
    return Line(label, f"{row[key]}{unit}", row["formula"], printed, verdict, drill)


# What schools and others declare, by its place in the report.
DECLARED_LABELS = {
    "schools.compulsory_schools": "义务教育学校（所）",
    "schools.homework_publication_system": "建立作业公示制度的学校（所）",
    "schools.homework_time_controlled": "作业时间达标的学校（所）",
    "schools.no_homework_for_parents": "不给家长布置作业的学校（所）",
    "after_school_service.schools_required": "应开展课后服务的学校（所）",
    "after_school_service.schools_running": "已开展课后服务的学校（所）",
    "after_school_service.printed_share_of_all_schools_pct": "报告：占全部学校（%）",
    "after_school_service.printed_share_of_required_pct": "报告：占应开展学校（%）",
    "after_school_service.staff": "参与课后服务的教职工（人）",
    "after_school_service.pupils": "参加课后服务的学生（人）",
    "after_school_service.fees_yuan": "课后服务收费（元）",
    "after_school_service.fee_printed_as": "课后服务收费（报告原文）",
    "publicity.posters_collected": "征集宣传画（幅）",
    "publicity.schools_that_collected": "征集宣传画的学校（所）",
    "publicity.schools_printed_as": "征集学校（报告原文）",
    "campaign.findings.A": "报告：发现学科类机构（家）",
    "campaign.findings.B": "报告：发现托管机构（家）",
    "campaign.findings.C": "报告：发现黑培训机构（家）",
    "meta.text_date.year_inferred": "推定年份",
    "meta.text_date.year_printed": "报告年份",
}


def declared_lines(campaign: Campaign) -> list[Line]:
    """The declared figures as they were declared."""
    return [
        Line(
            DECLARED_LABELS.get(figure.key, figure.key),
            "" if figure.value is None else str(plain(figure.value)),
            printed=figure.printed_as,
        )
        for figure in campaign.declared_figures.all()
    ]
