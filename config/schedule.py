"""What beat starts by itself. One dispatcher in public sends one task per open county.

What belongs to no county is started alone, in public.
"""

from typing import Any

from celery.schedules import crontab


def in_every_county(task: str, when: crontab, *, expires_s: int) -> dict[str, Any]:
    """``expires_s``: a worker that was away does not work off every start that it missed.

    The round through the counties takes five sixths of that time at most, ten minutes at most.
    """
    return {
        "task": "tenants.in_every_county",
        "schedule": when,
        "args": (task, min(600, expires_s * 5 // 6)),
        "options": {"expires": expires_s},
    }


SCHEDULE = {
    "forget-old-sign-ins": in_every_county(
        "accounts.forget_old_sign_ins", crontab(hour=4, minute=10), expires_s=12 * 60 * 60
    ),
    "forget-old-calls-of-clients": in_every_county(
        "clients.forget_old", crontab(hour=4, minute=25), expires_s=12 * 60 * 60
    ),
    "forget-unfinished-uploads": in_every_county(
        "exchange.forget_uploads", crontab(hour=4, minute=35), expires_s=12 * 60 * 60
    ),
    "tick": {"task": "console.tick", "schedule": crontab(), "options": {"expires": 60}},
    "push-pulse": in_every_county("console.push_pulse", crontab(minute="*/5"), expires_s=5 * 60),
    "look-after-work": {
        "task": "tenants.look_after_work",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "relay-webhooks": in_every_county("messaging.relay", crontab(), expires_s=60),
    "send-messages": in_every_county("messaging.send_messages", crontab(), expires_s=60),
    "fetch-receipts": in_every_county(
        "messaging.fetch_receipts", crontab(minute="2-59/5"), expires_s=5 * 60
    ),
    "sweep-events": in_every_county(
        "messaging.sweep_events", crontab(hour=4, minute=45), expires_s=12 * 60 * 60
    ),
    "print-waiting-notices": in_every_county(
        "enforcement.print_waiting_notices", crontab(minute="*/10"), expires_s=10 * 60
    ),
    "print-waiting-papers": in_every_county(
        "papers.print_waiting_papers", crontab(minute="3-59/10"), expires_s=10 * 60
    ),
    "settle-waiting-field-records": in_every_county(
        "field.settle_waiting", crontab(minute="5-59/10"), expires_s=10 * 60
    ),
    "sweep-field-blobs": in_every_county(
        "field.sweep_blobs", crontab(hour=3, minute=50), expires_s=12 * 60 * 60
    ),
    "sweep-files": in_every_county(
        "documents.sweep_files", crontab(hour=3, minute=20), expires_s=12 * 60 * 60
    ),
    "continue-lists": in_every_county(
        "imports.continue_lists", crontab(minute="*/3"), expires_s=3 * 60
    ),
    "note-overdue": in_every_county(
        "enforcement.note_overdue", crontab(hour=6, minute=30), expires_s=12 * 60 * 60
    ),
    "take-effect": in_every_county(
        "enforcement.take_effect", crontab(hour=0, minute=20), expires_s=12 * 60 * 60
    ),
    # After the provisional limits were settled, so that they end on their right day.
    "draw-up-reinspections": in_every_county(
        "enforcement.draw_up_reinspections", crontab(hour=6, minute=50), expires_s=12 * 60 * 60
    ),
    # Before the reminders, so that they speak of the right day.
    "recompute-deadlines": in_every_county(
        "deadlines.recompute", crontab(hour=0, minute=40), expires_s=12 * 60 * 60
    ),
    "remind-of-deadlines": in_every_county(
        "deadlines.remind", crontab(hour=6, minute=10), expires_s=12 * 60 * 60
    ),
    "start-served-papers": in_every_county(
        "cases.start_served", crontab(hour=0, minute=30), expires_s=12 * 60 * 60
    ),
    "open-court-windows": in_every_county(
        "cases.open_court_windows", crontab(hour=0, minute=50), expires_s=12 * 60 * 60
    ),
    "list-removals-of-publications": in_every_county(
        "cases.list_removals", crontab(hour=1, minute=0), expires_s=12 * 60 * 60
    ),
    "book-waiting-bank-lines": in_every_county(
        "funds.book_waiting", crontab(minute="1-59/10"), expires_s=10 * 60
    ),
    "deem-silent-lessons": in_every_county(
        "funds.deem_lessons", crontab(hour=1, minute=10), expires_s=12 * 60 * 60
    ),
    # After the silence of lessons, so that the day is whole.
    "watch-fund-accounts": in_every_county(
        "funds.watch_accounts", crontab(hour=1, minute=20), expires_s=12 * 60 * 60
    ),
    "examine-fund-accounts": in_every_county(
        "funds.examine_accounts", crontab(hour=1, minute=40), expires_s=12 * 60 * 60
    ),
    # Whatever was seen in the night is with its department in the morning.
    "hand-out-fund-work": in_every_county(
        "funds.hand_out", crontab(hour=4, minute=10), expires_s=12 * 60 * 60
    ),
    "propose-fund-visits": in_every_county(
        "supervision.propose_visits", crontab(hour=4, minute=20), expires_s=12 * 60 * 60
    ),
    "prove-fund-journal": in_every_county(
        "funds.prove_journal", crontab(hour=2, minute=20), expires_s=12 * 60 * 60
    ),
    "want-long-terms": in_every_county(
        "cases.want_long_terms", crontab(hour=1, minute=30), expires_s=12 * 60 * 60
    ),
    "print-waiting-plan-papers": in_every_county(
        "draws.print_waiting_plan_papers", crontab(minute="*/10"), expires_s=10 * 60
    ),
    "publish-draws": in_every_county(
        "draws.publish_due", crontab(hour=8, minute=0), expires_s=12 * 60 * 60
    ),
    "upgrade-waiting-signatures": in_every_county(
        "signing.upgrade_waiting", crontab(minute="7-59/15"), expires_s=15 * 60
    ),
    "seal-history": in_every_county("audit.seal_history", crontab(), expires_s=60),
    "seal-whole-history": in_every_county(
        "audit.seal_whole_history", crontab(hour=23, minute=45), expires_s=60 * 60
    ),
    # After midnight, when the past day's file of heads takes no more lines.
    "stamp-heads": in_every_county(
        "audit.stamp_heads", crontab(hour="1-23/4", minute=5), expires_s=60 * 60
    ),
    "stamp-public-heads": {
        "task": "audit.stamp_public_heads",
        "schedule": crontab(hour="1-23/4", minute=6),
        "options": {"expires": 60 * 60},
    },
    "print-waiting-papers-of-visits": in_every_county(
        "evidence.print_waiting_papers", crontab(minute="*/10"), expires_s=10 * 60
    ),
    "close-day-of-evidence": in_every_county(
        "evidence.close_day", crontab(hour="0-23/3", minute=25), expires_s=60 * 60
    ),
    # The operators' own, which lies in public.
    "seal-public-history": {
        "task": "audit.seal_public_history",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 5 * 60},
    },
    "fill-initials-of-institutions": in_every_county(
        "institutions.fill_initials", crontab(hour=3, minute=10), expires_s=12 * 60 * 60
    ),
    "fill-initials-of-assignments": in_every_county(
        "assignments.fill_initials", crontab(hour=3, minute=40), expires_s=12 * 60 * 60
    ),
    "keep-spares": {
        "task": "operations.keep_spares",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 10 * 60},
    },
}
