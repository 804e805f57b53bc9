"""A department's own part of one act, and the acts by which something goes to another body."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.access import require
from accounts.models import Department, User
from accounts.permissions import Permission
from assignments.errors import SharingIncomplete
from assignments.models import Assignment, AssignmentFile, PartFinding, Sharing
from assignments.queries import visible_to
from assignments.services._rows import (
    hand_over,
    keep_files,
    locked,
    require_asked,
    require_asker,
    write_sharing,
)
from assignments.states import (
    ASSIGNMENT,
    OPEN_STATES,
    FileRole,
    PartField,
    SharingPurpose,
)
from audit.services import record
from common.errors import BadInput, NotFound, WrongState
from documents.models import StoredFile


@transaction.atomic
def add_material(
    assignment_id: int, *, files: Sequence[StoredFile], by: User, at: datetime
) -> list[AssignmentFile]:
    """Hand more material to the asked department while the assignment is open.

    The same file again is no second row and no second record. Raises NotAllowed, NotFound,
    NotTheAsker, WrongState, SharingIncomplete, BadInput.
    """
    require(by, Permission.ASSIGNMENT_ASK)
    assignment = locked(assignment_id)
    require_asker(assignment, by)
    require_open(assignment, "补充材料")
    if not files:
        raise SharingIncomplete(missing="材料")
    kept = hand_over(assignment, files, FileRole.MATERIAL, by=by, at=at)
    if kept:
        names = [row.name for row in kept]
        record("assignment.add_material", assignment, by=by, at=at, files=names)
    return kept


@transaction.atomic
def attach(assignment_id: int, *, file: StoredFile, by: User, at: datetime) -> AssignmentFile:
    """Take a file that came by itself, as a machine sends it: material from who asked, a paper of
    the answer from who was asked. The other side sees it from now on, and that is on record.

    The same file again is answered with its row. Raises NotFound, NotAllowed, WrongState, BadInput.
    """
    assignment = locked(assignment_id)
    if not visible_to(by).filter(pk=assignment_id).exists():
        raise NotFound(what="这件协作事项")
    is_answer = by.department_id == assignment.asked_of_id
    require(by, Permission.ASSIGNMENT_ANSWER if is_answer else Permission.ASSIGNMENT_ASK)
    role = FileRole.ANSWER if is_answer else FileRole.MATERIAL
    there = assignment.files.filter(file=file, role=role).first()
    if there is not None:
        return there
    require_open(assignment, "添加附件")
    (row,) = hand_over(assignment, [file], role, by=by, at=at)
    record("assignment.attach", assignment, by=by, at=at, name=row.name, sha256=file.sha256)
    return row


@transaction.atomic
def record_part(
    assignment_id: int,
    *,
    text: str,
    law_text: str = "",
    files: Sequence[StoredFile] = (),
    by: User,
    at: datetime,
) -> PartFinding:
    """Enter what the asked department found in its own part; nobody else sees it before it is shared.

    Raises NotAllowed, NotFound, NotYourDepartment, WrongState, BadInput.
    """
    require(by, Permission.ASSIGNMENT_ANSWER)
    assignment = locked(assignment_id)
    require_asked(assignment, by, "登记问题")
    require_open(assignment, "登记问题")
    if not text.strip():
        raise BadInput(sentence="没有写明发现的问题，请填写后再提交。")
    part = PartFinding.objects.create(
        assignment=assignment,
        text=text.strip(),
        law_text=law_text.strip()[:300],
        recorded_at=at,
        recorded_by=by,
    )
    kept = keep_files(assignment, files, FileRole.PART, by=by, at=at, part=part)
    record("assignment.record_part", assignment, by=by, at=at, files=[row.name for row in kept])
    return part


@transaction.atomic
def share_part(
    part_id: int,
    *,
    receiver: Department,
    fields: Sequence[str],
    purpose: str,
    basis: str = "",
    by: User,
    at: datetime,
) -> Sharing:
    """Give another department what one's own department found: these fields and no more.

    Raises NotAllowed, NotFound, NotYourDepartment, SharingIncomplete, BadInput.
    """
    require(by, Permission.ASSIGNMENT_ANSWER)
    part = PartFinding.objects.select_related("assignment__asked_of").filter(pk=part_id).first()
    if part is None:
        raise NotFound(what="部门发现的问题")
    assignment = locked(part.assignment_id)
    require_asked(assignment, by, "提供问题")
    wanted = [PartField(one) for one in PartField.values if one in fields]
    if not wanted or purpose not in SharingPurpose.values:
        raise SharingIncomplete(missing="提供的内容或者目的")
    if receiver.pk == assignment.asked_of_id:
        raise BadInput(sentence="接收方是本部门，不需要提供；请选择其他部门。")
    shared = write_sharing(
        assignment=assignment,
        part=part,
        giver=assignment.asked_of,
        receiver=receiver,
        purpose=SharingPurpose(purpose),
        basis=basis,
        about=assignment.title,
        fields=[one.label for one in wanted],
        by=by,
        at=at,
    )
    assert shared is not None
    record("assignment.share_part", assignment, by=by, at=at, receiver=receiver.name)
    return shared


def record_sharing(
    *,
    receiver: Department | None,
    receiver_name: str = "",
    purpose: SharingPurpose,
    about: str,
    fields: Sequence[str],
    by: User | None,
    at: datetime,
    basis: str = "",
) -> Sharing | None:
    """For rooms above, whose own verb has asked the right: what they gave to another body."""
    return write_sharing(
        giver=by.department if by else None,
        receiver=receiver,
        receiver_name=receiver_name,
        purpose=purpose,
        about=about,
        fields=fields,
        by=by,
        at=at,
        basis=basis,
    )


def require_open(assignment: Assignment, action: str) -> None:
    """Nothing is added to what was answered or closed. Raises WrongState."""
    if not assignment.is_open:
        wanted = "”或“".join(ASSIGNMENT.label(state) for state in OPEN_STATES)
        state = assignment.get_state_display()
        raise WrongState(thing=assignment, state=state, action=action, wanted=wanted)
