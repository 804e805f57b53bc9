"""Papers of a visit are made: their words put together once, frozen, numbered, then printed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from common.canonical import canonical
from common.ciphers import encrypt
from common.clock import chinese_date, localdate
from common.errors import BadInput, NotFound
from evidence import wording
from evidence.errors import CopyMissing, GuardianMissing
from evidence.models import Original, Paper
from evidence.records import ListedEvidence, Questioning, SiteFacts
from evidence.scenes import is_read_out, scene_of, suggested_facts
from evidence.services.printing import queue_print
from evidence.states import PaperForm
from inspections.models import Photo, Visit

_GROWN_UP = 18  # years; below, a guardian is present [K: rules on questioning minors]


@transaction.atomic
def make_site_record(visit_id: int, told: SiteFacts, *, by: User, at: datetime) -> Paper:
    """Make the on-site record (D03) of a recorded visit; a later one takes an earlier one's place.

    What was read out on site stands there word for word, whatever ``told.facts`` says.
    Raises NotAllowed, NotFound, WrongState, ParameterMissing, BadInput.
    """
    visit = _visit_for_paper(visit_id, by)
    if is_read_out(visit):
        told = SiteFacts(
            facts=suggested_facts(visit),
            party_comment=told.party_comment,
            certificate_shown=told.certificate_shown,
            rights_told=told.rights_told,
        )
    if not told.facts.strip():
        raise BadInput(sentence="请写明检查情况后再制作现场检查笔录。")
    scene = scene_of(visit, PaperForm.SITE_RECORD)
    compose = _with(wording.site_record, scene, told)
    return _freeze(PaperForm.SITE_RECORD, visit, compose, by=by, at=at)


@transaction.atomic
def make_questioning(visit_id: int, told: Questioning, *, by: User, at: datetime) -> Paper:
    """Make a questioning record (D04). Each is its own; it is kept encrypted, and each look noted.

    Raises NotAllowed, NotFound, WrongState, ParameterMissing, BadInput, GuardianMissing.
    """
    visit = _visit_for_paper(visit_id, by)
    if not told.asked.name.strip() or not told.answers:
        raise BadInput(sentence="请写明被询问人的姓名和至少一问一答。")
    if not told.starts_at < told.ends_at <= at:
        raise BadInput(sentence="询问的结束时间须晚于开始时间，且不晚于现在。")
    if told.asked.age is not None and told.asked.age < _GROWN_UP and not told.asked.guardian:
        raise GuardianMissing(name=told.asked.name, age=told.asked.age)
    scene = scene_of(visit, PaperForm.QUESTIONING)
    compose = _with(wording.questioning, scene, told)
    return _freeze(PaperForm.QUESTIONING, visit, compose, by=by, at=at)


@transaction.atomic
def make_evidence_list(
    visit_id: int, rows: Sequence[ListedEvidence], *, by: User, at: datetime
) -> Paper:
    """Make the list of evidence (F11): each piece with what it proves.

    Raises NotAllowed, NotFound, WrongState, ParameterMissing, BadInput.
    """
    visit = _visit_for_paper(visit_id, by)
    if not rows:
        raise BadInput(sentence="请至少列入一件证据。")
    if any(not row.proves.strip() or not row.name.strip() for row in rows):
        raise BadInput(sentence="每件证据都须写明名称和证明内容。")
    lines = [_line(visit, row) for row in rows]
    scene = scene_of(visit, PaperForm.EVIDENCE_LIST)
    compose = _with(wording.evidence_list, scene, lines)
    return _freeze(PaperForm.EVIDENCE_LIST, visit, compose, by=by, at=at)


@transaction.atomic
def make_photo_sheet(visit_id: int, *, by: User, at: datetime) -> Paper:
    """Make the sheet of photographs from the copies, once somebody looked at each for faces.

    Raises NotAllowed, NotFound, WrongState, ParameterMissing, BadInput, CopyMissing.
    """
    visit = _visit_for_paper(visit_id, by)
    originals = list(
        Original.objects.photos()
        .filter(visit=visit)
        .select_related("file", "kept_by")
        .prefetch_related("copies__file")
        .order_by("taken_at", "pk")
    )
    if not originals:
        raise BadInput(sentence="这次检查没有照片，无须制作照片说明。")
    unseen = [original for original in originals if original.newest_copy is None]
    if unseen:
        raise CopyMissing(count=len(unseen))
    shown = {photo.file_id: photo for photo in visit.photos.select_related("finding")}
    photos = [_photo(original, shown.get(original.file_id)) for original in originals]
    scene = scene_of(visit, PaperForm.PHOTO_SHEET)
    compose = _with(wording.photo_sheet, scene, photos)
    return _freeze(PaperForm.PHOTO_SHEET, visit, compose, by=by, at=at)


def _with(words: Callable[..., dict[str, Any]], *parts: Any) -> Callable[[int], dict[str, Any]]:
    """The wording with its parts, waiting for the number of the edition."""
    return lambda edition: words(*parts, edition=edition)


def _visit_for_paper(visit_id: int, by: User) -> Visit:
    """The visit, held against a second paper at once. Raises NotAllowed, NotFound."""
    require(by, Permission.VISIT_RECORD)
    visible = Visit.objects.visible_to(by).filter(pk=visit_id)
    if not visible.exists():
        raise NotFound(what="这次检查")
    held = Visit.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("institution", "checklist").get(pk=visit_id)


def _freeze(
    form: PaperForm,
    visit: Visit,
    compose: Callable[[int], dict[str, Any]],
    *,
    by: User,
    at: datetime,
) -> Paper:
    earlier = list(Paper.objects.filter(visit=visit, form=form).order_by("no"))
    is_sealed = form == PaperForm.QUESTIONING
    no = len(earlier) + 1
    payload = compose(1 if is_sealed else no)
    paper = Paper(
        form=form,
        visit=visit,
        no=no,
        replaces=earlier[-1] if earlier and not is_sealed else None,
        key=uuid4(),
        digest=sha256(canonical(payload).encode()).hexdigest(),
        frozen_at=at,
        frozen_by=by,
    )
    if is_sealed:
        words = json.dumps(payload, ensure_ascii=False)
        paper.sealed = encrypt(words, purpose=paper.purpose)
    else:
        paper.payload = payload
    paper.save()
    record("paper.make", paper, by=by, at=at, visit=visit.pk, form=str(form), digest=paper.digest)
    if not is_sealed:
        queue_print(paper.pk)
    return paper


def _line(visit: Visit, row: ListedEvidence) -> dict[str, Any]:
    """One line of the list; what it names must belong to the visit. Raises NotFound."""
    found: Original | Paper | None = None
    if row.original_id is not None:
        originals = Original.objects.filter(visit=visit).select_related("kept_by")
        found = originals.filter(pk=row.original_id).first()
    elif row.paper_id is not None:
        papers = Paper.objects.filter(visit=visit).select_related("frozen_by")
        found = papers.filter(pk=row.paper_id).first()
    if found is None:
        raise NotFound(what="列入清单的证据")
    by, at = (
        (found.kept_by, found.taken_at or found.kept_at)
        if isinstance(found, Original)
        else (found.frozen_by, found.frozen_at)
    )
    return {
        "name": row.name.strip(),
        "source": row.source.strip(),
        "shape": "复制件" if row.is_copy else "原件",
        "pages": row.pages,
        "collected": f"{by.full_name} {chinese_date(localdate(at))}",
        "proves": row.proves.strip(),
        "sha256": found.file.sha256 if isinstance(found, Original) else found.digest,
    }


def _photo(original: Original, photo: Photo | None) -> dict[str, Any]:
    copy = original.newest_copy
    assert copy is not None  # asked above
    finding = photo.finding if photo else None
    taken_at = original.taken_at or original.kept_at
    return {
        "caption": photo.caption if photo else "",
        "proves": str(finding) if finding else "",
        "taken": wording.chinese_moment(taken_at),
        "by": original.kept_by.full_name,
        "hidden": bool(copy.areas),
        "copy": copy.file.sha256,
        "sha256": original.file.sha256,
    }
