"""The file of an archived case: bound for reading, packed with checksums for proving."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission as P
from audit.services import record
from cases.models import CaseArchive
from common.errors import NotFound
from staff.access import staff_page
from staff.cases.page import get_case
from staff.files import file_response


@staff_page(P.CASE_VIEW)
@require_GET
def bound(request: HttpRequest, case_id: int, archive_id: int) -> HttpResponse:
    """One PDF/A of the whole file, with bookmarks and running page numbers."""
    archive = _archive(request, case_id, archive_id)
    return file_response(archive.bound, download=True)


@staff_page(P.CASE_VIEW)
@require_GET
def package(request: HttpRequest, case_id: int, archive_id: int) -> HttpResponse:
    """The single papers as they are stored, with manifest, checksums and verifier."""
    archive = _archive(request, case_id, archive_id)
    return file_response(archive.package, download=True)


def _archive(request: HttpRequest, case_id: int, archive_id: int) -> CaseArchive:
    """That a whole file was taken out stands in the history. Raises NotFound."""
    case = get_case(case_id, user=request.user)
    rows = case.archives.select_related("bound", "package")
    archive: CaseArchive | None = rows.filter(pk=archive_id).first()
    if archive is None:
        raise NotFound(what="这份案卷")
    record("case.take_file", case, by=request.user, at=timezone.now(), no=archive.no)
    return archive
