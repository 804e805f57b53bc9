"""Assignments in and out: asked, accepted, answered, given back; their files, by parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from accounts.models import Department, User
from assignments.filters import AssignmentFilters
from assignments.models import Assignment, AssignmentFile, AssignmentQuerySet
from assignments.queries import files_for, visible_to
from assignments.services import Within, accept, answer, ask, decline, withdraw
from assignments.states import (
    AnswerOutcome,
    AnswerUnit,
    AssignmentKind,
    AssignmentState,
    FileRole,
)
from common.errors import NotFound
from partners.access import moment_of
from partners.api.v1.listing import Move, Resource
from partners.api.v1.openapi import IF_MATCH, IF_NONE_MATCH, filter_parameters, list_parameters
from partners.api.v1.paging import page_out
from partners.api.v1.telling import day, labelled, moment
from partners.parsers import members_of

READ, WRITE = "assignments:read", "assignments:write"


class FileOut(serializers.Serializer):
    """附件 / a file of an assignment."""

    id = serializers.IntegerField(label="编号", help_text="key of the file")
    role = serializers.ChoiceField(
        FileRole.choices,
        label="材料种类",
        help_text="material of who asked, paper of the answer, or of a department's own part",
    )
    name = serializers.CharField(label="文件名", help_text="name")
    added_at = serializers.DateTimeField(label="添加时间", help_text="when it was added")
    media_type = serializers.CharField(label="类型", help_text="media type by its bytes")
    size_bytes = serializers.IntegerField(label="字节数", help_text="size in bytes")
    sha256 = serializers.CharField(label="校验值", help_text="SHA-256 of its bytes")


class AssignmentOut(serializers.Serializer):
    """协办事项 / a piece of work that one department asks of another."""

    id = serializers.IntegerField(label="编号", help_text="key in this county")
    kind = serializers.ChoiceField(AssignmentKind.choices, label="类别", help_text="what is asked")
    state = serializers.ChoiceField(AssignmentState.choices, label="状态", help_text="state")
    state_label = serializers.CharField(label="状态名称", help_text="state in words")
    title = serializers.CharField(label="事项", help_text="title")
    text = serializers.CharField(label="内容", help_text="what is asked, in words")
    basis = serializers.CharField(label="依据", help_text="on which law, may be empty")
    due_on = serializers.DateField(
        allow_null=True, label="答复期限", help_text="last day for the answer"
    )
    asked_of = serializers.CharField(label="协办部门", help_text="code of the asked department")
    asked_by = serializers.CharField(
        allow_null=True, label="发起部门", help_text="code of the asking one; null: the system"
    )
    asked_at = serializers.DateTimeField(label="发起时间", help_text="when it was asked")
    accepted_at = serializers.DateTimeField(
        allow_null=True, label="接收时间", help_text="when it was taken up"
    )
    answered_at = serializers.DateTimeField(
        allow_null=True, label="答复时间", help_text="when it was answered"
    )
    answer_outcome = serializers.ChoiceField(
        AnswerOutcome.choices, allow_null=True, label="办理结果", help_text="what came of it"
    )
    answer_text = serializers.CharField(label="答复内容", help_text="the answer, may be empty")
    closed_at = serializers.DateTimeField(
        allow_null=True, label="退回或撤回时间", help_text="when it was given or taken back"
    )
    close_reason = serializers.CharField(label="理由", help_text="why, may be empty")
    files = FileOut(many=True, label="附件", help_text="files of both sides")


class WithinIn(serializers.Serializer):
    """答复期限的天数 / so many days for the answer."""

    count = serializers.IntegerField(
        min_value=1, max_value=365, label="天数", help_text="how many days"
    )
    unit = serializers.ChoiceField(
        AnswerUnit.choices, label="单位", help_text="working days or calendar days"
    )


class AskIn(serializers.Serializer):
    """发起协办 / ask another department."""

    department = serializers.SlugField(
        max_length=20, label="协办部门", help_text="code of the department that is asked"
    )
    kind = serializers.ChoiceField(AssignmentKind.choices, label="类别", help_text="what is asked")
    title = serializers.CharField(max_length=200, label="事项", help_text="title")
    text = serializers.CharField(
        max_length=20000, required=False, allow_blank=True, label="内容", help_text="in words"
    )
    basis = serializers.CharField(
        max_length=300, required=False, allow_blank=True, label="依据", help_text="on which law"
    )
    due_on = serializers.DateField(
        required=False, allow_null=True, label="答复期限", help_text="last day for the answer"
    )
    within = WithinIn(
        required=False,
        allow_null=True,
        label="答复期限",
        help_text="in place of a day: so many days, counted by the county's calendar; who asks is reminded",
    )

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        if said.get("due_on") and said.get("within"):
            raise serializers.ValidationError(
                {"within": "答复期限写日期或者天数，只写一样。"}, code="one_of_two"
            )
        return said


class AnswerIn(serializers.Serializer):
    """答复 / the answer."""

    outcome = serializers.ChoiceField(
        AnswerOutcome.choices, label="办理结果", help_text="what came of it"
    )
    text = serializers.CharField(max_length=20000, label="答复内容", help_text="in words")


class ReasonIn(serializers.Serializer):
    """理由 / why."""

    reason = serializers.CharField(max_length=2000, label="理由", help_text="in words")


class NothingIn(serializers.Serializer):
    """没有内容 / an empty object."""


class _Assignments(Resource):
    """What the addresses share: what is seen, and how it is told."""

    scopes = {"GET": READ, "POST": WRITE}
    feed, filters, called = "assignment", AssignmentFilters, "这件协作事项"

    def seen(self) -> AssignmentQuerySet:
        return visible_to(self.request.user)

    def read(self, rows: AssignmentQuerySet) -> Iterator[dict[str, Any]]:
        """Two statements for many."""
        found = list(rows.select_related("asked_of", "asked_by__department"))
        files = _files_of(found, self.request.user)
        for row in found:
            yield self.told(row, files.get(row.pk, []))

    def told(self, row: Assignment, files: list[dict[str, Any]]) -> dict[str, Any]:
        asker = row.asked_by.department if row.asked_by else None
        return {
            "id": row.pk,
            "kind": row.kind,
            "state": row.state,
            "state_label": labelled(AssignmentState, row.state, self.language),
            "title": row.title,
            "text": row.text,
            "basis": row.basis,
            "due_on": day(row.due_on),
            "asked_of": row.asked_of.code,
            "asked_by": asker.code if asker else None,
            "asked_at": moment(row.asked_at),
            "accepted_at": moment(row.accepted_at),
            "answered_at": moment(row.answered_at),
            "answer_outcome": row.answer_outcome or None,
            "answer_text": row.answer_text,
            "closed_at": moment(row.closed_at),
            "close_reason": row.close_reason,
            "files": files,
        }


class Assignments(_Assignments):
    @extend_schema(
        summary="协办事项列表 / list of assignments",
        parameters=[*filter_parameters(AssignmentFilters), *list_parameters()],
        responses=page_out(AssignmentOut),
    )
    def get(self, request: Request) -> HttpResponse:
        """What the client's department was asked, and what it asked of others."""
        return self.listed()

    @extend_schema(
        summary="发起协办 / ask another department",
        request=AskIn,
        responses={201: AssignmentOut},
    )
    def post(self, request: Request) -> HttpResponse:
        """The department that is asked sees it at once."""
        given = members_of(AskIn, request.data)

        def do() -> dict[str, Any]:
            department = Department.objects.filter(code=given.pop("department")).first()
            if department is None:
                raise NotFound(what="这个部门")
            term = given.pop("within", None)
            within = Within(**term) if term else None
            row = ask(department, **given, within=within, by=request.user, at=moment_of(request))
            return self.told(row, [])

        return self.once(do)


