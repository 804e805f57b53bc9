"""Who is told of what comes due: first the owner, then the section's head, then the bureau's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from audit.services import record
from deadlines.queries import lead_days
from deadlines.states import ReminderLevel
from tenants.current import county

# One level of all that comes due. Nobody below to tell (no owner in use): the section's head is
# told when the owner would have been.
_SQL = """
INSERT INTO deadlines_reminder (deadline_id, level, due_on, reminded_at)
SELECT d.id, %(level)s, d.due_on, %(at)s
FROM deadlines_deadline d LEFT JOIN accounts_user u ON u.id = d.owner_id AND u.is_active
WHERE d.state = 'running'
  AND d.due_on <= CASE WHEN %(level)s = 'section_head' AND u.id IS NULL
                       THEN %(owner_until)s::date ELSE %(until)s::date END
  AND (%(level)s <> 'owner' OR u.id IS NOT NULL)
ON CONFLICT ON CONSTRAINT each_level_is_reminded_once_of_a_deadline DO NOTHING
"""


@transaction.atomic
def remind_of_deadlines(as_of: date, *, at: datetime) -> int:
    """Write the reminders that are due on ``as_of``; how many are new. The system's own verb.

    Each level is told once of each deadline, however often this runs: the row is the message.
    """
    leads = lead_days(as_of)
    until = {level: as_of + timedelta(days=days) for level, days in leads.items()}
    told = {str(level): _remind(str(level), until, at) for level in ReminderLevel}
    new = sum(told.values())
    if new:
        record("deadline.remind", county(), by=None, at=at, told=told)
    return new


def _remind(level: str, until: dict[str, date], at: datetime) -> int:
    values: dict[str, Any] = {
        "level": level,
        "at": at,
        "until": until[level],
        "owner_until": max(until[ReminderLevel.OWNER], until[level]),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        return int(cursor.rowcount)
