"""The county's history: who did what, to what, and when. Nothing here can be changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.permissions import Permission
from audit.models import AuditEvent, AuditEventQuerySet
from common.clock import CHINA, at_time
from staff.access import staff_page
from staff.forms import DateInput, FilterForm
from staff.institutions.story import detail_of, url_of
from staff.paging import page_of
from staff.words import FAMILIES, Said, say

_ROWS_PER_PAGE = 50


class HistoryFilterForm(FilterForm):
    """By whom, about what, between which days (both included)."""

    wide = ("text",)
    text = forms.CharField(
        label="查找",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "机构、文号、姓名"}),
    )
    person = forms.TypedChoiceField(label="经办人", coerce=int, empty_value=None)
    family = forms.ChoiceField(label="事项", choices=[("", "全部"), *FAMILIES.items()])
    since = forms.DateField(label="自", widget=DateInput)
    until = forms.DateField(label="至", widget=DateInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.values_list("pk", "full_name")
        self.fields["person"].choices = [("", "全部"), *people]  # type: ignore[attr-defined]  # it is a ChoiceField


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the page prints it."""

    event: AuditEvent
    said: Said
    text: str
    url: str


@staff_page(Permission.HISTORY_VIEW)
@require_GET
def history(request: HttpRequest) -> HttpResponse:
    form = HistoryFilterForm(request.GET)
    found = page_of(request, _chosen(form), per_page=_ROWS_PER_PAGE)
    lines = [
        Line(event, say(event.kind, event.after), detail_of(event), url_of(event))
        for event in found
    ]
    return render(
        request, "staff/history/history.html", {"form": form, "page": found, "lines": lines}
    )


def _chosen(form: HistoryFilterForm) -> AuditEventQuerySet:
    chosen = form.chosen()
    events = AuditEvent.objects.all()
    if "text" in chosen:
        events = events.filter(object_label__icontains=chosen["text"])
    if "person" in chosen:
        events = events.filter(actor_id=chosen["person"])
    if "family" in chosen:
        events = events.filter(kind__startswith=f"{chosen['family']}.")
    if "since" in chosen:
        events = events.filter(at__gte=at_time(chosen["since"], 0))
    if "until" in chosen:
        events = events.filter(at__lte=datetime.combine(chosen["until"], time.max, tzinfo=CHINA))
    return events
