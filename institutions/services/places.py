"""A person's answer to a doubtful point on the map."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.errors import NotFound
from institutions.models import PlaceAnswer, Site
from institutions.services import _entries


@transaction.atomic
def answer_place(
    site_id: int, *, kind: str, about: str, answer: str, by: User, at: datetime
) -> PlaceAnswer:
    """Say that a doubtful point is right, and why. Another point is entered by ``move_site``.

    The same answer again changes nothing.

    Raises:
        NotAllowed: ``by`` may not edit the registry.
        NotFound: the institution is elsewhere by now, or was never there.
        BadInput: no answer, or an unknown kind of question.
    """
    require(by, Permission.INSTITUTION_EDIT)
    told = {"kind": kind, "about": about, "answer": answer}
    clean = _entries.cleaned(PlaceAnswer, told, told)
    site = Site.objects.current().select_for_update(of=("self",)).filter(pk=site_id).first()
    if site is None:
        raise NotFound(what="这个地点")
    same = site.answers.filter(**clean).first()
    if same is not None:
        return same
    row = PlaceAnswer.objects.create(site=site, **clean, recorded_by=by, recorded_at=at)
    record(
        "institution.answer_place",
        site.institution,
        by=by,
        at=at,
        label=clean["about"],
        new=clean["answer"],
    )
    return row
