"""The card of a case on which the yearly reviews of files tell what they found in it."""

from __future__ import annotations

from django.urls import reverse

from accounts.models import User
from cases.after import ReviewResult
from cases.models import Case, ReviewedFile
from cases.queries import reviews_of, watches
from staff.cases.entries import Entry, Offers, Section, Table
from staff.cases.said import day as _day
from staff.cases.said import told as _told

_TONES = {ReviewResult.GOOD: "good", ReviewResult.PASSED: "info", ReviewResult.FAILED: "bad"}


def file_review(case: Case, user: User, offers: Offers) -> Section:
    """Scores and findings of each review that drew this case; nothing where none did."""
    entries = [_entry(one, user) for one in reviews_of(case)]
    return Section("file-review", "案卷评查", "clipboard-list", entries)


def _entry(file: ReviewedFile, user: User) -> Entry:
    url = reverse("staff:reviewed-file", args=[file.pk]) if watches(user) else ""
    if file.scored_at is None:
        return Entry(str(file.review), "已抽中，待评查", "quiet", url=url)
    facts = [
        ("评查意见", file.findings),
        ("评查人", f"{file.scored_by.full_name}　{_day(file.scored_at)}"),
    ]
    marks = [
        (mark.item, f"{mark.points} / {mark.most}", mark.finding or "—")
        for mark in file.marks.all()
    ]
    tag = f"{file.total}分，{file.get_result_display()}"
    table = Table(("项目", "得分", "发现的问题"), marks)
    tone = _TONES[ReviewResult(file.result)]
    return Entry(str(file.review), tag, tone, _told(facts), table, url=url)
