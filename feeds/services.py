"""Giving positions to changes. Only what is committed gets one, and one reader at a time gives them."""

from __future__ import annotations

from django.db import connection, transaction

from feeds.models import Change, FeedHead

# A row that a writer holds is left for later: its next change is not committed yet.
_NUMBER = """
WITH waiting AS (
    SELECT id FROM feeds_change WHERE kind = %(kind)s AND position IS NULL
     ORDER BY thing_id FOR UPDATE SKIP LOCKED
), numbered AS (
    SELECT id, row_number() OVER (ORDER BY id) AS place FROM waiting
)
UPDATE feeds_change AS change
   SET position = %(head)s + numbered.place,
       numbered_at = greatest(statement_timestamp(), %(last)s::timestamptz)
  FROM numbered WHERE change.id = numbered.id
"""
_MOVE = """
UPDATE feeds_feedhead AS head SET position = last.position, numbered_at = last.numbered_at
  FROM (SELECT position, numbered_at FROM feeds_change WHERE kind = %(kind)s
         AND position IS NOT NULL ORDER BY position DESC LIMIT 1) AS last
 WHERE head.kind = %(kind)s AND last.position > head.position
"""


def number_changes(kind: str) -> None:
    """Give positions to all committed changes of a kind that have none. Safe at once and twice.

    The system's own verb, done by whoever reads. The head is locked first, so positions become
    visible in their order; the next statement then sees everything committed until here.
    """
    if not Change.objects.filter(kind=kind, position=None).exists():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        FeedHead.objects.bulk_create([FeedHead(kind=kind)], ignore_conflicts=True)
        head = FeedHead.objects.select_for_update().get(kind=kind)
        cursor.execute(_NUMBER, {"kind": kind, "head": head.position, "last": head.numbered_at})
        cursor.execute(_MOVE, {"kind": kind})
