"""The cards of a case from the prior notice to the decision."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from cases.models import Case, Hearing, PriorNotice, Statement
from cases.queries import other_fines
from cases.services import said_of
from common.money import yuan
from staff.cases.entries import Entry, Offers, Section, Table
from staff.cases.said import day as _day
from staff.cases.said import told as _told
from staff.tones import tone_of


def notice(case: Case, user: User, offers: Offers) -> Section:
    entries = []
    for one in case.prior_notices.prefetch_related("penalties", "waivers"):
        state, tone = one.get_state_display(), tone_of(one.state)
        table = Table(("拟作出的处罚", "内容"), [_penalty(row) for row in one.penalties.all()])
        facts = _told(_notice_facts(one))
        entries.append(Entry(f"事先告知{one.no}", state, tone, facts, table, offers.on(one)))
    empty = "还没有事先告知。"
    return Section("notice", "事先告知", "message-report", entries, empty, offers.of("notice"))


def _notice_facts(one: PriorNotice) -> list[tuple[str, str]]:
    waived = "、".join(row.get_right_display() for row in one.waivers.all())
    return [
        ("违法事实", one.facts),
        ("依据", one.basis),
        ("理由", one.reason),
        ("适用的规定", "；".join(said_of(one.law))),
        ("听证权利", one.hearing_ground if one.hearing_offered else "不属于听证范围"),
        ("告知日期", _day(one.issued_on)),
        ("送达", _day(one.served_on)),
        ("陈述申辩至", _day(one.statement_until)),
        ("申请听证至", _day(one.hearing_until)),
        ("当事人放弃", waived),
    ]


def answers(case: Case, user: User, offers: Offers) -> Section | None:
    """What the party said, and the hearing."""
    said = list(Statement.objects.filter(notice__case=case))
    heard = list(Hearing.objects.filter(notice__case=case).select_related("chair", "clerk"))
    buttons = offers.of("answers")
    if not said and not heard and not buttons:
        return None
    entries = []
    for one in said:
        facts = [("内容", one.text), ("复核情况", one.recheck)]
        title = f"{one.made_by}陈述申辩（{_day(one.made_on)}）"
        tag = one.get_adoption_display() if one.adoption else "待复核"
        tone = "good" if one.adoption else "warn"
        entries.append(Entry(title, tag, tone, _told(facts), None, offers.on(one)))
    entries += [_hearing(one, offers) for one in heard]
    empty = "当事人还没有陈述申辩。"
    return Section("answers", "陈述申辩和听证", "users", entries, empty, buttons)


def _hearing(one: Hearing, offers: Offers) -> Entry:
    facts = [
        ("申请", f"{one.requested_by_name}　{_day(one.requested_on)}"),
        ("主持人", one.chair.full_name if one.chair else ""),
        ("记录员", one.clerk.full_name if one.clerk else ""),
        ("通知送达", _day(one.call_served_on)),
        ("举行", f"{_day(one.held_on)}　{one.place}" if one.held_on else ""),
        ("不公开的理由", one.closed_reason),
        ("听证报告", one.report),
        ("终止", f"{one.get_ending_display()}：{one.ended_text}" if one.ending else ""),
    ]
    state, tone = one.get_state_display(), tone_of(one.state)
    return Entry("听证", state, tone, _told(facts), None, offers.on(one))


def fines(case: Case, user: User, offers: Offers) -> Section | None:
    rows, buttons = other_fines(case), offers.of("fines")
    if not rows and not buttons and case.fines_checked_at is None:
        return None
    entries = []
    if case.fines_checked_at is not None:
        when = _day(case.fines_checked_at)
        entries.append(Entry("已核对", when, "good", [("方式和结果", case.fines_checked_how)]))
    for one in rows:
        verdict = {None: ("待认定", "warn"), True: ("同一违法行为", "bad")}
        tag, tone = verdict.get(one.is_same_act, ("不是同一违法行为", "good"))
        facts = [
            ("罚款", f"{yuan(one.amount_fen)}元（{_day(one.decided_on)}）"),
            ("所罚行为", one.about),
            ("认定理由", one.answer),
            ("登记于", str(one.case) if one.case_id != case.pk else ""),
        ]
        entries.append(Entry(str(one), tag, tone, _told(facts), None, offers.on(one)))
    return Section("fines", "其他部门罚款", "building-bank", entries, "还没有核对。", buttons)


def discussion(case: Case, user: User, offers: Offers) -> Section | None:
    rows, buttons = (
        list(case.discussions.prefetch_related("members__person")),
        offers.of("discussion"),
    )
    if not rows and not buttons:
        return None
    entries = [
        Entry(
            f"{_day(one.held_on)}集体讨论",
            facts=[
                ("地点", one.place),
                *((member.person.full_name, member.opinion) for member in one.members.all()),
                ("结论", one.conclusion),
            ],
        )
        for one in rows
    ]
    return Section("discussion", "集体讨论", "users", entries, "还没有集体讨论。", buttons)


def decision(case: Case, user: User, offers: Offers) -> Section:
    """Drafts and the decision; of a penalty the comparison of what was proposed and decided."""
    entries = []
    rows = case.decisions.select_related("notice", "drafted_by").prefetch_related(
        "penalties", "notice__penalties"
    )
    for one in rows:
        table = compared(one) if one.notice_id else None
        low, high = one.fine_min_fen, one.fine_max_fen
        span = f"{yuan(low)}元至{yuan(high)}元　{one.benchmark_text}" if low is not None else ""
        facts = [
            ("事实", one.facts),
            ("依据", one.basis),
            ("理由", one.reason),
            ("适用的规定", "；".join(said_of(one.law))),
            ("陈述申辩", one.statement_answer),
            ("履行", one.performance),
            ("裁量基准", span),
            ("超出裁量基准", one.deviation_reason),
            ("从轻或者减轻", one.lighter_reason),
            ("不予处罚的情形", one.get_leniency_display() if one.leniency else ""),
            ("教育情况", one.education),
            ("被退回", one.return_reason),
            ("起草", one.drafted_by.full_name),
            ("决定日期", _day(one.decided_on)),
        ]
        state, tone = one.get_state_display(), tone_of(one.state)
        title = one.get_kind_display()
        entries.append(Entry(title, state, tone, _told(facts), table, offers.on(one)))
    empty = "还没有起草决定。"
    return Section("decision", "处理决定", "gavel", entries, empty, offers.of("decision"))


def compared(one: Any) -> Table:
    """Each kind that was announced or is decided, side by side."""
    told = {row.kind: row for row in one.notice.penalties.all()}
    made = {row.kind: row for row in one.penalties.all()}
    kinds = sorted({*told, *made}, key=lambda kind: int(kind[1:]))
    rows = []
    for kind in kinds:
        first, second = told.get(kind), made.get(kind)
        label = (first or second).get_kind_display()  # type: ignore[union-attr]  # one of them is
        rows.append((label, _content(first), _content(second)))
    return Table(("处罚种类", "告知", "决定"), rows)


def _content(row: Any) -> str:
    if row is None:
        return "—"
    parts = [f"{yuan(row.amount_fen)}元" if row.amount_fen is not None else ""]
    parts += [row.text, f"{row.months}个月" if row.months else ""]
    return "　".join(part for part in parts if part) or "有"


def _penalty(row: Any) -> tuple[str, str]:
    return row.get_kind_display(), _content(row)
