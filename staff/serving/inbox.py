"""Papers that were issued and reached nobody within the county's lead time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from cases.models import Case, CaseOfficer, CasePaper
from cases.states import NoticeState
from papers.models import OfficialPaper
from serving.models import Attempt
from serving.queries import lead_days, papers_unserved
from serving.states import Hindrance
from staff.inbox.rows import OVERDUE, Work

ROWS_AT_MOST = 10  # more stand on the pages of the cases


def work(user: User, as_of: date) -> Iterator[Work]:
    """Those of one's own open cases, and those that stand alone and that one drafted."""
    if not user.has(P.NOTICE_SERVE) or not user.has(P.CASE_VIEW):
        return
    rows = list(_mine(user, papers_unserved(user, as_of))[:ROWS_AT_MOST])
    last = _last_attempts(rows)
    lead = timedelta(days=lead_days(as_of)) if rows else timedelta()
    for paper in rows:
        tried = f"，最近一次{last[paper.pk]}" if paper.pk in last else ""
        yield Work(
            OVERDUE,
            str(paper),
            f"{paper.about}：已签发，还没有送达{tried}",
            reverse("staff:paper", args=[paper.pk]),
            "truck-delivery",
            due_on=paper.issued_on + lead,
            label="未送达",
            tone="warn",
        )


def _mine(user: User, papers: QuerySet[OfficialPaper]) -> QuerySet[OfficialPaper]:
    mine = CaseOfficer.objects.standing().filter(user=user).values("case_id")
    cases = Case.objects.open().filter(pk__in=mine)
    # A notice that another one replaced is no longer served.
    wanted = Q(notice__isnull=True) | Q(notice__state=NoticeState.APPROVED)
    of_cases = CasePaper.objects.filter(wanted, case__in=cases).values("paper_id")
    in_cases = CasePaper.objects.filter(case__isnull=False).values("paper_id")
    return papers.filter(Q(pk__in=of_cases) | Q(drafted_by=user) & ~Q(pk__in=in_cases))


def _last_attempts(papers: list[OfficialPaper]) -> dict[int, str]:
    """What came of the last attempt at each of these papers. One query."""
    tried = Attempt.objects.filter(paper__in=[paper.pk for paper in papers])
    return {
        paper_id: str(Hindrance(hindrance).label)
        for paper_id, hindrance in tried.values_list("paper_id", "hindrance")
    }