class OneAssignment(_Assignments):
    scopes = {"GET": READ}

    @extend_schema(
        summary="一件协办事项 / one assignment",
        parameters=[IF_NONE_MATCH],
        responses=AssignmentOut,
    )
    def get(self, request: Request, assignment_id: int) -> HttpResponse:
        """With an ETag for If-Match."""
        return self.one_tagged(assignment_id)


class _Move(Move, _Assignments):
    scopes = {"POST": WRITE}


class Accept(_Move):
    @extend_schema(
        summary="接收 / take it up",
        parameters=[IF_MATCH],
        request=NothingIn,
        responses=AssignmentOut,
    )
    def post(self, request: Request, assignment_id: int) -> HttpResponse:
        """In the name of the asked department."""
        return self.move(assignment_id, accept)


class Answer(_Move):
    @extend_schema(
        summary="答复 / answer it",
        parameters=[IF_MATCH],
        request=AnswerIn,
        responses=AssignmentOut,
    )
    def post(self, request: Request, assignment_id: int) -> HttpResponse:
        """Answering without accepting first is both at once."""
        return self.move(assignment_id, answer, **members_of(AnswerIn, request.data))


class Decline(_Move):
    @extend_schema(
        summary="退回 / give it back",
        parameters=[IF_MATCH],
        request=ReasonIn,
        responses=AssignmentOut,
    )
    def post(self, request: Request, assignment_id: int) -> HttpResponse:
        """It is not for this department; the reason goes to who asked."""
        return self.move(assignment_id, decline, **members_of(ReasonIn, request.data))


class Withdraw(_Move):
    @extend_schema(
        summary="撤回 / take it back",
        parameters=[IF_MATCH],
        request=ReasonIn,
        responses=AssignmentOut,
    )
    def post(self, request: Request, assignment_id: int) -> HttpResponse:
        """By the department that asked."""
        return self.move(assignment_id, withdraw, **members_of(ReasonIn, request.data))


def _files_of(rows: list[Assignment], by: User) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for one in files_for(by).filter(assignment__in=[row.pk for row in rows]):
        found.setdefault(one.assignment_id, []).append(file_told(one))
    return found


def file_told(one: AssignmentFile) -> dict[str, Any]:
    return {
        "id": one.pk,
        "role": one.role,
        "name": one.name,
        "added_at": moment(one.added_at),
        "media_type": one.file.media_type,
        "size_bytes": one.file.size_bytes,
        "sha256": one.file.sha256,
    }
