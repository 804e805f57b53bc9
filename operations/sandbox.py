"""A county of its own for one partner's developers: made-up data, and a program that may call.

The data are the same for each sandbox of a code, so that two developers talk of the same school.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import Department, User
from accounts.queries import lead_department
from accounts.roles import SECURITY_ADMINISTRATOR, permissions_of
from clients.scopes import SCOPES
from clients.services import Registered, register_client
from common.clock import at_time, localdate
from enforcement.services import draft_notice, submit_notice
from enforcement.states import NoticeForm
from funds.services import (
    Bought,
    Draft,
    Line,
    Opened,
    add_bank,
    name_service,
    open_account,
    post,
    register_contract,
)
from funds.states import AccountKind, BookCode, EntryKind, SourceKind
from inspections.states import VisitPurpose
from institutions.models import Institution
from institutions.services import SiteData, register_institution
from operations.demonstration import matters, people
from operations.demonstration.field import Crew
from operations.errors import SandboxThere
from operations.fundcounty.people import Keepers
from operations.replay.invention import Inventor
from operations.replay.scenarios import Scenario, institution_of
from tenants.current import county

BANK = "bank_system"
BUREAU = "bureau_system"
_LICENSED, _CHILDCARE, _PUPILS = 6, 8, 5
_FEE_FEN = 360_000
_CALLS_PER_MINUTE, _TOKEN_MINUTES, _DAYS = 600, 60, 365


@dataclass(frozen=True, slots=True)
class Partner:
    """Who gets the sandbox: the code of its department (banks and the bureau have none), its role,
    and from which networks its program calls."""

    code: str
    role: str
    department: str
    networks: list[str]


@transaction.atomic
def furnish_sandbox(partner: Partner, *, at: datetime) -> Registered:
    """Fill the current county, which is a demonstration, and let the partner's program in.

    Raises SandboxThere when the county was filled before, and what ``register_client`` raises.
    """
    if Institution.objects.exists():
        raise SandboxThere(county=county().name)
    crew = Crew.of(people.appoint(at=at), _inventor())
    matters.publish(by=crew.section_head, at=at)
    registered = _let_in(partner, at=at)
    department = registered.client.user.department
    assert department is not None
    _fill(crew, () if department.is_lead else (department,), at=at)
    if partner.role == BANK:
        _money(registered.client.user, at=at)
    return registered


def _inventor() -> Inventor:
    here = county()
    return Inventor("sandbox", county_code=here.code, boundary=here.boundary)


def _let_in(partner: Partner, *, at: datetime) -> Registered:
    is_own = partner.role in (BANK, BUREAU)
    department = lead_department() if is_own else Department.objects.get(code=partner.department)
    held = permissions_of([partner.role])
    return register_client(
        partner.code,
        name=f"沙箱联调程序（{department.name}）"[:60],
        purpose="接口联调，数据均为虚构",
        department=department,
        role=partner.role,
        valid_until=localdate(at) + timedelta(days=_DAYS),
        scopes=[one.code for one in SCOPES.values() if one.permission in held],
        networks=partner.networks,
        certificate_sha256="",
        calls_per_minute=_CALLS_PER_MINUTE,
        token_minutes=_TOKEN_MINUTES,
        by=User.objects.active().with_role(SECURITY_ADMINISTRATOR)[0],
        at=at,
    )


def _fill(crew: Crew, partners: tuple[Department, ...], *, at: datetime) -> None:
    """Licensed schools, and childcare centres that were visited together and wait for a paper."""
    for _ in range(_LICENSED):
        _register(crew, Scenario.SUBJECT_OPEN, at=at)
    day = localdate(at) - timedelta(days=1)
    for _ in range(_CHILDCARE):
        place = _register(crew, Scenario.CHILDCARE_OTHER, at=at)
        visit = crew.plan(place, day, purpose=VisitPurpose.COMPLAINT, partners=partners)
        visit = crew.confirm(visit, Scenario.CHILDCARE_OTHER)
        moment = at_time(day, 18, 30)
        hand = crew.inspectors[0]
        notice = draft_notice(visit.pk, form=NoticeForm.RECTIFICATION, by=hand, at=moment)
        submit_notice(notice.pk, by=hand, at=moment)


def _register(crew: Crew, scenario: Scenario, *, at: datetime) -> Institution:
    made = crew.inventor.institution(scenario.group)
    site = SiteData(address=made.address, x=made.point.x, y=made.point.y, accuracy_m=10)
    data = institution_of(scenario, made)
    return register_institution(data, site=site, by=crew.clerk, at=at)


def _money(service: User, *, at: datetime) -> None:
    """An account at the bank for each licensed school, with contracts that were paid before."""
    today = localdate(at)
    keepers = Keepers.of(_inventor(), today, at)
    bank = add_bank("sandbox", "沙箱银行", by=keepers.clerk, at=at)
    name_service(bank.pk, service.pk, by=keepers.clerk, at=at)
    schools = Institution.objects.filter(licence_no__isnull=False).order_by("pk")
    for no, school in enumerate(schools, start=1):
        number = f"6217009900{no:06d}"
        opened = Opened(AccountKind.CUSTODY, number, today)
        account = open_account(school.pk, bank.pk, opened, by=keepers.clerk, at=at)
        for pupil in range(1, _PUPILS + 1):
            bought = _bought(f"SX{no:02d}{pupil:02d}", today)
            contract = register_contract(account.pk, bought, by=keepers.clerk, at=at)
            post(account.pk, _paid(contract.pk, bought), by=keepers.clerk, at=at)


def _bought(order_no: str, today: date) -> Bought:
    return Bought(
        order_no=order_no,
        pupil=f"演示学员{order_no[-4:]}",
        guardian=f"演示家长{order_no[-4:]}",
        course="英语口语",
        fee_fen=_FEE_FEN,
        service_from=today,
        service_to=today + timedelta(days=80),
        signed_on=today,
        lessons=48,
    )


def _paid(contract_id: int, bought: Bought) -> Draft:
    """What was paid before the account was watched, so that nothing of it is taught yet."""
    return Draft(
        kind=EntryKind.BEFORE,
        occurred_on=bought.signed_on,
        value_on=bought.signed_on,
        source=SourceKind.STATEMENT,
        source_ref=bought.order_no,
        lines=(
            Line(BookCode.BANK, bought.fee_fen),
            Line(BookCode.PUPIL, -bought.fee_fen, contract_id),
        ),
    )
