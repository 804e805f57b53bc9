"""A county's own words for its forms: read, proposed, looked at as a paper, taken by another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission
from common.clock import localdate
from common.errors import NotFound
from papers.catalogue import Form, all_forms, get_form
from papers.county_words import part_label, parts_of, sharing, words_for
from papers.models import FormWording, WordingProposal
from papers.queries import (
    forms_in_own_words,
    get_wording_proposal,
    own_words,
    same_proposals,
    waiting_wordings,
    wordings_of,
)
from papers.services import (
    discard_wording,
    propose_wording,
    specimen_pdf,
    take_wording,
    wording_refusal,
    words_on,
)
from papers.states import WordingState
from staff.access import staff_page
from staff.files import bytes_response
from staff.rules.wording_forms import LEFT_OUT, OWN, STANDARD, WordingForm
from staff.rules.wording_words import (
    difference,
    history_in_words,
    parts_in_words,
    said_by,
)

_MAY_READ = (Permission.POLICY_EDIT, Permission.POLICY_CONFIRM)


@staff_page(*_MAY_READ)
@require_GET
def wordings(request: HttpRequest) -> HttpResponse:
    """Every form that holds today: in how many parts the county speaks for itself, what waits."""
    today = localdate(timezone.now())
    waiting = waiting_wordings()
    of_form = {form.code: form for form in all_forms(today)}
    own = forms_in_own_words(today)
    page = {
        "tab": "wordings",
        "rows": [
            (form, own.get(code, 0), sum(one.code == code for one in waiting))
            for code, form in of_form.items()
        ],
        "waiting": [
            (one, of_form[one.code], part_label(of_form[one.code], one.paragraph))
            for one in waiting
            if one.code in of_form
        ],
    }
    return render(request, "staff/rules/wordings.html", page)


@staff_page(*_MAY_READ)
@require_GET
def wording(request: HttpRequest, code: str) -> HttpResponse:
    """One form, part by part: the standard, the county's words, the difference."""
    today = localdate(timezone.now())
    form = get_form(code, today)
    page = {
        "form": form,
        "parts": parts_in_words(form, wordings_of(code), waiting_wordings(code), today),
        "may_edit": request.user.has(Permission.POLICY_EDIT),
        "today": today,
    }
    return render(request, "staff/rules/wording.html", page)


@staff_page(*_MAY_READ)
@require_GET
def specimen(request: HttpRequest, code: str) -> HttpResponse:
    """The form as it would be printed today, in the county's words, on named blanks."""
    today = localdate(timezone.now())
    pdf = specimen_pdf(code, {}, today)
    name = f"{get_form(code, today).title}（样张）.pdf"
    return bytes_response(pdf, media_type="application/pdf", name=name, keep_s=0)


