"""Market regulation tells what happened in its register; the county's clerks deal with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from exchange.filters import RegistryEventFilters
from exchange.models import RegistryEvent, RegistryEventQuerySet
from exchange.queries import events_for
from exchange.services import Event, report_event
from exchange.states import RegistryEventKind, RegistryEventState
from partners.access import moment_of
from partners.api.v1.listing import Resource
from partners.api.v1.openapi import IF_NONE_MATCH, filter_parameters, list_parameters
from partners.api.v1.paging import page_out
from partners.api.v1.telling import day, labelled, moment
from partners.parsers import members_of


class EventIn(serializers.Serializer):
    """登记信息 / an event of the register."""

    reference = serializers.CharField(
        max_length=64,
        label="来源编号",
        help_text="the register's own number; the same is taken once",
    )
    kind = serializers.ChoiceField(
        RegistryEventKind.choices, label="事项", help_text="what happened"
    )
    happened_on = serializers.DateField(label="发生日期", help_text="its day, not after today")
    credit_code = serializers.CharField(
        min_length=18, max_length=18, label="统一社会信用代码", help_text="with right check digits"
    )
    name = serializers.CharField(max_length=200, label="名称", help_text="registered name")
    address = serializers.CharField(
        max_length=300, required=False, allow_blank=True, label="住所", help_text="address"
    )
    business = serializers.CharField(
        max_length=4000, required=False, allow_blank=True, label="经营范围", help_text="scope"
    )
    reason = serializers.CharField(
        max_length=300, required=False, allow_blank=True, label="原因", help_text="why"
    )


class EventOut(EventIn):
    """登记信息及其处理 / an event of the register and what became of it here."""

    id = serializers.IntegerField(label="编号", help_text="key in this county")
    state = serializers.ChoiceField(
        RegistryEventState.choices, label="状态", help_text="state here"
    )
    state_label = serializers.CharField(label="状态名称", help_text="state in words")
    institution = serializers.IntegerField(
        allow_null=True, label="机构编号", help_text="who had that code when it came; null: nobody"
    )
    reported_at = serializers.DateTimeField(label="报送时间", help_text="when it came")
    handled_at = serializers.DateTimeField(
        allow_null=True, label="处理时间", help_text="when somebody dealt with it"
    )
    handled_how = serializers.CharField(label="处理情况", help_text="how, may be empty")


class _Events(Resource):
    scopes = {"GET": "registry:write", "POST": "registry:write"}
    feed, filters, called = "registry_event", RegistryEventFilters, "这条登记信息"

    def seen(self) -> RegistryEventQuerySet:
        return events_for(self.request.user)

    def read(self, rows: RegistryEventQuerySet) -> Iterator[dict[str, Any]]:
        return (self.told(row) for row in rows)

    def told(self, row: RegistryEvent) -> dict[str, Any]:
        same = (
            "reference",
            "kind",
            "credit_code",
            "name",
            "address",
            "business",
            "reason",
            "state",
        )
        return {
            "id": row.pk,
            **{name: getattr(row, name) for name in same},
            "happened_on": day(row.happened_on),
            "state_label": labelled(RegistryEventState, row.state, self.language),
            "institution": row.institution_id,
            "reported_at": moment(row.reported_at),
            "handled_at": moment(row.handled_at),
            "handled_how": row.handled_how,
        }


class Events(_Events):
    @extend_schema(
        summary="已报送的登记信息 / what was reported",
        parameters=[*filter_parameters(RegistryEventFilters), *list_parameters()],
        responses=page_out(EventOut),
    )
    def get(self, request: Request) -> HttpResponse:
        """A reporting system sees its own, and what became of them."""
        return self.listed()

    @extend_schema(
        summary="报送登记信息 / report an event",
        request=EventIn,
        responses={201: EventOut},
    )
    def post(self, request: Request) -> HttpResponse:
        """It waits for the county's registry clerks. The same number again is the same event."""
        given = members_of(EventIn, request.data)
        source = request.auth.client.code

        def do() -> dict[str, Any]:
            reference = given.pop("reference")
            row, _ = report_event(
                source, reference, Event(**given), by=request.user, at=moment_of(request)
            )
            return self.told(row)

        return self.once(do)


class OneEvent(_Events):
    scopes = {"GET": "registry:write"}

    @extend_schema(
        summary="一条登记信息 / one event", parameters=[IF_NONE_MATCH], responses=EventOut
    )
    def get(self, request: Request, event_id: int) -> HttpResponse:
        """What became of it, with an ETag."""
        return self.one_tagged(event_id)
