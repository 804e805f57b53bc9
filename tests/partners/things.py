"""One of everything that machines of partners can ask for, and a right call for every address."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any

from django.db import connection

from documents.rendering import render_pdf
from funds.payments import payment_layouts
from funds.services import name_service
from partners.api.v1.reading import Operation, operations
from tenants.models import County
from tests.factories import cases as scenes
from tests.factories import endings, fund_scenes, funds
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.assignments import AssignmentFactory
from tests.factories.clients import Caller, ClientFactory
from tests.factories.documents import notice_payload
from tests.factories.enforcement import NoticeFactory
from tests.factories.inspections import FindingAssignmentFactory, VisitAssignmentFactory
from tests.factories.institutions import BUSINESS_CODE, InstitutionFactory
from tests.factories.papers import OfficialPaperFactory
from tests.factories.transfers import TransferFactory, TransferFileFactory
from tests.times import DAY, NOON
from transfers.states import TransferState

V1 = "/api/v1/"
FAR = 10**6  # keys of the neighbour begin behind it
_ROOM = "/api/v1/assignments/{assignment_id}"
_TRANSFER = "/api/v1/transfers/{transfer_id}"
_BANK = ("bank-lines", "orders", "payment-files")


@dataclass
class Things:
    """What one county has. ``blanks``: by address, what may stand in it; ``account``: its number."""

    county: Any
    account: str
    partner: Caller
    bank: Caller
    blanks: dict[str, dict[str, Any]] = field(default_factory=dict)
    orders: list[int] = field(default_factory=list)
    department: str = "fire"

    def machine(self, path: str) -> Caller:
        """Whose address it is."""
        return self.bank if path.removeprefix(V1).split("/")[0] in _BANK else self.partner

    def body(self, one: Operation) -> dict[str, Any]:
        """What the call says, so that it is taken."""
        return _BODIES.get(one.path.removeprefix(V1), lambda things: {})(self)

    def ask(self, one: Operation, *, by: Caller | None = None, of: Things | None = None) -> Any:
        """A right call to the address, for what this county has, or another (``of``)."""
        named = of or self
        path = one.path.format(**named.blanks.get(one.path, {}))
        caller = by or self.machine(one.path)
        if one.method == "GET":
            return caller.get(path)
        if one.method == "PATCH":
            return caller.send_part(path, pdf()[:100])
        return caller.post(path, named.body(one))


def things_of(county: Any, *, number: str, department: str = "fire") -> Things:
    """Furnish the current county so that every address of the API has something to answer."""
    County.objects.filter(pk=county.pk).update(is_demonstration=True)
    scenes.law()
    fund_scenes.law()
    account = funds.account(funds.supervisor(), number=number)
    partner = Caller(county, ClientFactory(calls_per_minute=10**6))
    bank = Caller(county, ClientFactory(bank=True, calls_per_minute=10**6))
    name_service(account.bank_id, bank.client.user_id, by=funds.supervisor(), at=NOON)
    DepartmentFactory(code=department, name="县消防大队", kind="fire")
    things = Things(county, number, partner, bank, department=department)
    _registry(things)
    _visits(things)
    _papers(things)
    _assignments(things)
    _transfers(things)
    _money(things, account)
    return things


def apart() -> None:
    """From here on keys of this county are such as no other has; no rollback ever takes one back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass,"
            " greatest(last_value, %s)) FROM pg_sequences WHERE schemaname = current_schema()",
            [FAR],
        )


def _registry(things: Things) -> None:
    row = InstitutionFactory(site=True)
    UserFactory(registry_clerk=True)  # who acts in the sandbox
    told = things.partner.post("registry-events", _event(things, reference="SJ-0")).json()
    things.blanks |= {
        f"{V1}institutions/{{institution_id}}": {"institution_id": row.pk},
        f"{V1}licences/{{number}}": {"number": row.licence_no},
        f"{V1}registry-events/{{event_id}}": {"event_id": told["id"]},
    }


def _visits(things: Things) -> None:
    department = things.partner.client.user.department
    visit = VisitAssignmentFactory(assignment__asked_of=department).visit
    finding = FindingAssignmentFactory(assignment__asked_of=department).finding
    notice = NoticeFactory(served=True)
    VisitAssignmentFactory(visit=notice.visit, assignment__asked_of=department)
    things.blanks |= {
        f"{V1}visits/{{visit_id}}": {"visit_id": visit.pk},
        f"{V1}findings/{{finding_id}}": {"finding_id": finding.pk},
        f"{V1}notices/{{notice_id}}": {"notice_id": notice.pk},
        f"{V1}notices/{{notice_id}}/pdf": {"notice_id": notice.pk},
    }


def _papers(things: Things) -> None:
    row = endings.published(endings.handed_over(scenes.People()))
    for tail in ("", "/pdf"):
        things.blanks[f"{V1}penalties/{{penalty_id}}{tail}"] = {"penalty_id": row.pk}


