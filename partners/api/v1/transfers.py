"""Transfers (移送) as the receiving body has them: letter, material, receipt, word and result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from common.errors import NotFound
from documents.models import StoredFile
from partners.api.v1.files import PDF, PHOTOS, RANGE, bytes_of, sent_file
from partners.api.v1.listing import Move, Resource
from partners.api.v1.openapi import IF_MATCH, IF_NONE_MATCH, filter_parameters, list_parameters
from partners.api.v1.paging import page_out
from partners.api.v1.telling import day, labelled, moment
from partners.parsers import members_of
from transfers.filters import TransferFilters
from transfers.models import Transfer, TransferFile
from transfers.queries import transfers_for
from transfers.services import (
    accept_transfer,
    hand_transfer_back,
    receive_transfer,
    report_result,
    return_transfer,
    uphold_return,
)
from transfers.states import TransferKind, TransferState

READ, WRITE = "transfers:read", "transfers:write"


class MaterialOut(serializers.Serializer):
    """移送材料 / one line of the material list."""

    no = serializers.IntegerField(label="序号", help_text="its place in the list")
    name = serializers.CharField(label="材料名称", help_text="name")
    copies = serializers.IntegerField(label="份数", help_text="copies")
    pages = serializers.IntegerField(label="页数", help_text="pages")
    media_type = serializers.CharField(label="类型", help_text="media type by its bytes")
    size_bytes = serializers.IntegerField(label="字节数", help_text="size in bytes")
    sha256 = serializers.CharField(label="校验值", help_text="SHA-256 of its bytes")


class TransferOut(serializers.Serializer):
    """移送 / a case or clue that is given to the body whose matter it is."""

    id = serializers.IntegerField(label="编号", help_text="key in this county")
    kind = serializers.ChoiceField(TransferKind.choices, label="种类", help_text="to what body")
    state = serializers.ChoiceField(TransferState.choices, label="状态", help_text="state")
    state_label = serializers.CharField(label="状态名称", help_text="state in words")
    institution = serializers.IntegerField(label="机构编号", help_text="whom it is about")
    institution_name = serializers.CharField(label="机构名称", help_text="its name")
    route = serializers.CharField(label="移送事项", help_text="R01 … R20, may be empty")
    cause = serializers.CharField(label="案由", help_text="what it is about")
    summary = serializers.CharField(label="案情摘要", help_text="what happened")
    grounds = serializers.CharField(label="移送理由", help_text="why it is not education's matter")
    law_text = serializers.CharField(label="涉及的规定", help_text="law, may be empty")
    found_on = serializers.DateField(label="发现日期", help_text="day on which it was found")
    reply_by = serializers.DateField(label="请求反馈的期限", help_text="last day for the result")
    sent_at = serializers.DateTimeField(
        allow_null=True, label="移送时间", help_text="when it was sent"
    )
    letter_number = serializers.CharField(label="移送函文号", help_text="number, may be empty")
    letter_sha256 = serializers.CharField(
        allow_null=True, label="移送函校验值", help_text="SHA-256 of the letter's PDF"
    )
    received_on = serializers.DateField(
        allow_null=True, label="签收日期", help_text="day of the receipt"
    )
    receipt_signer = serializers.CharField(label="签收人", help_text="who signed, may be empty")
    answered_on = serializers.DateField(
        allow_null=True, label="答复日期", help_text="day on which it was taken up or not"
    )
    number_of_theirs = serializers.CharField(
        label="受理（立案）编号", help_text="number under which it was filed, may be empty"
    )
    return_reason = serializers.CharField(
        label="不予受理（不立案）的理由", help_text="why it was not taken up, may be empty"
    )
    result = serializers.CharField(label="处理结果", help_text="what came of it, may be empty")
    result_on = serializers.DateField(
        allow_null=True, label="结果日期", help_text="day of the result"
    )
    files = MaterialOut(many=True, label="移送材料", help_text="the material list")


class ReceiveIn(serializers.Serializer):
    """签收 / the receipt."""

    signer = serializers.CharField(max_length=60, label="签收人", help_text="who signs")
    on = serializers.DateField(label="签收日期", help_text="day of the receipt")


class AcceptIn(serializers.Serializer):
    """受理（立案） / it is taken up."""

    number = serializers.CharField(
        max_length=80,
        required=False,
        allow_blank=True,
        label="受理（立案）编号",
        help_text="number under which it is filed",
    )
    on = serializers.DateField(label="受理日期", help_text="day on which it was taken up")


class RefuseIn(serializers.Serializer):
    """不予受理（不立案） / it is not taken up."""

    reason = serializers.CharField(max_length=2000, label="理由", help_text="in words")
    on = serializers.DateField(label="答复日期", help_text="day of the answer")


class ResultIn(serializers.Serializer):
    """处理结果 / what came of it."""

    result = serializers.CharField(max_length=20000, label="处理结果", help_text="in words")
    on = serializers.DateField(label="结果日期", help_text="day of the result")


class _Transfers(Resource):
    scopes = {"GET": READ, "POST": WRITE}
    feed, filters, called = "transfer", TransferFilters, "这件移送"

    def seen(self) -> Any:
        return transfers_for(self.request.user).select_related("paper__document")

    def read(self, rows: Any) -> Iterator[dict[str, Any]]:
        return (self.told(row) for row in rows.prefetch_related("files__file"))

    def told(self, row: Transfer) -> dict[str, Any]:
        letter = _letter_of(row)
        return {
            "id": row.pk,
            "kind": row.kind,
            "state": row.state,
            "state_label": labelled(TransferState, row.state, self.language),
            "institution": row.institution_id,
            "institution_name": row.institution.name,
            **{name: getattr(row, name) for name in ("route", "cause", "summary", "grounds")},
            "law_text": row.law_text,
            "found_on": day(row.found_on),
            "reply_by": day(row.reply_by),
            "sent_at": moment(row.sent_at),
            "letter_number": row.paper.number if row.paper else "",
            "letter_sha256": letter.sha256 if letter else None,
            "received_on": day(row.received_on),
            "receipt_signer": row.receipt_signer,
            "answered_on": day(row.answered_on),
            "number_of_theirs": row.number_of_theirs,
            "return_reason": row.return_reason,
            "result": row.result,
            "result_on": day(row.result_on),
            "files": [_material_told(one) for one in row.files.all()],
        }


def _letter_of(row: Transfer) -> StoredFile | None:
    return row.paper.document if row.paper else None


def _material_told(one: TransferFile) -> dict[str, Any]:
    return {
        "no": one.no,
        "name": one.name,
        "copies": one.copies,
        "pages": one.pages,
        "media_type": one.file.media_type,
        "size_bytes": one.file.size_bytes,
        "sha256": one.file.sha256,
    }


class Transfers(_Transfers):
    @extend_schema(
        summary="移送列表 / list of transfers",
        parameters=[*filter_parameters(TransferFilters), *list_parameters()],
        responses=page_out(TransferOut),
    )
    def get(self, request: Request) -> HttpResponse:
        """What was sent to the client's department."""
        return self.listed()


