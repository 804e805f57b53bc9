"""From a frozen payload to the stored paper. Twice, or two at once, gives one paper."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import NotFound, Refusal
from documents.rendering import render_pdf
from enforcement.models import Notice
from enforcement.states import NOTICE, ON_SITE
from enforcement.tasks import print_notice
from inspections.models import Campaign
from signing.services import Signed, keep_signed, sign_pdf

TEMPLATE = "documents/notice.html"
ON_SITE_TEMPLATE = "documents/order_on_site.html"
REASON = "签发文书"  # stands in the signature
AT_ONCE = 200


def print_paper(notice_id: int, *, at: datetime) -> None:
    """Print one approved notice. Twice, or two at once, is safe: the second finds the paper.

    A paper that cannot be printed (a character in no font, a font file gone, no room on the disk)
    or signed (a certificate that ran out) stays approved; the sentence stands on the notice until
    a later attempt succeeds.
    """
    waiting = Notice.objects.awaiting_print().filter(pk=notice_id)
    form, payload = waiting.values_list("form", "payload").first() or ("", None)
    if payload is None:
        return
    try:
        # Slow, so no lock is held yet.
        pdf = render_pdf(ON_SITE_TEMPLATE if form in ON_SITE else TEMPLATE, payload)
        signed = sign_pdf(pdf, at=at, reason=REASON)
        _keep_paper(notice_id, pdf, signed, at=at)
    except Refusal as refusal:
        _note_stopped(notice_id, why=str(refusal), at=at)


@transaction.atomic
def _keep_paper(notice_id: int, pdf: bytes, signed: Signed, *, at: datetime) -> None:
    """The paper and its move to printed, unless another one was quicker. Raises DiskFull."""
    waiting = Notice.objects.awaiting_print().filter(pk=notice_id)
    notice = waiting.select_for_update(of=("self",)).first()
    if notice is None:
        return
    paper = keep_signed(pdf, signed, name=f"{notice.number}.pdf", reason=REASON, at=at)
    if notice.is_made_out_on_site:  # handed over already: the office's copy moves nothing
        record("notice.print", notice, by=None, at=at, sha256=paper.sha256)
    else:
        NOTICE.apply(notice, "print", by=None, at=at, sha256=paper.sha256)
    notice.document, notice.printed_at, notice.print_error = paper, at, ""
    notice.save(update_fields=["state", "document", "printed_at", "print_error"])


def queue_print(notice_id: int) -> None:
    """Print after the commit. The county is the one of that moment: open no transaction outside."""
    print_notice.delay_on_commit(notice_id=notice_id)  # type: ignore[attr-defined]  # Django's


def print_many(campaign_id: int, *, by: User, at: datetime) -> int:
    """Queue every approved paper of a campaign; how many were queued.

    Only prints what was approved one by one. Raises NotAllowed, NotFound.
    """
    require(by, Permission.NOTICE_SERVE)
    with transaction.atomic():
        campaign = Campaign.objects.filter(pk=campaign_id).first()
        if campaign is None:
            raise NotFound(what="这次专项行动")
        waiting = list(
            Notice.objects.awaiting_print()
            .of_campaign(campaign)
            .order_by("form", "serial")
            .values_list("pk", flat=True)
        )
        record("campaign.print_notices", campaign, by=by, at=at, count=len(waiting))
        for notice_id in waiting:
            queue_print(notice_id)
    return len(waiting)


def print_waiting() -> int:
    """Queue again whatever is approved and has no paper: a job was lost, or a font is back.

    Those that were stopped come last, so that many of them do not keep a lost one waiting.
    """
    waiting = list(
        Notice.objects.awaiting_print()
        .order_by("print_error", "pk")
        .values_list("pk", flat=True)[:AT_ONCE]
    )
    for notice_id in waiting:
        print_notice.delay(notice_id=notice_id)
    return len(waiting)


@transaction.atomic
def _note_stopped(notice_id: int, *, why: str, at: datetime) -> None:
    """Keep the sentence on the notice; history is written once per sentence, not per attempt."""
    waiting = Notice.objects.awaiting_print().filter(pk=notice_id)
    notice = waiting.select_for_update(of=("self",)).first()
    if notice is None or notice.print_error == why:
        return
    notice.print_error = why
    notice.save(update_fields=["print_error"])
    record("notice.print_stopped", notice, by=None, at=at, why=why)