def _assignments(things: Things) -> None:
    """One for each verb; one with a file, and with one that has come in part."""
    user = things.partner.client.user
    for tail in ("", "/accept", "/answer", "/decline", "/uploads"):
        row = AssignmentFactory(asked_of=user.department)
        things.blanks[_ROOM + tail] = {"assignment_id": row.pk}
    asked = AssignmentFactory(asked_by=user)
    things.blanks[f"{_ROOM}/withdraw"] = {"assignment_id": asked.pk}
    uploads = _ROOM.format(assignment_id=row.pk) + "/uploads"
    whole, part = (
        things.partner.post(uploads, announced(content)).json()["id"]
        for content in (pdf(), pdf() + b" ")
    )
    told = things.partner.send_part(f"uploads/{whole}", pdf()).json()
    things.blanks |= {
        f"{V1}files/{{file_id}}": {"file_id": told["file"]["id"]},
        f"{V1}uploads/{{upload_id}}": {"upload_id": part},
    }


def _transfers(things: Things) -> None:
    """One for each word of the receiver, at the stage in which it is said."""
    to = {"receiver": things.partner.client.user.department}
    stages = {
        "receive": {"sent": True},
        "accept": {"received": True},
        "return": {"received": True},
        "uphold": {"returned": True, "state": TransferState.RECONSIDERING},
        "report": {"accepted": True},
        "hand-back": {"accepted": True},
    }
    for word, stage in stages.items():
        row = TransferFactory(**to, **stage)
        things.blanks[f"{_TRANSFER}/{word}"] = {"transfer_id": row.pk}
    file = TransferFileFactory(transfer=TransferFactory(**to, sent=True))
    printed = TransferFactory(**to, sent=True, paper=OfficialPaperFactory(printed=True))
    things.blanks |= {
        _TRANSFER: {"transfer_id": printed.pk},
        f"{_TRANSFER}/letter": {"transfer_id": printed.pk},
        f"{_TRANSFER}/files/{{no}}": {"transfer_id": file.transfer_id, "no": file.no},
    }


def _money(things: Things, account: Any) -> None:
    hands = funds.hands()
    bought = funds.paid(account, hands.clerk)
    funds.taught(bought, hands.clerk, 10)
    first, second = (
        funds.approved(funds.release(account, hands, fen), hands).pk for fen in (5000, 600)
    )
    made = things.bank.post("payment-files", {"orders": [first], "layout": _layout()})
    things.orders = [second]
    things.blanks[f"{V1}payment-files/{{file_id}}"] = {"file_id": made.json()["id"]}


def announced(content: bytes) -> dict[str, object]:
    """What a call says of a file that is to come."""
    digest = sha256(content).hexdigest()
    return {"name": "答复.pdf", "size_bytes": len(content), "sha256": digest}


@cache
def pdf() -> bytes:
    """A paper of some pages, printed once."""
    return render_pdf("documents/notice.html", notice_payload())


def _layout() -> str:
    return sorted(payment_layouts())[0]


def _event(things: Things, reference: str) -> dict[str, Any]:
    return {
        "reference": reference,
        "kind": "abnormal_listed",
        "happened_on": DAY.isoformat(),
        "credit_code": BUSINESS_CODE,
        "name": "新苗文化工作室",
    }


def _lines(things: Things) -> dict[str, Any]:
    line = {"bank_ref": "T-1", "booked_on": DAY.isoformat(), "amount_fen": 100}
    return {"account_number": things.account, "lines": [line]}


_TODAY = "2021-11-20"
_BODIES: dict[str, Any] = {
    "assignments": lambda things: {
        "department": things.department,
        "kind": "routed_finding",
        "title": "疏散通道堵塞",
    },
    "assignments/{assignment_id}/answer": lambda things: {
        "outcome": "handled",
        "text": "已责令改正。",
    },
    "assignments/{assignment_id}/decline": lambda things: {"reason": "不属本部门职责"},
    "assignments/{assignment_id}/withdraw": lambda things: {"reason": "重复"},
    "assignments/{assignment_id}/uploads": lambda things: announced(pdf() + b"  "),
    "transfers/{transfer_id}/receive": lambda things: {"signer": "赵所长", "on": _TODAY},
    "transfers/{transfer_id}/accept": lambda things: {"number": "8号", "on": _TODAY},
    "transfers/{transfer_id}/return": lambda things: {"reason": "属住建职权", "on": _TODAY},
    "transfers/{transfer_id}/uphold": lambda things: {"reason": "没有犯罪事实", "on": _TODAY},
    "transfers/{transfer_id}/report": lambda things: {"result": "已责令改正", "on": _TODAY},
    "transfers/{transfer_id}/hand-back": lambda things: {"result": "不构成犯罪", "on": _TODAY},
    "bank-lines": _lines,
    "payment-files": lambda things: {"orders": things.orders, "layout": _layout()},
    "registry-events": lambda things: _event(things, "SJ-1"),
    "sandbox/events": lambda things: {"kind": "institution.changed"},
}
EVERYTHING = tuple(operations())
# Calls that say by key or number of which thing they speak.
BY_KEY = tuple(
    one
    for one in EVERYTHING
    if "{" in one.path
    or (one.method == "POST" and one.path.removeprefix(V1) in ("assignments", *_BANK))
)
