"""Whose paper it is: a case's, a penalty's on the spot, or nobody's but its own."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission as P
from cases.models import CaseOfficer, CasePaper
from cases.queries import address_key
from cases.services import serve_spot_paper, stands
from papers.models import OfficialPaper
from serving.demands import party_key
from serving.models import ConfirmationQuerySet, Delivery
from serving.queries import confirmations_for, is_out_for_service, served_to
from serving.services import Served, serve_paper
from staff.buttons import Button


def owner_of(paper: OfficialPaper) -> CasePaper | None:
    """The link of a paper to its case or penalty; None for a paper that stands alone."""
    links = CasePaper.objects.select_related("case__party", "spot__party", "notice")
    return links.filter(paper=paper).first()


def serve_owned(
    paper: OfficialPaper, served: Served, *, repeats: bool, by: User, at: datetime
) -> Delivery:
    """Serve a paper that belongs to no case, by the verb of its owner.

    Raises what the verbs raise.
    """
    link = owner_of(paper)
    if link is not None and link.spot_id:
        return serve_spot_paper(link.spot_id, served, repeats=repeats, by=by, at=at)
    return serve_paper(paper.pk, served, repeats=repeats, by=by, at=at)


def named_party(paper: OfficialPaper) -> tuple[str, str, str]:
    """Name, key and address of the party that a paper is for; empty where it names none."""
    link = owner_of(paper)
    thing = (link.case or link.spot) if link else None
    if thing is not None and thing.party is not None:
        return thing.party.name, address_key(thing.party), thing.party.address
    party = served_to(paper)
    if not isinstance(party, dict):
        name = str(party or "").strip()
        return name, party_key(name), ""
    name = str(party.get("name") or "").strip()
    key = party_key(name, credit_code=str(party.get("credit_code") or ""))
    return name, key, str(party.get("address") or "")


def consents_for(paper: OfficialPaper, user: User) -> ConfirmationQuerySet:
    """Consents to electronic service of the party of a paper, also those that ended since."""
    return confirmations_for(user).of_party(named_party(paper)[1]).filter(consents_electronic=True)


def buttons_of(
    paper: OfficialPaper, served: Delivery | None, user: User, link: CasePaper | None
) -> list[Button]:
    """What this person may enter about the service of a paper now; the verb asks again."""
    if link is not None and not stands(link):
        return []
    if not is_out_for_service(paper) or not user.has(P.NOTICE_SERVE) or not _may_enter(user, link):
        return []
    case_id = link.case_id if link else None
    if served is None:
        serve = Button(_url("serve", paper, case_id), "登记送达", "truck-delivery", "primary")
        tried = Button(_url("attempt", paper, case_id), "登记送达未成", "alert-circle")
        return [serve, tried]
    return [Button(_url("serve-again", paper, case_id), "登记再次送达", "refresh")]


def _may_enter(user: User, link: CasePaper | None) -> bool:
    if link is None:
        return True
    if link.case_id is None:
        return user.has(P.CASE_HANDLE)
    return CaseOfficer.objects.standing().filter(case=link.case_id, user=user).exists()


def _url(act: str, paper: OfficialPaper, case_id: int | None) -> str:
    if case_id is not None:
        return reverse("staff:case-act", args=[case_id, act])
    return reverse(f"staff:paper-{act}", args=[paper.pk])
