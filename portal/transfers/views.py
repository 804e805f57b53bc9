"""The receiver's pages: the PIN, what was transferred, the answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.errors import NotFound
from common.limits import limited
from common.pages import public_page
from portal.pins import PinDoor
from portal.rectification.forms import PinForm
from portal.transfers.forms import AnswerForm
from portal.views import private
from transfers.models import TransferLink
from transfers.queries import link_of
from transfers.services import enter_transfer_link

_DOOR = PinDoor("transfers", "/t/", link_of)


@public_page("The receiver of a transfer comes in by the link and the PIN that it was handed.")
@limited("rectify")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, transfer_token: str) -> HttpResponse:
    """The PIN, or for whoever showed it what was transferred."""
    link = _DOOR.open_link_of(transfer_token)
    if _DOOR.is_in(request, link):
        return _transfer(request, link, transfer_token, AnswerForm(transfer=link.transfer))
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        pin = form.cleaned_data["pin"]
        entered = form.run(enter_transfer_link, transfer_token, pin, at=timezone.now())
        if entered is not None:
            response = redirect("transfers:enter", transfer_token)
            _DOOR.let_in(response, request, entered, transfer_token)
            return private(response)
    status = 422 if form.errors else 200
    return private(render(request, "portal/transfers/pin.html", {"form": form}, status=status))


@public_page("The receiver says what it does; it has shown the PIN within the hour.")
@limited("rectify")
@require_POST
def answer(request: HttpRequest, transfer_token: str) -> HttpResponse:
    """Take the word and show the transfer as it stands then."""
    link = _DOOR.open_link_of(transfer_token)
    if not _DOOR.is_in(request, link):
        return private(redirect("transfers:enter", transfer_token))
    form = AnswerForm(request.POST, transfer=link.transfer)
    if form.is_valid() and form.run(form.answer, link.transfer, at=timezone.now()):
        return private(redirect("transfers:enter", transfer_token))
    return _transfer(request, link, transfer_token, form, status=422)


@public_page("The receiver reads the letter; it has shown the PIN within the hour.")
@limited("rectify")
@require_GET
def letter(request: HttpRequest, transfer_token: str) -> HttpResponse:
    """The printed letter as it was signed."""
    link = _DOOR.open_link_of(transfer_token)
    if not _DOOR.is_in(request, link):
        return private(redirect("transfers:enter", transfer_token))
    paper = link.transfer.paper
    if paper is None or paper.document is None:
        raise NotFound(what="移送函")
    response = HttpResponse(paper.document.content, content_type="application/pdf")
    name = f"{paper.title}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return private(response)


def _transfer(
    request: HttpRequest, link: TransferLink, token: str, form: AnswerForm, status: int = 200
) -> HttpResponse:
    page = {
        "transfer": link.transfer,
        "files": link.transfer.files.all(),
        "form": form,
        "may_answer": bool(form.fields["step"].choices),
        "transfer_token": token,
    }
    return private(render(request, "portal/transfers/transfer.html", page, status=status))
