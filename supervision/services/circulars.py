"""A circular: drafted by one, approved by another, taken back with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import NotFound
from common.penalty_words import penalty_words_in
from institutions.models import Institution
from supervision.errors import CircularIsNoPenalty, OwnCircular, SupervisionIncomplete
from supervision.models import Circular, CircularInstitution
from supervision.services._common import require_said
from supervision.states import CIRCULAR


@transaction.atomic
def draft_circular(
    institution_ids: Sequence[int],
    *,
    title: str,
    text: str,
    audience: str,
    by: User,
    at: datetime,
) -> Circular:
    """Draft a circular of facts about some institutions. No word of penalty may stand in it.

    Raises NotAllowed, NotFound, SupervisionIncomplete, CircularIsNoPenalty.
    """
    require(by, Permission.INTERVIEW_HOLD)
    require_said("通报", 标题=title, 内容=text, 通报范围=audience)
    _require_no_penalty(f"{title}\n{text}")
    wanted = list(dict.fromkeys(institution_ids))
    found = list(Institution.objects.filter(pk__in=wanted))
    if not wanted:
        raise SupervisionIncomplete(thing="通报", missing="被通报的机构")
    if len(found) != len(wanted):
        raise NotFound(what="被通报的机构")
    circular = Circular.objects.create(
        title=title.strip(),
        text=text.strip(),
        audience=audience.strip(),
        drafted_at=at,
        drafted_by=by,
    )
    CircularInstitution.objects.bulk_create(
        CircularInstitution(circular=circular, institution=row) for row in found
    )
    named = [row.pk for row in found]
    record("circular.draft", circular, by=by, at=at, after=circular.state, institutions=named)
    return circular


@transaction.atomic
def publish_circular(circular_id: int, *, by: User, at: datetime) -> Circular:
    """Approve a circular of somebody else; from here on its words stay.

    Raises NotAllowed, NotFound, WrongState, OwnCircular, CircularIsNoPenalty.
    """
    circular = _locked(circular_id)
    CIRCULAR.apply(circular, "publish", by=by, at=at)
    if circular.drafted_by_id == by.pk:
        raise OwnCircular(circular=circular)
    _require_no_penalty(f"{circular.title}\n{circular.text}")
    circular.published_at, circular.published_by = at, by
    circular.save(update_fields=["state", "published_at", "published_by"])
    return circular


@transaction.atomic
def withdraw_circular(circular_id: int, *, reason: str, by: User, at: datetime) -> Circular:
    """Take a circular back. Raises NotAllowed, NotFound, WrongState, SupervisionIncomplete."""
    circular = _locked(circular_id)
    CIRCULAR.apply(circular, "withdraw", by=by, at=at, reason=reason.strip())
    require_said("撤回通报", 原因=reason)
    circular.withdrawn_at, circular.withdrawn_by = at, by
    circular.withdraw_reason = reason.strip()
    circular.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdraw_reason"])
    return circular


@transaction.atomic
def discard_circular(circular_id: int, *, by: User, at: datetime) -> Circular:
    """Give a draft up. Raises NotAllowed, NotFound, WrongState."""
    circular = _locked(circular_id)
    CIRCULAR.apply(circular, "discard", by=by, at=at)
    circular.save(update_fields=["state"])
    return circular


def _require_no_penalty(text: str) -> None:
    if words := penalty_words_in(text):
        raise CircularIsNoPenalty(words="”“".join(words))


def _locked(circular_id: int) -> Circular:
    found: Circular | None = (
        Circular.objects.select_for_update(of=("self",)).filter(pk=circular_id).first()
    )
    if found is None:
        raise NotFound(what="这份通报")
    return found
