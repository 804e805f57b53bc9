"""The cards of a case that follow its decision: money, remedies and the court."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from cases.after import PaidPart
from cases.models import Case
from cases.money import Money, fine_parts, money_of
from cases.states import AFTER_DECISION
from common.clock import localdate
from common.money import yuan
from staff.cases.entries import Entry, Offers, Section, Table
from staff.cases.said import day as _day
from staff.cases.said import told as _told
from staff.tones import tone_of


def money(case: Case, user: User, offers: Offers) -> Section | None:
    """What is owed and paid today, the surcharge as it has grown until today."""
    if case.state not in AFTER_DECISION:
        return None
    entries = [_sums(case)] if case.decisions.made().filter(kind="penalty").exists() else []
    for paid in case.payments.all():
        facts = [("流水号", paid.reference), ("冲销理由", paid.reason)]
        title = f"{paid.get_part_display()}{yuan(paid.amount_fen)}元（{_day(paid.paid_on)}）"
        tag = paid.get_channel_display()
        entries.append(Entry(title, tag, "good", _told(facts), None, offers.on(paid)))
    for asked in case.deferrals.prefetch_related("instalments"):
        plan = [(_day(one.due_on), f"{yuan(one.amount_fen)}元") for one in asked.instalments.all()]
        state, tone = asked.get_state_display(), tone_of(asked.state)
        facts = _told([("理由", asked.reason), ("批准意见", asked.answer)])
        table = Table(("日期", "金额"), plan)
        title = asked.get_kind_display()
        entries.append(Entry(title, state, tone, facts, table, offers.on(asked)))
    return Section("money", "履行", "building-bank", entries, "还没有缴款。", offers.of("money"))


def _sums(case: Case) -> Entry:
    held = money_of(case, localdate(timezone.now()))
    rows = []
    for part in PaidPart:
        owed, paid = getattr(held, f"{part}_fen"), getattr(held, f"{part}_paid_fen")
        if owed or paid:
            open_fen = held.open_of(part)
            rows.append((part.label, *(f"{yuan(fen)}元" for fen in (owed, paid, open_fen))))
    tag, tone = ("已结清", "good") if held.is_settled else (f"尚欠{yuan(held.open_fen)}元", "warn")
    table = Table(("项目", "应缴", "已缴", "尚欠"), rows)
    return Entry("应缴和已缴", tag, tone, _told(_terms(case, held)), table)


def _terms(case: Case, held: Money) -> list[tuple[str, str]]:
    """By when the fine is due, and whether a surcharge grows now."""
    parts = fine_parts(case, held.fine_fen) if held.fine_fen else []
    due = "；".join(f"{_day(on)}（{yuan(fen)}元）" for on, fen in parts)
    grows = "按日加处，不超过罚款数额" if held.surcharge_fen else ""
    if case.remedies.running().exists():
        grows = "复议、诉讼期间不予计算"
    return [("缴纳期限", due), ("加处罚款", grows)]


def remedies(case: Case, user: User, offers: Offers) -> Section | None:
    entries = []
    for one in case.remedies.all():
        facts = [
            ("受理机关", f"{one.body}　{one.reference}".strip()),
            ("申请日期", _day(one.filed_on)),
            ("收到结果", _day(one.ended_on)),
            ("结果", one.result_text),
        ]
        tag = one.get_result_display() if one.result else "进行中"
        title = one.get_kind_display()
        entries.append(Entry(title, tag, "info", _told(facts), None, offers.on(one)))
    for asked in case.court_applications.all():
        facts = [("申请日期", _day(asked.applied_on)), ("法院文书", asked.answer_text)]
        tag = asked.get_answer_display() if asked.answer else "待答复"
        entries.append(Entry(asked.court, tag, "info", _told(facts), None, offers.on(asked)))
    buttons = offers.of("remedies")
    empty = "当事人没有申请复议或者诉讼。"
    return Section("remedies", "复议、诉讼和强制执行", "scale", entries, empty, buttons)
