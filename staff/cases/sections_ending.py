"""The cards of the end of a case: publication and credit, closing, the archive."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.models import Case, CaseArchive, Closing, CreditRepair, Publication, Removal
from cases.queries import publications_for
from cases.services import papers_in_file
from cases.states import ARCHIVABLE, CLOSABLE, CaseState, DecisionKind
from common.clock import localdate
from staff.buttons import Button
from staff.cases.entries import Entry, Offers, Section, Table
from staff.cases.forms.ending import grounds_of
from staff.cases.once import file_lacks, not_public
from staff.cases.said import day as _day
from staff.cases.said import told as _told
from staff.tones import tone_of

S = CaseState
_SHOWABLE = (S.SERVED, S.PERFORMING, S.CLOSED, S.ARCHIVED)


def publication(case: Case, user: User, offers: Offers) -> Section | None:
    """What the public sees, until when; removals and requests to repair credit."""
    if case.state not in _SHOWABLE:
        return None
    entries = []
    for one in publications_for(user).filter(decision__case=case):
        entries.append(_shown(one))
        entries += [_removal(row, offers) for row in one.removals.all()]
        entries += [_repair(row, offers) for row in one.repairs.all()]
    buttons = offers.of("publication")
    if not entries and case.state != S.ARCHIVED:
        entries = _not_public(case)
    empty = "还没有公示。先制作信息摘要，批准后登记公示。"
    return Section("publication", "公示和信用修复", "world", entries, empty, buttons)


def _not_public(case: Case) -> list[Entry]:
    """A penalty that is kept from the public, and why."""
    if not case.decisions.made().filter(kind=DecisionKind.PENALTY).exists():
        return []
    why = not_public(case, localdate(timezone.now()))
    return [Entry("不公示", facts=[("原因", why)])] if why else []


def _shown(one: Publication) -> Entry:
    facts = [
        ("类别", one.get_publicity_class_display()),
        ("公示于", f"{_day(one.published_on)}　{one.where}"),
        ("信用修复", f"{_day(one.repair_from)}起可以申请"),
        ("计划停止公示", _day(one.remove_on)),
    ]
    state, tone = one.get_state_display(), tone_of(one.state)
    url = reverse("staff:case-public-file", args=[one.decision.case_id, one.pk])
    return Entry("处罚决定公示", state, tone, _told(facts), None, [], url)


def _removal(row: Removal, offers: Offers) -> Entry:
    facts = [
        ("原因", row.get_reason_display()),
        ("说明", row.text),
        ("应于", f"{_day(row.due_on)}前撤下" if not row.removed_on else ""),
        ("撤下", f"{_day(row.removed_on)}　{row.proof}" if row.removed_on else ""),
    ]
    tag, tone = ("已撤下", "good") if row.removed_on else ("待撤下", "warn")
    return Entry("停止公示", tag, tone, _told(facts), None, offers.on(row))


def _repair(row: CreditRepair, offers: Offers) -> Entry:
    facts = [
        ("申请日期", _day(row.requested_on)),
        ("理由和材料", row.ground),
        ("决定意见", row.answer),
    ]
    state, tone = row.get_state_display(), tone_of(row.state)
    return Entry("信用修复申请", state, tone, _told(facts), None, offers.on(row))


def closing(case: Case, user: User, offers: Offers) -> Section | None:
    """The proposals; before there is one, each usual ground with what still holds it back."""
    rows = list(case.closings.select_related("asked_by", "endorsed_by", "approved_by"))
    if not rows and case.state not in CLOSABLE:
        return None
    entries = [_closing(one, offers) for one in rows]
    if case.state in CLOSABLE and not case.closings.standing().exists():
        entries.append(_conditions(case))
    return Section("closing", "结案", "flag", entries, "", offers.of("closing"))


def _conditions(case: Case) -> Entry:
    found = grounds_of(case, timezone.now())
    is_ready = any(not why for _, why in found)
    rows = [(str(ground.label), "；".join(why) or "可以提出") for ground, why in found]
    tag, tone = ("可以提出结案", "good") if is_ready else ("还不能结案", "warn")
    return Entry("结案条件", tag, tone, [], Table(("结案理由", "还缺少"), rows))


def _closing(one: Closing, offers: Offers) -> Entry:
    facts = [
        ("处理结果和执行情况", one.execution),
        ("提出", f"{one.asked_by.full_name}　{_day(one.asked_at)}"),
        ("审核", _who(one.endorsed_by, one.endorsed_at)),
        ("批准", _who(one.approved_by, one.approved_at)),
        ("结案日期", _day(one.closed_on)),
        ("退回理由", one.return_reason),
    ]
    state, tone = one.get_state_display(), tone_of(one.state)
    return Entry(one.get_ground_display(), state, tone, _told(facts), None, offers.on(one))


def _who(person: User | None, at: object) -> str:
    return f"{person.full_name}　{_day(at)}" if person else ""


def archive(case: Case, user: User, offers: Offers) -> Section | None:
    """Each archiving with its bound file and package; the earlier ones stay."""
    if case.state not in (*ARCHIVABLE, S.ARCHIVED):
        return None
    entries = [_archive(one) for one in case.archives.select_related("archived_by")]
    if case.state != S.ARCHIVED:
        entries.append(_index(case))
    return Section("archive", "案卷", "archive", entries, "", offers.of("archive"))


def _index(case: Case) -> Entry:
    """What will be bound, in its order; page numbers come with the binding."""
    papers = [link.paper for link in papers_in_file(case)]
    rows = [
        (str(no), one.title, one.number or "", _day(one.dated_on), one.get_state_display())
        for no, one in enumerate(papers, start=1)
    ]
    lacks = file_lacks(case, localdate(timezone.now()))
    tag, tone = ("还不能归档", "warn") if lacks else ("可以归档", "good")
    table = Table(("序号", "文书", "文号", "日期", "状态"), rows)
    return Entry("待归档的文书", tag, tone, [("还缺少", "；".join(lacks))] if lacks else [], table)


def _archive(one: CaseArchive) -> Entry:
    facts = [
        ("归档", f"{one.archived_by.full_name}　{_day(one.archived_on)}"),
        ("文书", f"{one.paper_count}件，另有卷内目录"),
        ("保管期限", one.retention),
        ("校验值", one.checksum),
    ]
    keys = [one.case_id, one.pk]
    buttons = [
        Button(reverse("staff:case-bound", args=keys), "装订案卷（PDF）", "download"),
        Button(reverse("staff:case-package", args=keys), "原件和校验值（ZIP）", "file-zip"),
    ]
    return Entry(f"案卷{one.no}", "已归档", "good", facts, None, buttons)
