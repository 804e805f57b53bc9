"""Files of assignments: announced, sent by parts, fetched whole or from a place on."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from assignments.queries import files_for
from common.errors import NotFound
from exchange.models import Upload
from exchange.services import begin_upload, take_part
from exchange.states import MOST_MB
from partners.access import moment_of
from partners.api.v1.assignments import READ, WRITE, FileOut, file_told
from partners.api.v1.base import PartnerView
from partners.errors import ParameterWrong
from partners.parsers import Bytes, members_of

_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
RANGE = OpenApiParameter(
    "Range",
    str,
    OpenApiParameter.HEADER,
    description="从中断处接着取，例如bytes=1024- / from a place on",
)
PDF = "application/pdf"
PHOTOS = ("image/jpeg", "image/png", "image/webp")


def bytes_of(*media_types: str) -> dict[tuple[int, str], Any]:
    """The responses of an address that answers with a file, whole or from a place on."""
    return {(status, one): OpenApiTypes.BINARY for status in (200, 206) for one in media_types}


class UploadIn(serializers.Serializer):
    """将要上传的附件 / a file that is to come."""

    name = serializers.CharField(max_length=200, label="文件名", help_text="name")
    size_bytes = serializers.IntegerField(
        min_value=1, max_value=MOST_MB * 1024 * 1024, label="字节数", help_text="size in bytes"
    )
    sha256 = serializers.RegexField(
        "^[0-9a-f]{64}$", label="校验值", help_text="SHA-256 of all its bytes, in small letters"
    )


class UploadOut(serializers.Serializer):
    """上传进度 / how far an upload has come."""

    id = serializers.IntegerField(label="编号", help_text="key of the upload")
    received_bytes = serializers.IntegerField(
        label="已收字节数", help_text="where the next part begins"
    )
    size_bytes = serializers.IntegerField(label="字节数", help_text="size in bytes")
    file = FileOut(
        allow_null=True,
        label="附件",
        help_text="the file once it is whole; the upload is gone then",
    )


class Uploads(PartnerView):
    scopes = {"POST": WRITE}

    @extend_schema(
        summary="声明附件 / announce a file", request=UploadIn, responses={201: UploadOut}
    )
    def post(self, request: Request, assignment_id: int) -> HttpResponse:
        """The same file again goes on where it was; PDF, JPEG and PNG are taken."""
        given = members_of(UploadIn, request.data)
        at = moment_of(request)

        def do() -> dict[str, Any]:
            row = begin_upload(
                assignment_id,
                name=given["name"],
                checksum=given["sha256"],
                size_bytes=given["size_bytes"],
                by=request.user,
                at=at,
            )
            return _told(row)

        return self.once(do)


class OneUpload(PartnerView):
    scopes = {"GET": WRITE, "PATCH": WRITE}
    parser_classes = [Bytes]

    @extend_schema(summary="上传进度 / how far it has come", responses=UploadOut)
    def get(self, request: Request, upload_id: int) -> HttpResponse:
        """After a line broke: where to go on."""
        row = Upload.objects.filter(pk=upload_id, begun_by=request.auth.client.user).first()
        if row is None:
            raise NotFound(what="这个上传")
        return self.answer(_told(row))

    @extend_schema(
        summary="传一段 / send a part",
        parameters=[
            OpenApiParameter(
                "Upload-Offset",
                {"type": "integer", "minimum": 0, "maximum": MOST_MB * 1024 * 1024},
                OpenApiParameter.HEADER,
                required=True,
                description="这一段从第几字节开始 / where this part begins",
            )
        ],
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses=UploadOut,
    )
    def patch(self, request: Request, upload_id: int) -> HttpResponse:
        """Safe to repeat: a part that is here already is refused with the place to go on from."""
        said = request.headers.get("Upload-Offset", "")
        if not (said.isascii() and said.isdecimal() and len(said) < 10):
            raise ParameterWrong(name="Upload-Offset", why="须为已收到的字节数")
        taken = take_part(
            upload_id,
            request.data if isinstance(request.data, bytes) else b"",
            begins=int(said),
            by=request.user,
            at=moment_of(request),
        )
        if isinstance(taken, Upload):
            return self.answer(_told(taken))
        size = taken.file.size_bytes
        told = {"id": upload_id, "received_bytes": size, "size_bytes": size}
        return self.answer({**told, "file": file_told(taken)})


class OneFile(PartnerView):
    scopes = {"GET": READ}
    media_type, other_media_types = PDF, PHOTOS

    @extend_schema(
        summary="取附件 / fetch a file", parameters=[RANGE], responses=bytes_of(PDF, *PHOTOS)
    )
    def get(self, request: Request, file_id: int) -> HttpResponse:
        """Its bytes; Repr-Digest says the checksum of the whole (RFC 9530)."""
        one = files_for(request.user).filter(pk=file_id).first()
        if one is None:
            raise NotFound(what="这个附件")
        return sent_file(one.file, one.name, request.headers.get("Range", ""))


def sent_file(file: Any, name: str, wanted: str) -> HttpResponse:
    """A stored file, or what is left of it behind a place (RFC 9110, 14.2)."""
    content, size = file.content, file.size_bytes
    response = HttpResponse(content, content_type=file.media_type)
    found = _RANGE.fullmatch(wanted.strip())
    if found and int(found[1]) < size:
        first, last = int(found[1]), min(int(found[2] or size - 1), size - 1)
        if first <= last:
            response = HttpResponse(
                content[first : last + 1], status=206, content_type=file.media_type
            )
            response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{file.sha256}"'
    response["Repr-Digest"] = f"sha-256=:{_base64(file.sha256)}:"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _base64(digest: str) -> str:
    return b64encode(bytes.fromhex(digest)).decode()


def _told(row: Upload) -> dict[str, Any]:
    return {
        "id": row.pk,
        "received_bytes": row.received_bytes,
        "size_bytes": row.size_bytes,
        "file": None,
    }
