"""Institutions: the list with the pages' own filters, one of them, and all as GeoJSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, FilteredRelation, FloatField, Func, Q
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from audit.services import record
from common.clock import localdate
from common.errors import NotFound
from common.text import mask_middle, mask_name
from institutions.filters import InstitutionFilters
from institutions.models import InstitutionQuerySet
from institutions.queries import institutions_for, lists_on
from institutions.states import (
    CoordinateSystem,
    InstitutionKind,
    InstitutionState,
    ListKind,
    Nature,
    RegisterKind,
)
from partners.access import holds, moment_of
from partners.api.v1.listing import Resource, state_of
from partners.api.v1.openapi import IF_NONE_MATCH, filter_parameters, list_parameters
from partners.api.v1.paging import page_out
from partners.api.v1.telling import day, labels

_CONTACTS = "contacts:read"


class InstitutionOut(serializers.Serializer):
    """机构 / an institution."""

    id = serializers.IntegerField(label="编号", help_text="key in this county")
    name = serializers.CharField(label="机构名称", help_text="registered name")
    short_name = serializers.CharField(label="简称", help_text="short name, may be empty")
    kind = serializers.ChoiceField(InstitutionKind.choices, label="类别", help_text="kind")
    kind_label = serializers.CharField(label="类别名称", help_text="kind in words")
    state = serializers.ChoiceField(InstitutionState.choices, label="状态", help_text="state")
    state_label = serializers.CharField(label="状态名称", help_text="state in words")
    nature = serializers.ChoiceField(Nature.choices, label="性质", help_text="nature")
    licence_no = serializers.CharField(
        label="办学许可证编号", help_text="licence number; null: has none", allow_null=True
    )
    licence_from = serializers.DateField(
        label="许可证有效期起", help_text="first day of the licence", allow_null=True
    )
    licence_until = serializers.DateField(
        label="许可证有效期止", help_text="last day of the licence", allow_null=True
    )
    credit_code = serializers.CharField(
        label="统一社会信用代码", help_text="uniform social credit code", allow_null=True
    )
    register_kind = serializers.ChoiceField(
        RegisterKind.choices, label="登记机关", help_text="in which register it stands"
    )
    legal_person = serializers.CharField(
        label="法定代表人", help_text="masked without the scope contacts:read"
    )
    principal = serializers.CharField(
        label="负责人", help_text="masked without the scope contacts:read"
    )
    phone = serializers.CharField(
        label="联系电话", help_text="masked without the scope contacts:read"
    )
    address = serializers.CharField(
        label="办学地址", help_text="current site; null: none is registered", allow_null=True
    )
    longitude = serializers.FloatField(label="经度", help_text="WGS 84, degrees", allow_null=True)
    latitude = serializers.FloatField(label="纬度", help_text="WGS 84, degrees", allow_null=True)
    coordinate_source = serializers.ChoiceField(
        CoordinateSystem.choices,
        label="坐标来源",
        help_text="the system in which the point was read, before it became WGS 84",
        allow_null=True,
    )
    version = serializers.IntegerField(label="版本号", help_text="goes up with every change")


class PointOut(serializers.Serializer):
    """RFC 7946, 3.1.2."""

    type = serializers.ChoiceField(["Point"])
    coordinates = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)


class PropertiesOut(serializers.Serializer):
    """What a map says of an institution."""

    name = serializers.CharField(label="机构名称", help_text="registered name")
    kind = serializers.ChoiceField(InstitutionKind.choices, label="类别", help_text="kind")
    state = serializers.ChoiceField(InstitutionState.choices, label="状态", help_text="state")
    address = serializers.CharField(label="办学地址", help_text="current site", allow_null=True)
    coordinate_source = serializers.ChoiceField(
        CoordinateSystem.choices,
        label="坐标来源",
        help_text="the system in which the point was read",
        allow_null=True,
    )


class FeatureOut(serializers.Serializer):
    """RFC 7946, 3.2; the geometry is null where no point is known."""

    type = serializers.ChoiceField(["Feature"])
    id = serializers.IntegerField()
    geometry = PointOut(allow_null=True)
    properties = PropertiesOut()


class FeatureCollectionOut(serializers.Serializer):
    """RFC 7946, 3.3, with the frame of a page as foreign members."""

    type = serializers.ChoiceField(["FeatureCollection"])
    features = FeatureOut(many=True)
    next = serializers.CharField(allow_null=True)
    has_more = serializers.BooleanField()


class LicenceOut(serializers.Serializer):
    """许可证状态 / whether somebody may teach on a day."""

    institution = serializers.IntegerField(label="机构编号", help_text="key of the institution")
    name = serializers.CharField(label="机构名称", help_text="registered name")
    on = serializers.DateField(label="日期", help_text="the day that is told about: today")
    is_licensed = serializers.BooleanField(
        label="持证", help_text="licensed or put under rectification, and within the licence's days"
    )
    state = serializers.ChoiceField(InstitutionState.choices, label="状态", help_text="state")
    state_label = serializers.CharField(label="状态名称", help_text="state in words")
    licence_no = serializers.CharField(allow_null=True, label="办学许可证编号", help_text="number")
    licence_from = serializers.DateField(allow_null=True, label="有效期起", help_text="first day")
    licence_until = serializers.DateField(allow_null=True, label="有效期止", help_text="last day")
    list = serializers.ChoiceField(
        ListKind.choices,
        allow_null=True,
        label="名单",
        help_text="the list on which it stands today",
    )


_OWN = (
    "id",
    "name",
    "short_name",
    "kind",
    "state",
    "nature",
    "licence_no",
    "licence_from",
    "licence_until",
    "credit_code",
    "register_kind",
    "legal_person",
    "principal",
    "phone",
    "version",
)
_PLACE = ("place__address", "longitude", "latitude", "place__source_system")


class _Institutions(Resource):
    """What the addresses share: who is seen, and how a row is told."""

    scopes = {"GET": "institutions:read"}
    feed, filters, called = "institution", InstitutionFilters, "这家机构"

    def seen(self) -> InstitutionQuerySet:
        return institutions_for(self.request.user).prefetch_related(None)

    def read(self, rows: InstitutionQuerySet) -> Iterator[dict[str, Any]]:
        """One statement, no objects: a row as it is told."""
        kinds, states = (labels(of, self.language) for of in (InstitutionKind, InstitutionState))
        is_clear = holds(self.request, _CONTACTS)
        for row in _with_place(rows).values_list(*_OWN, *_PLACE):
            told = dict(zip(_OWN, row, strict=False))
            told["licence_from"], told["licence_until"] = day(row[7]), day(row[8])
            told["kind_label"], told["state_label"] = kinds[row[3]], states[row[4]]
            address, longitude, latitude, system = row[len(_OWN) :]
            told["address"], told["coordinate_source"] = address, system
            told["longitude"] = None if longitude is None else round(longitude, 6)
            told["latitude"] = None if latitude is None else round(latitude, 6)
            yield told if is_clear else _masked(told)

    def note_look(self, keys: list[int]) -> None:
        """Who saw people's names and telephones in clear stands in history."""
        if keys and holds(self.request, _CONTACTS):
            client, at = self.request.auth.client, moment_of(self.request)
            with transaction.atomic():
                record(
                    "client.see_contacts", client, by=self.request.user, at=at, institutions=keys
                )


