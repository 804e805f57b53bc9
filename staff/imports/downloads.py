"""Workbooks that go out: an export, a template, the rows that could not be taken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from common.clock import localdate
from common.errors import NotFound
from common.workbooks import MEDIA_TYPE
from imports.queries import (
    courses_workbook,
    institutions_workbook,
    lists_for,
    rejected_workbook,
    staff_workbook,
    template_workbook,
)
from imports.states import ListKind
from institutions.filters import InstitutionFilters
from institutions.models import InstitutionQuerySet
from institutions.queries import institutions_for
from staff.access import staff_page
from staff.files import bytes_response
from staff.filter_bar import asker_of


@staff_page(P.INSTITUTION_EDIT)
@require_GET
def rejected(request: HttpRequest, import_id: int) -> HttpResponse:
    """The rows of a list that could not be taken, each with its reason."""
    found = get_object_or_404(lists_for(request.user), pk=import_id)
    return _workbook(rejected_workbook(found), f"不能导入的行-{found.file_name}")


@staff_page(P.INSTITUTION_EDIT)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty list with the columns that are taken."""
    kind = request.GET.get("kind", ListKind.INSTITUTIONS)
    if kind not in ListKind.values:
        raise NotFound(what="这种名单的模板")
    return _workbook(template_workbook(kind), f"{ListKind(kind).label}名单模板.xlsx")


@staff_page(P.INSTITUTION_VIEW)
@require_GET
def institutions(request: HttpRequest) -> HttpResponse:
    """The list of institutions as it is filtered on its page."""
    rows = _shown(request)
    return _workbook(institutions_workbook(rows), f"机构名录{localdate(timezone.now())}.xlsx")


@staff_page(P.INSTITUTION_EDIT)
@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    """Those whom the institutions of the list employ; for clerks only, it names people."""
    return _workbook(staff_workbook(_shown(request)), f"从业人员{localdate(timezone.now())}.xlsx")


@staff_page(P.INSTITUTION_VIEW)
@require_GET
def courses(request: HttpRequest) -> HttpResponse:
    """What the institutions of the list offer."""
    return _workbook(courses_workbook(_shown(request)), f"课程{localdate(timezone.now())}.xlsx")


def _shown(request: HttpRequest) -> InstitutionQuerySet:
    filters = InstitutionFilters(request.GET, asker=asker_of(request))
    return filters.narrow(institutions_for(request.user))


def _workbook(content: bytes, name: str) -> HttpResponse:
    name = f"{name.rpartition('.')[0] or name}.xlsx"
    return bytes_response(content, media_type=MEDIA_TYPE, name=name, download=True, keep_s=0)
