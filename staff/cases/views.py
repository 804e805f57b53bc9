"""Cases: the list, a new clue, the page of one case, its acts, a look at a sealed number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require
from accounts.permissions import Permission as P
from cases.filters import CaseFilters
from cases.models import CaseDeadline, CaseOfficer
from cases.queries import cases_of, watches
from cases.services import reveal_party
from cases.states import ClueSource
from common.clock import localdate
from common.errors import NotFound
from deadlines.models import Deadline
from enforcement.models import Clue
from papers.models import OfficialPaper
from staff.access import staff_page
from staff.cases.acts import Act, offers_of
from staff.cases.forms.clues import ClueForm
from staff.cases.page import facts_of, get_case
from staff.cases.register import ACTS, BY_SLUG
from staff.cases.reveal_form import RevealForm
from staff.files import file_response
from staff.filter_bar import asker_of, bar_of
from staff.paging import page_of


@staff_page(P.CASE_VIEW)
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """The list, the newest first."""
    filters = CaseFilters(request.GET, asker=asker_of(request))
    page = page_of(request, filters.listed(cases_of(request.user)))
    keys = [case.pk for case in page.object_list]
    shown = {
        "form": bar_of(filters),
        "page": page,
        "today": localdate(timezone.now()),
        "people": _people(keys),
        "due": _due(keys),
        "may_register": request.user.has(P.CASE_HANDLE),
        "may_watch": watches(request.user),
    }
    rows = [
        (case, shown["people"].get(case.pk, ""), shown["due"].get(case.pk))
        for case in page.object_list
    ]
    return render(request, "staff/cases/cases.html", {**shown, "rows": rows})


def _people(keys: list[int]) -> dict[int, str]:
    """Names of who handles these cases now."""
    found: dict[int, list[str]] = {}
    for one in CaseOfficer.objects.standing().filter(case__in=keys).select_related("user"):
        found.setdefault(one.case_id, []).append(one.user.full_name)
    return {key: "、".join(names) for key, names in found.items()}


def _due(keys: list[int]) -> dict[int, Deadline]:
    """The nearest open deadline of each of these cases."""
    links = CaseDeadline.objects.filter(
        case__in=keys, deadline__in=Deadline.objects.open()
    ).select_related("deadline")
    found: dict[int, Deadline] = {}
    for link in sorted(links, key=lambda link: link.deadline.due_on):
        found.setdefault(link.case_id, link.deadline)
    return found


@staff_page(P.CASE_HANDLE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Register a clue by hand; ``?clue=`` takes over one that a visit gave."""
    now, clue = timezone.now(), _clue(request)
    known: dict[str, Any] = {"found_on": localdate(now), "lead": request.user.pk}
    if clue is not None:
        known |= {"source": ClueSource.INSPECTION, "text": clue.text}
        known["found_on"] = localdate(clue.recorded_at)
    form = ClueForm(
        request.POST if request.method == "POST" else None, today=localdate(now), initial=known
    )
    if request.method == "POST" and form.is_valid():
        clue_id = clue.pk if clue else None
        case = form.run(form.register, clue_id=clue_id, by=request.user, at=now)
        if case is not None:
            messages.success(request, "已登记线索，请登记当事人、认定违法情形并核查。")
            return redirect("staff:case", case.pk)
    return render(request, "staff/cases/new.html", {"form": form, "clue": clue})


def _clue(request: HttpRequest) -> Clue | None:
    """The clue of a visit that a case begins with. Raises NotFound."""
    asked = request.GET.get("clue", "")
    if not asked:
        return None
    rows = Clue.objects.visible_to(request.user).standing().filter(case__isnull=True)
    is_key = asked.isascii() and asked.isdecimal() and len(asked) < 12
    clue = rows.filter(pk=asked).select_related("finding").first() if is_key else None
    if clue is None:
        raise NotFound(what="这条线索")
    return clue


@staff_page(P.CASE_VIEW)
@require_GET
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Where it stands, what comes next, everything that is on file."""
    found = get_case(case_id, user=request.user)
    return render(request, "staff/cases/case.html", facts_of(found, request.user, timezone.now()))


@staff_page(P.CASE_VIEW)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, case_id: int, slug: str, row_id: int | None = None) -> HttpResponse:
    """One act on a case; typed words stay when the verb refuses."""
    found, wanted, now = get_case(case_id, user=request.user), _act(slug), timezone.now()
    require(request.user, wanted.permission)
    row = wanted.row_of(found, row_id)
    if (wanted.rows is None) != (row is None):
        raise NotFound(what="要办理的事项")
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = wanted.form(*sent, case=found, row=row, user=request.user, at=now)
    if request.method == "POST" and form.is_valid():
        result = form.run(form.do, by=request.user, at=now)
        if result is not None:
            messages.success(request, wanted.done or f"已{wanted.label}。")
            return _on(found.pk, result)
    url = wanted.url(found, row)
    offered = [one.button.url for one in offers_of(ACTS, found, request.user).all]
    shown = {
        "case": found,
        "act": wanted,
        "form": form,
        "row": row,
        "is_offered": url in offered,
        "has_range": wanted.slug == "decision",
    }
    return render(request, "staff/cases/act.html", shown)


def _act(slug: str) -> Act:
    """Raises NotFound."""
    if slug not in BY_SLUG:
        raise NotFound(what="这个事项")
    return BY_SLUG[slug]


def _on(case_id: int, result: object) -> HttpResponse:
    """A new draft of a paper is filled in next; everything else leads back to the case."""
    if isinstance(result, OfficialPaper):
        return redirect("staff:paper-edit", result.pk)
    return redirect("staff:case", case_id)


@staff_page(P.CASE_HANDLE, P.CASE_ENDORSE, P.CASE_REVIEW, P.CASE_DECIDE)
@never_cache
@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest, case_id: int) -> HttpResponse:
    """The numbers of the party in clear, on this answer alone; the purpose is on record."""
    found = get_case(case_id, user=request.user)
    form = RevealForm(request.POST if request.method == "POST" else None)
    shown = None
    if request.method == "POST" and form.is_valid():
        shown = form.run(
            reveal_party,
            found.pk,
            purpose=form.cleaned_data["purpose"],
            by=request.user,
            at=timezone.now(),
        )
    return render(
        request, "staff/cases/reveal.html", {"case": found, "form": form, "revealed": shown}
    )


@staff_page(P.CASE_VIEW)
@require_GET
def evidence_file(request: HttpRequest, case_id: int, evidence_id: int) -> HttpResponse:
    """A piece of evidence that was uploaded to the case, as it came."""
    found = get_case(case_id, user=request.user)
    one = found.evidence.filter(pk=evidence_id, file__isnull=False).select_related("file").first()
    if one is None:
        raise NotFound(what="这份证据的扫描件")
    return file_response(one.file)
