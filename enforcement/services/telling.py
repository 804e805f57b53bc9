"""The result of an inspection, told to the party (行政检查结果告知书, form D09)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.clock import localdate
from enforcement.models import Notice
from enforcement.papers import compose_paper
from enforcement.services.drafting import confirmed_visit, put_findings
from enforcement.states import NoticeForm


@transaction.atomic
def draft_result(visit_id: int, *, by: User, at: datetime, added: str = "") -> Notice:
    """Begin the paper that tells what a confirmed visit found, also when it found nothing.

    It names every violation that the review let stand, says which was put right on the spot,
    what belongs to other departments, and the orders given; it goes to the section head.
    ``added``: one more sentence in the officer's words.

    Raises NotAllowed, NotFound, VisitNotConfirmed, NoticeExists and what ``compose_paper``
    raises. Source: form D09 of the county's inspection forms.
    """
    require(by, Permission.NOTICE_DRAFT)
    visit = confirmed_visit(visit_id, NoticeForm.RESULT)
    notice = Notice(form=NoticeForm.RESULT, drafted_at=at, drafted_by=by, added_order=added.strip())
    notice.visit, notice.acted_on = visit, visit.visited_on
    notice.institution, notice.campaign = visit.institution, visit.campaign
    notice.save()
    put_findings(notice, list(visit.findings.own().standing().order_by("no")))
    compose_paper(notice, issued_on=localdate(at))
    record("notice.draft", notice, by=by, at=at, after=notice.state, visit=visit.pk)
    return notice