class OneTransfer(_Transfers):
    @extend_schema(
        summary="一件移送 / one transfer", parameters=[IF_NONE_MATCH], responses=TransferOut
    )
    def get(self, request: Request, transfer_id: int) -> HttpResponse:
        """With an ETag for If-Match."""
        return self.one_tagged(transfer_id)


class TransferLetter(_Transfers):
    media_type = PDF

    @extend_schema(summary="移送函PDF / the letter", parameters=[RANGE], responses=bytes_of(PDF))
    def get(self, request: Request, transfer_id: int) -> HttpResponse:
        """The frozen letter; compare Repr-Digest with `letter_sha256`."""
        row = self.seen().filter(pk=transfer_id).first()
        letter = _letter_of(row) if row else None
        if letter is None:
            raise NotFound(what="移送函")
        return sent_file(letter, f"{row.paper.number}.pdf", request.headers.get("Range", ""))


class TransferMaterial(_Transfers):
    media_type, other_media_types = PDF, PHOTOS

    @extend_schema(
        summary="取移送材料 / fetch material",
        parameters=[RANGE],
        responses=bytes_of(PDF, *PHOTOS),
    )
    def get(self, request: Request, transfer_id: int, no: int) -> HttpResponse:
        """One line of the material list, by its `no`."""
        row = self.seen().filter(pk=transfer_id).first()
        one = row.files.select_related("file").filter(no=no).first() if row else None
        if one is None:
            raise NotFound(what="这份材料")
        return sent_file(one.file, one.name, request.headers.get("Range", ""))


class _Word(Move, _Transfers):
    """A word of the receiver, entered by its own system."""


def _described(summary: str, takes: type[serializers.Serializer]) -> Callable[[Any], Any]:
    return extend_schema(
        summary=summary, parameters=[IF_MATCH], request=takes, responses=TransferOut
    )


class ReceiveTransfer(_Word):
    @_described("签收 / sign the receipt", ReceiveIn)
    def post(self, request: Request, transfer_id: int) -> HttpResponse:
        """The police then have three days to decide on filing."""
        return self.move(transfer_id, receive_transfer, **members_of(ReceiveIn, request.data))


class AcceptTransfer(_Word):
    @_described("受理（立案） / take it up", AcceptIn)
    def post(self, request: Request, transfer_id: int) -> HttpResponse:
        """After the receipt, or after the county objected to a refusal."""
        return self.move(transfer_id, accept_transfer, **members_of(AcceptIn, request.data))


class ReturnTransfer(_Word):
    @_described("不予受理（不立案） / do not take it up", RefuseIn)
    def post(self, request: Request, transfer_id: int) -> HttpResponse:
        """With the reason, which goes to the county."""
        return self.move(transfer_id, return_transfer, **members_of(RefuseIn, request.data))


class UpholdReturn(_Word):
    @_described("维持不立案 / stay with the refusal", RefuseIn)
    def post(self, request: Request, transfer_id: int) -> HttpResponse:
        """After the county objected."""
        return self.move(transfer_id, uphold_return, **members_of(RefuseIn, request.data))


class ReportResult(_Word):
    @_described("反馈处理结果 / report the result", ResultIn)
    def post(self, request: Request, transfer_id: int) -> HttpResponse:
        """It stands on the institution's page and in the county's figures."""
        return self.move(transfer_id, report_result, **members_of(ResultIn, request.data))


class HandTransferBack(_Word):
    @_described("移回 / hand it back", ResultIn)
    def post(self, request: Request, transfer_id: int) -> HttpResponse:
        """No crime, but an administrative liability that the county must deal with."""
        return self.move(transfer_id, hand_transfer_back, **members_of(ResultIn, request.data))


# What the receiver may say, by the last part of its address.
WORDS: dict[str, type[_Word]] = {
    "receive": ReceiveTransfer,
    "accept": AcceptTransfer,
    "return": ReturnTransfer,
    "uphold": UpholdReturn,
    "report": ReportResult,
    "hand-back": HandTransferBack,
}
