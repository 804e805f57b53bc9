"""The heads discuss a complex case or a major violation together (集体讨论)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from cases.errors import CaseWordsMissing, DiscussionNeeded, OwnCase
from cases.models import Case, Discussion, DiscussionMember, InvestigationReport
from cases.services import _internal
from cases.services._locks import locked
from cases.services._steps import move, require_day, require_stranger
from common.errors import BadInput

_FEWEST = 2


@transaction.atomic
def record_discussion(
    case_id: int,
    opinions: dict[int, str],
    *,
    held_on: date,
    place: str,
    conclusion: str,
    by: User,
    at: datetime,
    hours: _internal.Hours | None = None,
) -> Discussion:
    """Enter a collective discussion (D34). ``opinions``: by the key of each head, in his words.

    Raises NotFound, NotAllowed, OwnCase, WrongState, CaseWordsMissing, CaseDayWrong, BadInput.
    """
    case = locked(case_id)
    require_stranger(case, by, Permission.CASE_DECIDE, "记录集体讨论")
    _require_told(place, conclusion)
    report = case.reports.last()
    require_day("集体讨论", held_on, at=at, after=report.ended_on if report else None)
    heads = _heads(case, opinions)
    discussion = Discussion.objects.create(
        case=case,
        no=case.discussions.count() + 1,
        held_on=held_on,
        place=place.strip(),
        conclusion=conclusion.strip(),
        recorder=by,
        recorded_at=at,
        recorded_by=by,
    )
    DiscussionMember.objects.bulk_create(
        DiscussionMember(discussion=discussion, person=head, opinion=opinions[head.pk].strip())
        for head in heads
    )
    told = f"集体讨论：{discussion.conclusion[:200]}"
    move(case, "discuss", on=held_on, by=by, at=at, text=told)
    _internal.discussion(case, discussion, hours, by=by, at=at)
    return discussion


def require_discussed(case: Case, report: InvestigationReport, action: str) -> None:
    """Art. 57. Raises DiscussionNeeded."""
    talks = case.discussions.filter(held_on__gte=report.ended_on)
    if report.needs_discussion and not talks.exists():
        raise DiscussionNeeded(case=case, action=action)


def _require_told(place: str, conclusion: str) -> None:
    said = (("地点", place), ("结论", conclusion))
    if missing := [label for label, words in said if not words.strip()]:
        raise CaseWordsMissing(thing="集体讨论记录", missing="、".join(missing))


def _heads(case: Case, opinions: dict[int, str]) -> list[User]:
    heads = list(User.objects.filter(pk__in=opinions).order_by("pk"))
    if len(heads) < _FEWEST or len(heads) != len(opinions):
        raise BadInput(sentence="集体讨论须有两名以上负责人参加。")
    for head in heads:
        if not head.has(Permission.CASE_DECIDE):
            raise BadInput(sentence=f"{head.full_name}不是机关负责人，不能作为集体讨论成员。")
        if not opinions[head.pk].strip():
            raise CaseWordsMissing(thing="集体讨论记录", missing=f"{head.full_name}的意见")
        if case.officers.filter(user=head).exists():
            raise OwnCase(case=case, action="参加集体讨论")
    return heads
