"""Visits planned and held together, and findings that are of one's own competence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from inspections.filters import FindingFilters, VisitFilters
from inspections.models import Finding, Visit
from inspections.queries import findings_for, visits_for
from inspections.states import (
    FindingKind,
    FindingVerdict,
    OfficerRole,
    VisitPurpose,
    VisitState,
)
from partners.api.v1.listing import Resource
from partners.api.v1.openapi import IF_NONE_MATCH, filter_parameters, list_parameters
from partners.api.v1.paging import page_out
from partners.api.v1.telling import day, labelled, moment


class OfficerOut(serializers.Serializer):
    """检查人员 / who goes on a visit."""

    name = serializers.CharField(label="姓名", help_text="name of the official")
    department = serializers.CharField(label="部门", help_text="code of the department")
    role = serializers.ChoiceField(OfficerRole.choices, label="身份", help_text="part")
    certificate_no = serializers.CharField(label="执法证号", help_text="may be empty")


class VisitOut(serializers.Serializer):
    """现场检查 / a visit."""

    id = serializers.IntegerField(label="编号", help_text="key in this county")
    institution = serializers.IntegerField(label="机构编号", help_text="who is visited")
    institution_name = serializers.CharField(label="机构名称", help_text="its name")
    purpose = serializers.ChoiceField(VisitPurpose.choices, label="检查类型", help_text="purpose")
    state = serializers.ChoiceField(VisitState.choices, label="状态", help_text="state")
    state_label = serializers.CharField(label="状态名称", help_text="state in words")
    planned_on = serializers.DateField(label="计划日期", help_text="planned day")
    starts_at = serializers.DateTimeField(allow_null=True, label="开始时间", help_text="begin")
    ends_at = serializers.DateTimeField(allow_null=True, label="结束时间", help_text="end")
    officers = OfficerOut(many=True, label="检查人员", help_text="who goes")
    assignments = serializers.ListField(
        child=serializers.IntegerField(), label="协办事项", help_text="assignments it was asked by"
    )
    findings = serializers.IntegerField(
        label="问题数", help_text="findings that this client sees; their list has the rest"
    )


class FindingOut(serializers.Serializer):
    """问题 / a finding."""

    id = serializers.IntegerField(label="编号", help_text="key in this county")
    visit = serializers.IntegerField(label="检查编号", help_text="the visit that found it")
    institution = serializers.IntegerField(label="机构编号", help_text="at whom")
    institution_name = serializers.CharField(label="机构名称", help_text="its name")
    found_on = serializers.DateField(label="发现日期", help_text="day of the visit")
    kind = serializers.ChoiceField(
        FindingKind.choices, label="处理方式", help_text="of education itself, or routed"
    )
    code = serializers.CharField(label="目录编码", help_text="V.. or R.. of the catalogue")
    text = serializers.CharField(label="发现的问题", help_text="in the words of the record")
    verdict = serializers.ChoiceField(
        FindingVerdict.choices,
        allow_null=True,
        label="复核结论",
        help_text="null: not reviewed yet",
    )
    assignments = serializers.ListField(
        child=serializers.IntegerField(), label="协办事项", help_text="by which it was handed over"
    )


class _Visits(Resource):
    scopes = {"GET": "visits:read"}
    feed, filters, called = "visit", VisitFilters, "这次检查"

    def seen(self) -> Any:
        return visits_for(self.request.user)

    def read(self, rows: Any) -> Iterator[dict[str, Any]]:
        found = list(rows.prefetch_related("assignment_links"))
        keys = [row.pk for row in found]
        counts: dict[int, int] = {}
        seen = findings_for(self.request.user).filter(visit__in=keys)
        for key in seen.order_by().values_list("visit_id", flat=True):
            counts[key] = counts.get(key, 0) + 1
        return (self.told(row, counts.get(row.pk, 0)) for row in found)

    def told(self, row: Visit, findings: int) -> dict[str, Any]:
        return {
            "id": row.pk,
            "institution": row.institution_id,
            "institution_name": row.institution.name,
            "purpose": row.purpose,
            "state": row.state,
            "state_label": labelled(VisitState, row.state, self.language),
            "planned_on": day(row.planned_on),
            "starts_at": moment(row.starts_at),
            "ends_at": moment(row.ends_at),
            "officers": [
                {
                    "name": one.user.full_name,
                    "department": one.department.code,
                    "role": one.role,
                    "certificate_no": one.certificate_no,
                }
                for one in row.officers.all()
            ],
            "assignments": sorted(one.assignment_id for one in row.assignment_links.all()),
            "findings": findings,
        }


class Visits(_Visits):
    @extend_schema(
        summary="现场检查列表 / list of visits",
        parameters=[*filter_parameters(VisitFilters), *list_parameters()],
        responses=page_out(VisitOut),
    )
    def get(self, request: Request) -> HttpResponse:
        """Those that the client's department was asked to join or that its people attended."""
        return self.listed()


class OneVisit(_Visits):
    @extend_schema(
        summary="一次现场检查 / one visit", parameters=[IF_NONE_MATCH], responses=VisitOut
    )
    def get(self, request: Request, visit_id: int) -> HttpResponse:
        """Planned or held, with who goes, and an ETag."""
        return self.one_tagged(visit_id)


class _Findings(Resource):
    scopes = {"GET": "findings:read"}
    feed, filters, called = "finding", FindingFilters, "这个问题"

    def seen(self) -> Any:
        return findings_for(self.request.user)

    def read(self, rows: Any) -> Iterator[dict[str, Any]]:
        return (_finding(row) for row in rows.prefetch_related("assignment_links"))


class Findings(_Findings):
    @extend_schema(
        summary="问题列表 / list of findings",
        parameters=[*filter_parameters(FindingFilters), *list_parameters()],
        responses=page_out(FindingOut),
    )
    def get(self, request: Request) -> HttpResponse:
        """Handed to the client's department, or found at visits of its own."""
        return self.listed()


class OneFinding(_Findings):
    @extend_schema(
        summary="一个问题 / one finding", parameters=[IF_NONE_MATCH], responses=FindingOut
    )
    def get(self, request: Request, finding_id: int) -> HttpResponse:
        """In the words of the record, with an ETag."""
        return self.one_tagged(finding_id)


def _finding(row: Finding) -> dict[str, Any]:
    return {
        "id": row.pk,
        "visit": row.visit_id,
        "institution": row.visit.institution_id,
        "institution_name": row.visit.institution.name,
        "found_on": day(row.visit.visited_on),
        "kind": row.kind,
        "code": row.code,
        "text": row.text,
        "verdict": row.reviewed.verdict if row.reviewed else None,
        "assignments": sorted(one.assignment_id for one in row.assignment_links.all()),
    }
