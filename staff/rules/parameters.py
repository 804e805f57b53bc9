"""Parameters: what holds today, since when and by what paper; a new value from a day on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission
from audit.models import AuditEvent
from audit.queries import history_of
from common.clock import localdate
from common.errors import NotFound
from policies.models import Parameter
from policies.queries import (
    ParameterDefinition,
    parameter_history,
    parameters_from,
    parameters_of_county,
    parameters_of_law,
    parameters_on,
)
from policies.services import set_parameter
from staff.access import staff_page
from staff.rules import preview as previews
from staff.rules.parameter_form import ParameterForm
from staff.rules.values import in_words

# The first part of a key, and the heading under which people look for it; important ones first.
# A part that stands in no group could not be found: tests/staff/rules sees to that.
_GROUPS = (
    ("机关", "building-bank", ("organ",)),
    ("文书编号和印章", "hash", ("notice", "paper")),
    (
        "本县的期限",
        "calendar-time",
        ("rectification", "stop", "deadline", "spot", "followup", "serving", "assignment"),
    ),
    (
        "办案和处罚",
        "gavel",
        ("case", "hearing", "legal_review", "publication", "archive", "transfer", "filereview"),
    ),
    ("检查和地图", "map-pin", ("visit", "map", "place", "draw")),
    ("现场设备", "camera", ("field",)),
    ("机构登记规则", "certificate", ("licence", "staff", "venue", "material")),
    ("托管规则", "home", ("care",)),
    ("年检和信用", "scale", ("annual", "credit")),
    ("预收费监管", "building-bank", ("funds",)),
    ("账户和资料", "users", ("account", "keeping")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One parameter as the list shows it; ``row`` is None while it has no value."""

    key: str
    label: str
    row: Parameter | None
    words: str
    later: list[tuple[date, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Past:
    """One value a key has had, and who set it."""

    row: Parameter
    words: str
    event: AuditEvent | None


@staff_page(Permission.POLICY_EDIT, Permission.POLICY_CONFIRM)
@require_GET
def parameters(request: HttpRequest) -> HttpResponse:
    today = localdate(timezone.now())
    rows = {row.key: row for row in parameters_on(today)}
    later: dict[str, list[tuple[date, str]]] = {}
    for row in parameters_from(today):
        if row.valid_from > today:
            later.setdefault(row.key, []).append((row.valid_from, in_words(row.value)))
    labels = {key: one.label for key, one in parameters_of_county().items()}
    groups = [(title, icon, _lines(labels, rows, later, starts)) for title, icon, starts in _GROUPS]
    page = {
        "tab": "parameters",
        "groups": groups,
        "fixed": _lines(parameters_of_law(), rows, later),
        "missing": [line.label for _, _, lines in groups for line in lines if _is_missing(line)],
        "today": today,
    }
    return render(request, "staff/rules/parameters.html", page)


def _lines(
    labels: dict[str, str],
    rows: dict[str, Parameter],
    later: dict[str, list[tuple[date, str]]],
    starts: tuple[str, ...] = (),
) -> list[Line]:
    return [
        Line(
            key=key,
            label=label,
            row=rows.get(key),
            words=in_words(rows[key].value) if key in rows else "（尚未设定）",
            later=later.get(key, []),
        )
        for key, label in labels.items()
        if not starts or key.partition(".")[0] in starts
    ]


def _is_missing(line: Line) -> bool:
    """No paper can be approved without the organ's name (parameter_missing)."""
    return line.row is None or (line.key == "organ.name" and not line.row.value)


@staff_page(Permission.POLICY_EDIT, Permission.POLICY_CONFIRM)
@require_http_methods(["GET", "POST"])
def parameter(request: HttpRequest, key: str) -> HttpResponse:
    """One key with its history; POST sets it from a day on."""
    today = localdate(timezone.now())
    rows = list(parameter_history(key))
    definition = parameters_of_county().get(key)
    label = definition.label if definition else parameters_of_law().get(key)
    if label is None:
        raise NotFound(what=f"名为{key}的参数")
    if definition is None and request.method == "POST":  # the verb says why, in its own words
        set_parameter(key, None, today, by=request.user, at=timezone.now(), source="")
    form = _form_of(request, definition, rows, today) if definition else None
    if form is not None and form.is_valid() and _set(request, key, form):
        messages.success(request, f"“{label}”已设定。")
        return redirect("staff:parameter", key)
    now = next((row for row in rows if row.valid_from <= today), None)
    page = {
        "key": key,
        "label": label,
        "definition": definition,
        "form": form,
        "now": now,
        "words": in_words(now.value) if now else "（尚未设定）",
        "past": _past(rows),
        "today": today,
        "effect": previews.effect_of(key),
        "may_edit": form is not None and request.user.has(Permission.POLICY_EDIT),
        "preview": _preview(form, definition, rows, today) if form and form.is_bound else None,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "staff/rules/parameter.html", page, status=status)


def _form_of(
    request: HttpRequest, definition: ParameterDefinition, rows: list[Parameter], today: date
) -> ParameterForm:
    """The form, beginning with the value that holds today."""
    start = next((row.value for row in rows if row.valid_from <= today), definition.value)
    sent = request.POST if request.method == "POST" else None
    return ParameterForm(sent, definition=definition, value=start, initial={"valid_from": today})


def _set(request: HttpRequest, key: str, form: ParameterForm) -> Parameter | None:
    return form.run(
        set_parameter,
        key,
        form.value,
        form.cleaned_data["valid_from"],
        by=request.user,
        at=timezone.now(),
        source=form.cleaned_data["source"],
    )


@staff_page(Permission.POLICY_EDIT)
@require_POST
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """The sentences about what is being typed; nothing is saved."""
    definition = parameters_of_county().get(key)
    if definition is None:
        raise NotFound(what=f"名为{key}的参数")
    today = localdate(timezone.now())
    rows = list(parameter_history(key))
    form = _form_of(request, definition, rows, today)
    page = {"preview": _preview(form, definition, rows, today), "key": key}
    return render(request, "staff/rules/_preview.html", page)


def _preview(
    form: ParameterForm, definition: ParameterDefinition, rows: list[Parameter], today: date
) -> dict[str, Any] | None:
    """Sentences and an example; None while the form is not filled in (the paper may come last)."""
    if set(form.errors) - {"source", "__all__"}:
        return None
    since, value = form.cleaned_data["valid_from"], form.value
    codes = {row.key: row.value for row in parameters_on(since).filter(key="organ.code")}
    return {
        "sentences": [
            *previews.sentences(definition, value, since, rows=rows, today=today),
            *previews.impact_in_words(definition, value, since),
        ],
        "example": previews.example_of(
            definition.kind, value, organ=codes.get("organ.code", ""), today=today
        ),
    }


def _past(rows: list[Parameter]) -> list[Past]:
    """With who set each value; what came with the software has nobody."""
    events = {event.object_id: event for event in history_of(*rows)} if rows else {}
    return [Past(row, in_words(row.value), events.get(str(row.pk))) for row in rows]
