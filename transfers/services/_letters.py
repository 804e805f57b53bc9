"""The letter of a transfer: what its form says, filled from the row and its material list."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.models import OfficerCertificate, User
from common.clock import localdate
from papers.models import OfficialPaper
from papers.services import cited, issue_paper
from policies.queries import basis_on, parameter_values
from transfers.models import Transfer
from transfers.rules import FORM_OF, bare
from transfers.states import TransferKind

# D25 exists only inside a case or its transfer: the database's guard asks for one of the two.
_INSIDE = "case"
_CRIME_BASIS = "CT5"
_REPORT = "涉嫌犯罪案件情况调查报告"


def issue_letter(
    transfer: Transfer, *, by: User, at: datetime, on: date, prints: bool = True
) -> OfficialPaper:
    """The numbered letter, approved by the head. Raises what ``issue_paper`` raises."""
    kind = TransferKind(transfer.kind)
    facts = {"addressee": transfer.receiver_name, "materials": _materials(transfer)}
    facts |= {"summary": transfer.summary, **_OF[kind](transfer, on)}
    inside = _INSIDE if kind == TransferKind.POLICE else ""
    code = FORM_OF[kind]
    return issue_paper(code, facts, about=str(transfer), by=by, at=at, inside=inside, prints=prints)


def _of_administrative(transfer: Transfer, on: date) -> dict[str, Any]:
    return {
        "source": transfer.source,
        "party": _party(transfer),
        "why_not_ours": bare(transfer.grounds),
        "reply_by": transfer.reply_by.isoformat(),
        "contact_person": transfer.proposed_by.full_name,
        "contact_number": _phone(on),
    }


def _of_police(transfer: Transfer, on: date) -> dict[str, Any]:
    reported = localdate(transfer.proposed_at).isoformat()
    return {
        "party": _party(transfer),
        "cause": transfer.cause,
        "reason": bare(transfer.grounds),
        "basis": [cited(basis_on(_CRIME_BASIS, on), on)],
        "decided_on": on.isoformat(),
        "report": {"title": _REPORT, "date": reported},
        "officers": [_officer(one, on) for one in (transfer.proposed_by, transfer.second_officer)],
        "contact_number": _phone(on),
    }


def _of_discipline(transfer: Transfer, on: date) -> dict[str, Any]:
    unit = transfer.institution.name
    return {
        "people": [
            {"name": name, "unit": unit} for name in transfer.people.split("、") if name.strip()
        ],
        "source": transfer.source,
        "contact_person": transfer.proposed_by.full_name,
        "contact_number": _phone(on),
    }


_OF = {
    TransferKind.ADMINISTRATIVE: _of_administrative,
    TransferKind.POLICE: _of_police,
    TransferKind.DISCIPLINE: _of_discipline,
}


def _materials(transfer: Transfer) -> list[dict[str, Any]]:
    return [
        {"no": str(one.no), "name": one.name, "copies": one.copies, "pages": one.pages}
        for one in transfer.files.order_by("no")
    ]


def _party(transfer: Transfer) -> dict[str, Any]:
    institution = transfer.institution
    site = institution.current_site
    return {
        "kind": "organisation",
        "name": institution.name,
        "credit_code": institution.credit_code or "",
        "licence": institution.licence_no or "",
        "person": institution.legal_person or institution.principal,
        "address": site.address if site else "",
    }


def _officer(person: User | None, on: date) -> dict[str, str]:
    held = OfficerCertificate.objects.filter(user=person, valid_from__lte=on, valid_until__gte=on)
    number = held.values_list("number", flat=True).first()
    return {"name": person.full_name if person else "", "certificate_no": number or ""}


def _phone(on: date) -> str:
    return str(parameter_values(on, "organ.contact")["organ.contact"].get("phone", ""))
