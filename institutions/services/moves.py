"""How an institution changes its state: by a clerk, or in consequence of a notice.

An inspector who re-inspects a stop notice has no right to move institutions, and need not
have: the right to say "it has stopped" lies in the re-inspection. So the consequences are
moves of their own in ``states.py`` without permission, reached only through the ``record_…``
verbs here, which take who acted and what it follows from, and choose the move by state.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from common.errors import BadInput
from institutions.models import Institution
from institutions.rules import move_when_corrected, move_when_stopped
from institutions.services import _rows
from institutions.states import INSTITUTION, InstitutionState
from messaging.services import emit
from messaging.states import EventKind


@transaction.atomic
def move_institution(
    institution_id: int, action: str, *, by: User, at: datetime, reason: str
) -> Institution:
    """Make one move of the registry clerk's; ``reason`` names the document it rests on.

    Raises:
        NotAllowed: ``by`` may not move institutions.
        WrongState: the move does not start where the institution is.
        LicenceMissing, RegisterMissing: the new state rests on a paper it has not.
        BadInput: no reason, or no such move.
    """
    require(by, Permission.INSTITUTION_MOVE)
    move = INSTITUTION.moves.get(action)
    if move is None or move.permission is None:
        raise BadInput(sentence=f"没有“{action}”这种状态变更，请从列表中选择。")
    reason = reason.strip()
    if not reason:
        raise BadInput(sentence="没有写明依据，请填写据以变更状态的文件或情况。")
    return _moved(_rows.locked(institution_id), action, by=by, at=at, reason=reason)


def hold_still(institution_id: int) -> Institution:
    """Lock an institution while the caller finds out whether a consequence follows at all.

    Two notices that end at once must not each find the other one still running.
    Raises NotFound.
    """
    return _rows.locked(institution_id)


@transaction.atomic
def record_stopped(
    institution_id: int, *, by: User | None, at: datetime, because: str
) -> Institution:
    """A re-inspection found that it has stopped: the consequence of a stop notice.

    Who holds a licence becomes suspended, everybody else stopped. Where nothing ran any
    more nothing changes, so that telling it twice is safe. ``because`` names the notice.
    The caller has asked the permission of its own verb.
    """
    institution = _rows.locked(institution_id)
    action = move_when_stopped(institution.state, has_licence=institution.licence_no is not None)
    if action is None:
        return institution
    return _moved(institution, action, by=by, at=at, reason=because)


@transaction.atomic
def record_correction_ordered(
    institution_id: int, *, by: User | None, at: datetime, because: str
) -> Institution:
    """A rectification notice was served: a licensed or registered one is rectifying from now.

    Any other state stays: an unlicensed one is not made a running one by an order to it.
    The caller has asked the permission of its own verb.
    """
    institution = _rows.locked(institution_id)
    if not INSTITUTION.allows(institution, "note_correction_ordered"):
        return institution
    return _moved(institution, "note_correction_ordered", by=by, at=at, reason=because)


@transaction.atomic
def record_correction_closed(
    institution_id: int, *, by: User | None, at: datetime, because: str
) -> Institution:
    """All that was ordered is put right: back to licensed, or to registered without a licence.

    The caller has asked the permission of its own verb, and knows that no other order to
    correct is open. A state other than rectifying stays.
    """
    institution = _rows.locked(institution_id)
    if institution.state != InstitutionState.RECTIFYING:
        return institution
    action = move_when_corrected(has_licence=institution.licence_no is not None)
    return _moved(institution, action, by=by, at=at, reason=because)


def _moved(
    institution: Institution, action: str, *, by: User | None, at: datetime, reason: str
) -> Institution:
    INSTITUTION.apply(institution, action, by=by, at=at, reason=reason)
    _rows.save(institution)
    emit(EventKind.INSTITUTION_MOVED, institution, {"state": institution.state}, at=at)
    return institution