class Institutions(_Institutions):
    @extend_schema(
        summary="机构列表 / list of institutions",
        parameters=[*filter_parameters(InstitutionFilters), *list_parameters()],
        responses=page_out(InstitutionOut),
    )
    def get(self, request: Request) -> HttpResponse:
        """The filters are those of the county's own list; several are joined by AND."""
        page = self.page()
        self.note_look([row["id"] for row in page.rows])
        return self.answer({"items": page.rows, "next": page.next, "has_more": page.has_more})


class InstitutionMap(_Institutions):
    media_type = "application/geo+json"

    @extend_schema(
        summary="机构分布 / institutions as GeoJSON",
        parameters=[*filter_parameters(InstitutionFilters), *list_parameters()],
        responses={(200, "application/geo+json"): FeatureCollectionOut},
    )
    def get(self, request: Request) -> HttpResponse:
        """RFC 7946: longitude and latitude in WGS 84, whatever they were read in."""
        page = self.page()
        features = [_feature(row) for row in page.rows]
        told = {"type": "FeatureCollection", "features": features}
        return self.answer({**told, "next": page.next, "has_more": page.has_more})


class OneInstitution(_Institutions):
    @extend_schema(
        summary="一家机构 / one institution", parameters=[IF_NONE_MATCH], responses=InstitutionOut
    )
    def get(self, request: Request, institution_id: int) -> HttpResponse:
        """One institution by its key, with an ETag."""
        told = self.one(institution_id)
        self.note_look([told["id"]])
        return self.tagged(told, state_of(told))


class Licence(_Institutions):
    @extend_schema(summary="许可证状态 / status of a licence", responses=LicenceOut)
    def get(self, request: Request, number: str) -> HttpResponse:
        """By the number of the licence or the uniform social credit code: may it teach today?"""
        if not number.isprintable():
            raise NotFound(what="这个证号")
        rows = self.seen().filter(Q(licence_no=number) | Q(credit_code=number)).order_by("pk")
        found = next(self.read(rows[:1]), None)
        if found is None:
            raise NotFound(what="这个证号")
        today = localdate(moment_of(request))
        listed = lists_on(today, [found["id"]]).get(found["id"])
        same = ("name", "state", "state_label", "licence_no", "licence_from", "licence_until")
        told = {
            "institution": found["id"],
            "on": day(today),
            "is_licensed": _is_licensed(found, today),
            "list": listed,
            **{name: found[name] for name in same},
        }
        return self.answer(told)


def _is_licensed(told: dict[str, Any], today: date) -> bool:
    if told["state"] not in (InstitutionState.LICENSED, InstitutionState.RECTIFYING):
        return False
    since, until = told["licence_from"], told["licence_until"]
    return bool(told["licence_no"]) and (since or "") <= str(today) <= (until or "9999")


def _with_place(rows: InstitutionQuerySet) -> InstitutionQuerySet:
    current = FilteredRelation("sites", condition=Q(sites__valid_until__isnull=True))
    number = FloatField()
    return rows.annotate(
        place=current,
        longitude=Func(F("place__point"), function="ST_X", output_field=number),
        latitude=Func(F("place__point"), function="ST_Y", output_field=number),
    )


def _masked(told: dict[str, Any]) -> dict[str, Any]:
    told["legal_person"] = mask_name(told["legal_person"])
    told["principal"] = mask_name(told["principal"])
    told["phone"] = mask_middle(told["phone"], head=3, tail=2)
    return told


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    point = None
    if row["longitude"] is not None:
        point = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
    names = ("name", "kind", "state", "address", "coordinate_source")
    properties = {name: row[name] for name in names}
    return {"type": "Feature", "id": row["id"], "geometry": point, "properties": properties}
