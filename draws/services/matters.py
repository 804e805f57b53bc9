"""Matters of inspection are published and end; visits of other departments are noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import Department, User
from accounts.permissions import Permission
from audit.services import record
from common.clock import chinese_date, localdate
from common.errors import BadInput, NotFound
from common.text import squash
from draws.errors import MatterExists, MatterPeriodWrong, OtherVisitExists, OtherVisitInFuture
from draws.models import Matter, OtherVisit
from draws.states import VisitClass
from institutions.models import Institution
from institutions.states import InstitutionKind


@transaction.atomic
def publish_matter(
    *,
    code: str,
    title: str,
    basis: str,
    kinds: Sequence[str],
    classes: Sequence[str],
    published_on: date,
    source: str,
    by: User,
    at: datetime,
) -> Matter:
    """Enter a matter that was published, with the place where everybody can read it.

    Raises NotAllowed, BadInput, MatterExists.
    """
    require(by, Permission.DRAW_MANAGE)
    words = [squash(word) for word in (code, title, basis, source)]
    if not all(words):
        raise BadInput(sentence="检查事项须写明编号、名称、依据和公布处，请补齐。")
    if not kinds or not set(kinds) <= set(InstitutionKind.values):
        raise BadInput(sentence="没有选择检查事项适用的机构类别，请选择。")
    if not classes or not set(classes) <= set(VisitClass.values):
        raise BadInput(sentence="没有选择检查事项适用的检查类别，请选择。")
    if Matter.objects.filter(code=words[0], ended_on__isnull=True).exists():
        raise MatterExists(item=words[0])
    matter = Matter.objects.create(
        code=words[0],
        title=words[1],
        basis=words[2],
        source=words[3],
        kinds=sorted(set(kinds)),
        classes=sorted(set(classes)),
        published_on=published_on,
        entered_at=at,
        entered_by=by,
    )
    record("matter.publish", matter, by=by, at=at, source=words[3], on=str(published_on))
    return matter


@transaction.atomic
def end_matter(matter_id: int, *, ended_on: date, by: User, at: datetime) -> Matter:
    """From that day on the matter may not be inspected. Raises NotAllowed, NotFound, MatterPeriodWrong."""
    require(by, Permission.DRAW_MANAGE)
    matter = Matter.objects.select_for_update(no_key=True).filter(pk=matter_id).first()
    if matter is None:
        raise NotFound(what="这项检查事项")
    if ended_on < matter.published_on:
        ends, starts = chinese_date(ended_on), chinese_date(matter.published_on)
        raise MatterPeriodWrong(ends=ends, starts=starts)
    before = str(matter.ended_on or "")
    matter.ended_on = ended_on
    matter.save(update_fields=["ended_on"])
    record("matter.end", matter, by=by, at=at, before=before, after=str(ended_on))
    return matter


@transaction.atomic
def note_other_visit(
    institution_id: int,
    *,
    department: Department,
    visited_on: date,
    source: str,
    by: User,
    at: datetime,
) -> OtherVisit:
    """Note a visit that another department made by itself, so that the yearly count holds it.

    Raises NotAllowed, NotFound, BadInput, OtherVisitExists, OtherVisitInFuture.
    """
    require(by, Permission.VISIT_PLAN)
    held = Institution.objects.select_for_update(no_key=True)
    institution = held.filter(pk=institution_id).first()
    if institution is None:
        raise NotFound(what="这家机构")
    if not squash(source):
        raise BadInput(sentence="没有写明从何处得知这次检查，请填写。")
    if visited_on > localdate(at):
        raise OtherVisitInFuture(day=chinese_date(visited_on))
    known = OtherVisit.objects.filter(
        institution=institution, department=department, visited_on=visited_on
    )
    if known.exists():
        day = chinese_date(visited_on)
        raise OtherVisitExists(department=department, day=day, institution=institution.name)
    noted = OtherVisit.objects.create(
        institution=institution,
        department=department,
        visited_on=visited_on,
        source=squash(source),
        noted_at=at,
        noted_by=by,
    )
    record("other_visit.note", noted, by=by, at=at, on=str(visited_on), source=noted.source)
    return noted
