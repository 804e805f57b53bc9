"""Notices with their PDF and how to prove them, and penalties as they were published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from cases.after import PublicationClass, PublicationState
from cases.filters import PublicationFilters
from cases.models import Publication
from cases.queries import published_penalties
from cases.states import PartyKind, PenaltyKind
from common.errors import NotFound
from common.text import mask_name
from enforcement.filters import NoticeFilters
from enforcement.models import Notice
from enforcement.queries import notices_shared_with
from enforcement.states import NoticeForm, NoticeState
from partners.api.v1.files import PDF, RANGE, bytes_of, sent_file
from partners.api.v1.listing import Resource
from partners.api.v1.openapi import IF_NONE_MATCH, filter_parameters, list_parameters
from partners.api.v1.paging import page_out
from partners.api.v1.telling import day, labelled
from tenants.current import county


class NoticeOut(serializers.Serializer):
    """通知书 / a notice: an order to correct, to stop, or one that takes an order back."""

    id = serializers.IntegerField(label="编号", help_text="key in this county")
    number = serializers.CharField(label="文号", help_text="number of the paper")
    form = serializers.ChoiceField(NoticeForm.choices, label="文种", help_text="form of the paper")
    form_label = serializers.CharField(label="文种名称", help_text="form in words")
    state = serializers.ChoiceField(NoticeState.choices, label="状态", help_text="state")
    state_label = serializers.CharField(label="状态名称", help_text="state in words")
    institution = serializers.IntegerField(label="机构编号", help_text="to whom it is addressed")
    institution_name = serializers.CharField(label="机构名称", help_text="its name")
    visit = serializers.IntegerField(label="检查编号", help_text="the visit it follows")
    acted_on = serializers.DateField(label="行为日期", help_text="day of the visit that saw it")
    served_on = serializers.DateField(
        allow_null=True, label="送达日期", help_text="day on which service took effect"
    )
    due_on = serializers.DateField(
        allow_null=True, label="到期日", help_text="last day of the limit"
    )
    withdraws = serializers.IntegerField(
        allow_null=True, label="撤回的文书", help_text="the notice that this one takes back"
    )
    sha256 = serializers.CharField(
        allow_null=True, label="校验值", help_text="SHA-256 of the PDF; null: not printed yet"
    )
    verify_url = serializers.CharField(
        label="核验地址", help_text="public page on which anybody can check the paper"
    )


class PenaltyOut(serializers.Serializer):
    """公示的处罚 / a published penalty. Once taken down, only its key and state are told."""

    id = serializers.IntegerField(label="编号", help_text="key in this county")
    state = serializers.ChoiceField(PublicationState.choices, label="状态", help_text="state")
    state_label = serializers.CharField(label="状态名称", help_text="state in words")
    publicity_class = serializers.ChoiceField(
        PublicationClass.choices, allow_null=True, label="类别", help_text="class of the penalty"
    )
    case_number = serializers.CharField(allow_null=True, label="案号", help_text="number")
    cause = serializers.CharField(allow_null=True, label="案由", help_text="what it is about")
    party = serializers.CharField(
        allow_null=True, label="当事人", help_text="name; of a natural person masked"
    )
    credit_code = serializers.CharField(
        allow_null=True, label="统一社会信用代码", help_text="of a legal person; may be empty"
    )
    decided_on = serializers.DateField(
        allow_null=True, label="决定日期", help_text="day of the decision"
    )
    penalties = serializers.ListField(
        child=serializers.ChoiceField(PenaltyKind.choices), label="处罚种类", help_text="kinds"
    )
    fine_fen = serializers.IntegerField(
        allow_null=True, label="罚款（分）", help_text="all fines together, in fen; null: none"
    )
    published_on = serializers.DateField(
        allow_null=True, label="公示日期", help_text="first day of publication"
    )
    remove_on = serializers.DateField(
        allow_null=True, label="计划停止公示日期", help_text="planned day of removal"
    )
    sha256 = serializers.CharField(
        allow_null=True, label="校验值", help_text="SHA-256 of the public version of the decision"
    )


class _Notices(Resource):
    scopes = {"GET": "notices:read"}
    feed, filters, called = "notice", NoticeFilters, "这份通知书"

    def seen(self) -> Any:
        return notices_shared_with(self.request.user)

    def read(self, rows: Any) -> Iterator[dict[str, Any]]:
        base = county().base_url
        return (self.told(row, base) for row in rows)

    def told(self, row: Notice, base: str) -> dict[str, Any]:
        return {
            "id": row.pk,
            "number": row.number,
            "form": row.form,
            "form_label": labelled(NoticeForm, row.form, self.language),
            "state": row.state,
            "state_label": labelled(NoticeState, row.state, self.language),
            "institution": row.institution_id,
            "institution_name": row.institution.name,
            "visit": row.visit_id,
            "acted_on": day(row.acted_on),
            "served_on": day(row.served_on),
            "due_on": day(row.due_on),
            "withdraws": row.withdraws_id,
            "sha256": row.document.sha256 if row.document else None,
            "verify_url": f"{base}/v/{row.token}/",
        }


class Notices(_Notices):
    @extend_schema(
        summary="通知书列表 / list of notices",
        parameters=[*filter_parameters(NoticeFilters), *list_parameters()],
        responses=page_out(NoticeOut),
    )
    def get(self, request: Request) -> HttpResponse:
        """Numbered ones; to a partner department those that followed its own visits."""
        return self.listed()


class OneNotice(_Notices):
    @extend_schema(
        summary="一份通知书 / one notice", parameters=[IF_NONE_MATCH], responses=NoticeOut
    )
    def get(self, request: Request, notice_id: int) -> HttpResponse:
        """With the address at which anybody can check it, and an ETag."""
        return self.one_tagged(notice_id)


class NoticePaper(_Notices):
    media_type = PDF

    @extend_schema(
        summary="通知书PDF / the paper itself", parameters=[RANGE], responses=bytes_of(PDF)
    )
    def get(self, request: Request, notice_id: int) -> HttpResponse:
        """The frozen PDF; compare Repr-Digest with `sha256`."""
        row = self.seen().filter(pk=notice_id).first()
        if row is None or row.document is None:
            raise NotFound(what="这份通知书的PDF")
        return sent_file(row.document, f"{row.number}.pdf", request.headers.get("Range", ""))


class _Penalties(Resource):
    scopes = {"GET": "penalties:read"}
    feed, filters, called = "penalty", PublicationFilters, "这项公示"

    def seen(self) -> Any:
        return published_penalties()

    def read(self, rows: Any) -> Iterator[dict[str, Any]]:
        return (self.told(row) for row in rows)

    def told(self, row: Publication) -> dict[str, Any]:
        is_shown = row.state == PublicationState.PUBLISHED
        return {
            "id": row.pk,
            "state": row.state,
            "state_label": labelled(PublicationState, row.state, self.language),
            **(_shown(row) if is_shown else _gone()),
        }


def _shown(row: Publication) -> dict[str, Any]:
    case = row.decision.case
    party = case.party
    penalties = list(row.decision.penalties.all())
    fines = [one.amount_fen for one in penalties if one.kind == PenaltyKind.P3]
    is_person = party.kind == PartyKind.PERSON
    return {
        "publicity_class": row.publicity_class,
        "case_number": case.number,
        "cause": case.cause,
        "party": mask_name(party.name) if is_person else party.name,
        "credit_code": "" if is_person else party.credit_code,
        "decided_on": day(row.decision.decided_on),
        "penalties": [one.kind for one in penalties],
        "fine_fen": sum(fines) if fines else None,
        "published_on": day(row.published_on),
        "remove_on": day(row.remove_on),
        "sha256": row.public_file.sha256,
    }


def _gone() -> dict[str, Any]:
    told = ("publicity_class", "case_number", "cause", "party", "credit_code", "decided_on")
    days = ("fine_fen", "published_on", "remove_on", "sha256")
    return {**dict.fromkeys((*told, *days)), "penalties": []}


class Penalties(_Penalties):
    @extend_schema(
        summary="公示的处罚列表 / list of published penalties",
        parameters=[*filter_parameters(PublicationFilters), *list_parameters()],
        responses=page_out(PenaltyOut),
    )
    def get(self, request: Request) -> HttpResponse:
        """What was taken down keeps its place without contents: delete it on your side too."""
        return self.listed()


class OnePenalty(_Penalties):
    @extend_schema(
        summary="一项公示的处罚 / one published penalty",
        parameters=[IF_NONE_MATCH],
        responses=PenaltyOut,
    )
    def get(self, request: Request, penalty_id: int) -> HttpResponse:
        """As it stands in public today, with an ETag."""
        return self.one_tagged(penalty_id)


class PenaltyPaper(_Penalties):
    media_type = PDF

    @extend_schema(
        summary="处罚决定公示版PDF / the public version of the decision",
        parameters=[RANGE],
        responses=bytes_of(PDF),
    )
    def get(self, request: Request, penalty_id: int) -> HttpResponse:
        """Only while it is published."""
        row = self.seen().shown().filter(pk=penalty_id).first()
        if row is None:
            raise NotFound(what="这项公示的决定书")
        return sent_file(row.public_file, "decision.pdf", request.headers.get("Range", ""))
