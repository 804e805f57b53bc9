"""The party whose addresses are confirmed: found from a case, a paper, or an older confirmation."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from cases.queries import address_key
from common.errors import NotFound
from papers.queries import get_paper
from serving.models import AddressConfirmation
from serving.queries import confirmations_for
from staff.cases.page import get_case
from staff.serving.owners import named_party


@dataclass(frozen=True, slots=True)
class Whose:
    """A party, the address that is known of it, and the page that one came from."""

    name: str
    key: str
    address: str
    back: str


def whose_from(request: HttpRequest) -> Whose:
    """By ``?case=``, ``?paper=`` or ``?replaces=``. Raises NotFound."""
    for name, find in (("case", _of_case), ("paper", _of_paper), ("replaces", _of_older)):
        asked = request.GET.get(name, "")
        if asked.isascii() and asked.isdecimal() and len(asked) < 12:
            found = find(request, int(asked))
            if found.name:
                return found
    raise NotFound(what="受送达人")


def get_confirmation(request: HttpRequest, confirmation_id: int) -> AddressConfirmation:
    """Raises NotFound, also when the person may not know of it."""
    row = confirmations_for(request.user).filter(pk=confirmation_id).first()
    if row is None:
        raise NotFound(what="这份送达地址确认书")
    return row


def _of_case(request: HttpRequest, case_id: int) -> Whose:
    case = get_case(case_id, user=request.user)
    back = reverse("staff:case", args=[case.pk])
    if case.party is None:
        return Whose("", "", "", back)
    return Whose(case.party.name, address_key(case.party), case.party.address, back)


def _of_paper(request: HttpRequest, paper_id: int) -> Whose:
    paper = get_paper(paper_id, user=request.user)
    return Whose(*named_party(paper), reverse("staff:paper", args=[paper.pk]))


def _of_older(request: HttpRequest, confirmation_id: int) -> Whose:
    row = get_confirmation(request, confirmation_id)
    return Whose(row.party_name, row.party_key, "", reverse("staff:address", args=[row.pk]))
