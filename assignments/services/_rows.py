"""What the verbs of an assignment share: its lock, its files, the row that says what was given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.models import Department, User
from assignments.errors import NotTheAsker, NotYourDepartment
from assignments.models import Assignment, AssignmentFile, PartFinding, Sharing
from assignments.states import AssignmentKind, FileRole, SharingPurpose
from common.errors import BadInput, NotFound
from documents.models import StoredFile

FILES_AT_MOST = 20
_NAME_LONGEST, _ABOUT_LONGEST, _FIELD_LONGEST = 120, 200, 120
PURPOSE_OF = {
    AssignmentKind.JOINT_VISIT: SharingPurpose.JOINT_VISIT,
    AssignmentKind.ROUTED_FINDING: SharingPurpose.ROUTED_FINDING,
    AssignmentKind.FUND: SharingPurpose.FUND,
    AssignmentKind.ASSISTANCE: SharingPurpose.ASSISTANCE,
}


def locked(assignment_id: int) -> Assignment:
    found = (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("asked_of", "asked_by__department")
        .filter(pk=assignment_id)
        .first()
    )
    if found is None:
        raise NotFound(what="这件协作事项")
    return found


def require_asked(assignment: Assignment, by: User, action: str) -> None:
    if by.department_id != assignment.asked_of_id:
        raise NotYourDepartment(
            thing=assignment, department=assignment.asked_of.name, action=action
        )


def asker_of(assignment: Assignment) -> Department | None:
    """None: the system asked."""
    return assignment.asked_by.department if assignment.asked_by else None


def require_asker(assignment: Assignment, by: User) -> None:
    """Any of the people of the department that asked may; what the system asked, none."""
    asker = asker_of(assignment)
    if asker is None or by.department_id != asker.pk:
        raise NotTheAsker(thing=assignment, department=asker.name if asker else "发起部门")


def keep_files(
    assignment: Assignment,
    files: Sequence[StoredFile],
    role: FileRole,
    *,
    by: User,
    at: datetime,
    part: PartFinding | None = None,
) -> list[AssignmentFile]:
    """The files that are new in this role; a second time the same file is no second row."""
    if assignment.files.count() + len(files) > FILES_AT_MOST:
        raise BadInput(sentence=f"{assignment}的材料最多{FILES_AT_MOST}份，请合并后再提交。")
    there = set(assignment.files.filter(role=role).values_list("file_id", flat=True))
    new = [file for file in dict.fromkeys(files) if file.pk not in there]
    rows = [
        AssignmentFile(
            assignment=assignment,
            file=file,
            role=role,
            part=part,
            name=(file.name or "材料")[:_NAME_LONGEST],
            added_at=at,
            added_by=by,
        )
        for file in new
    ]
    kept: list[AssignmentFile] = AssignmentFile.objects.bulk_create(rows)
    return kept


def hand_over(
    assignment: Assignment,
    files: Sequence[StoredFile],
    role: FileRole,
    *,
    words: Sequence[str] = (),
    by: User | None,
    at: datetime,
) -> list[AssignmentFile]:
    """Keep files that the other side sees from now on, and write down that it was given them.

    An answer goes to who asked, all else to who was asked. The same file again is no second row
    and no second record. What the system asked has no other side that could be given an answer.

    Args:
        words: names of what goes along without a file.
        by: None for the system, which has no files.
    """
    kept = keep_files(assignment, files, role, by=by, at=at) if by else []
    given = [*words, *(row.name for row in kept)]
    asked, asker = assignment.asked_of, asker_of(assignment)
    is_answer = role == FileRole.ANSWER
    giver, receiver = (asked, asker) if is_answer else (asker, asked)
    purpose = PURPOSE_OF[AssignmentKind(assignment.kind)]
    if given and receiver is not None:
        write_sharing(
            assignment=assignment,
            giver=giver,
            receiver=receiver,
            purpose=SharingPurpose.RESULT if is_answer else purpose,
            basis=assignment.basis,
            about=assignment.title,
            fields=given,
            by=by,
            at=at,
        )
    return kept


def write_sharing(
    *,
    giver: Department | None,
    receiver: Department | None,
    receiver_name: str = "",
    purpose: SharingPurpose,
    about: str,
    fields: Sequence[str],
    by: User | None,
    at: datetime,
    basis: str = "",
    assignment: Assignment | None = None,
    part: PartFinding | None = None,
) -> Sharing | None:
    """One row for what went to another body; what stays in one's own department is no sharing."""
    if giver is not None and receiver is not None and giver.pk == receiver.pk:
        return None
    row: Sharing = Sharing.objects.create(
        assignment=assignment,
        part=part,
        giver=giver,
        receiver=receiver,
        receiver_name=receiver.name if receiver else receiver_name.strip(),
        purpose=purpose,
        basis=basis.strip()[:300],
        about=about[:_ABOUT_LONGEST],
        fields=[one[:_FIELD_LONGEST] for one in fields],
        shared_at=at,
        shared_by=by,
    )
    return row