@staff_page(Permission.POLICY_EDIT)
@require_http_methods(["GET", "POST"])
def word(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """Propose other words for one part; nothing holds before another person takes them."""
    today = localdate(timezone.now())
    official, standard = _part_of(code, part, today)
    own = own_words(code, today).get(part)
    start = {"way": OWN, "text": standard if own is None else own, "valid_from": today}
    others = sharing(all_forms(today), official, part)
    form = WordingForm(request.POST or None, part=part, others=others, initial=start)
    if request.method == "POST" and form.is_valid():
        row = form.run(
            propose_wording,
            *(code, part, form.words, form.cleaned_data["valid_from"]),
            source=form.cleaned_data["source"],
            also=form.cleaned_data.get("also", ()),
            by=request.user,
            at=timezone.now(),
        )
        if row:
            messages.success(request, "已提出，须由另一名有权的人员采用后才生效。")
            return redirect("staff:wording-proposal", row.pk)
    rows = [row for row in wordings_of(code) if row.paragraph == part]
    page = {
        "official": official,
        "part": part,
        "label": part_label(official, part),
        "standard": standard,
        "form": form,
        "words": words_for(official),
        "past": history_in_words(rows, standard),
        "today": today,
        "preview": _told(form, official, part, standard) if form.is_bound else None,
    }
    return render(request, "staff/rules/word.html", page, status=422 if form.is_bound else 200)


@staff_page(Permission.POLICY_EDIT)
@require_POST
def preview(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """What is being typed, against the standard text; nothing is saved."""
    official, standard = _part_of(code, part, localdate(timezone.now()))
    form = WordingForm(request.POST, part=part, others=[])
    page = {"preview": _told(form, official, part, standard)}
    return render(request, "staff/rules/_word_preview.html", page)


@staff_page(*_MAY_READ)
@require_GET
def proposal(request: HttpRequest, wording_id: int) -> HttpResponse:
    """What somebody proposed, beside the standard, with the paper it would make."""
    row, today = get_wording_proposal(wording_id), localdate(timezone.now())
    official, standard = _part_of(row.code, row.paragraph, max(row.valid_from, today))
    is_waiting = row.state == WordingState.WAITING
    page = {
        "row": row,
        "official": official,
        "label": part_label(official, row.paragraph),
        "standard": standard,
        "said": said_by(row, standard),
        "pieces": difference(standard, said_by(row, standard)),
        "same": [get_form(one.code, today) for one in same_proposals(row)] if is_waiting else [],
        "problem": _problem(row, today) if is_waiting else "",
        "may_take": is_waiting
        and request.user.has(Permission.POLICY_CONFIRM)
        and row.proposed_by_id != request.user.pk,
        "is_waiting": is_waiting,
        "today": today,
    }
    return render(request, "staff/rules/wording_proposal.html", page)


@staff_page(*_MAY_READ)
@require_GET
def proposal_specimen(request: HttpRequest, wording_id: int) -> HttpResponse:
    """The paper that a proposal would make, on named blanks."""
    row, today = get_wording_proposal(wording_id), localdate(timezone.now())
    on = max(row.valid_from, today)
    pdf = specimen_pdf(row.code, words_on(row, on), on)
    name = f"{get_form(row.code, on).title}（样张）.pdf"
    return bytes_response(pdf, media_type="application/pdf", name=name, keep_s=0)


@staff_page(Permission.POLICY_CONFIRM)
@require_POST
def take(request: HttpRequest, wording_id: int) -> HttpResponse:
    """Take what another person proposed."""
    with_same = "with_same" in request.POST
    made: FormWording = take_wording(
        wording_id, by=request.user, at=timezone.now(), with_same=with_same
    )
    messages.success(request, "已采用；已经批准的文书不变。")
    return redirect("staff:wording", made.code)


@staff_page(*_MAY_READ)
@require_POST
def discard(request: HttpRequest, wording_id: int) -> HttpResponse:
    """Leave a proposal."""
    row: WordingProposal = discard_wording(wording_id, by=request.user, at=timezone.now())
    messages.success(request, "已放弃这份修改，表述没有改动。")
    return redirect("staff:wording", row.code)


def _part_of(code: str, part: str, on: date) -> tuple[Form, str]:
    """The form and the standard words of one of its parts. Raises FormMissing, NotFound."""
    form = get_form(code, on)
    parts = parts_of(form)
    if part not in parts:
        raise NotFound(what=f"{form}的这一段")
    return form, parts[part]


def _problem(row: WordingProposal, today: date) -> str:
    """Why taking it would be refused today, before anybody clicks."""
    on = max(row.valid_from, today)
    return wording_refusal(row.code, row.paragraph, words_on(row, on)[row.paragraph], on)


def _told(form: WordingForm, official: Form, part: str, standard: str) -> dict[str, Any] | None:
    """Difference and refusal of what is being typed; None until a day and a way are chosen."""
    form.is_valid()
    sent = form.cleaned_data
    if not {"way", "valid_from", "text"} <= sent.keys():
        return None
    text = {OWN: sent["text"], LEFT_OUT: "", STANDARD: standard}[sent["way"]]
    return {
        "pieces": difference(standard, text),
        "is_same": text.strip() == standard.strip(),
        "problem": wording_refusal(official.code, part, text, sent["valid_from"]),
    }
