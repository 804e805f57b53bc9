"""Make this happen: in a county whose data are made up, and in no other."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from common.errors import NotFound
from partners.access import moment_of
from partners.api.v1.base import PartnerView
from partners.api.v1.telling import moment
from partners.parsers import members_of
from partners.sandbox.happenings import CHOICES, HAPPENINGS, make_happen
from tenants.current import county


class HappenIn(serializers.Serializer):
    """让什么发生 / what is to happen."""

    kind = serializers.ChoiceField(CHOICES, label="事项", help_text="what is to happen")
    institution = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=2**53,
        label="机构编号",
        help_text="of which institution, where the kind speaks of one; any if left out",
    )


class HappenedOut(serializers.Serializer):
    """已发生 / what happened."""

    kind = serializers.ChoiceField(CHOICES, label="事项", help_text="what happened")
    subject = serializers.CharField(label="对象", help_text="as webhooks name it")
    address = serializers.CharField(
        allow_null=True, label="地址", help_text="where to read it; null: look into its list"
    )
    at = serializers.DateTimeField(label="时间", help_text="when it happened")


class SandboxEvents(PartnerView):
    scopes = {"POST": "sandbox:write"}

    @extend_schema(
        summary="让事情发生（仅演示县） / make something happen (demonstration counties alone)",
        request=HappenIn,
        responses={201: HappenedOut},
    )
    def post(self, request: Request) -> HttpResponse:
        """People of the county do it by the verbs of their own pages; webhooks go out as ever.

        In a county with real data this address answers 404, whoever asks.
        """
        if not county().is_demonstration:
            raise NotFound(what="这个地址")
        given = members_of(HappenIn, request.data)
        return self.once(lambda: self._done(**given))

    def _done(self, kind: str, institution: int | None = None) -> dict[str, Any]:
        at = moment_of(self.request)
        row = make_happen(kind, institution_id=institution, by=self.request.user, at=at)
        folder = HAPPENINGS[kind].address
        return {
            "kind": kind,
            "subject": f"{row._meta.model_name}/{row.pk}",
            "address": f"/api/v1/{folder}/{row.pk}" if folder else None,
            "at": moment(at),
        }
