"""A clue becomes a case in waiting: registered, its party and its violations named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import record
from cases.errors import ActDaysWrong, CaseWordsMissing, ClueHasCase, PartyWrong
from cases.models import Case, CaseViolation, Party
from cases.models.cases import LIMITATIONS
from cases.roles import DeadlineRole
from cases.services import _clocks
from cases.services._locks import locked
from cases.services._officers import put_on
from cases.services._steps import note, require_day, require_officer
from cases.states import BEFORE_FILING, IN_PROCEDURE, CaseState, ClueSource, OfficerRole, PartyKind
from common.ciphers import encrypt
from common.clock import chinese_date, localdate
from common.errors import BadInput, NotFound, WrongState
from common.text import squash
from enforcement.models import Clue
from enforcement.states import OutcomeState
from institutions.models import Institution
from policies.queries import get_violation_on

_ID_NUMBER = re.compile(r"\d{17}[\dXx]")


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """Field set F0. ``institution_id`` for a registered one, whose name is then taken over."""

    kind: str
    institution_id: int | None = None
    name: str = ""
    credit_code: str = ""
    licence: str = ""
    representative: str = ""
    sex: str = ""
    born_on: date | None = None
    id_number: str = ""
    occupation: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ClueFacts:
    """What is known when a clue is registered (D10). ``acted`` are the first and the last day."""

    cause: str
    source: str
    text: str
    found_on: date
    acted: tuple[date, date] | None = None
    clue_id: int | None = None
    informant_is_named: bool = False


@transaction.atomic
def register_clue(facts: ClueFacts, officer_ids: list[int], *, by: User, at: datetime) -> Case:
    """Register a clue (D10) and put the officers who check it on the case, the first as lead.

    The limit of T01 to decide on filing begins here. Raises NotAllowed, CaseWordsMissing,
    ActDaysWrong, CaseDayWrong, ClueHasCase, NotAnOfficer, OfficersMissing, NotFound, BadInput.
    """
    require(by, Permission.CASE_HANDLE)
    if facts.source not in ClueSource.values:
        raise BadInput(sentence=f"没有“{facts.source}”这种案件来源，请从列表中选择。")
    missing = [
        name for name, said in (("案由", facts.cause), ("线索内容", facts.text)) if not said.strip()
    ]
    if missing:
        raise CaseWordsMissing(thing="案件来源登记", missing="、".join(missing))
    require_day("发现", facts.found_on, at=at)
    _require_acted(facts.acted, at=at)
    case = Case.objects.create(
        cause=squash(facts.cause),
        source=facts.source,
        source_text=facts.text.strip(),
        clue=_free_clue(facts.clue_id) if facts.clue_id else None,
        informant_is_named=facts.informant_is_named,
        found_on=facts.found_on,
        acted_from=facts.acted[0] if facts.acted else None,
        acted_until=facts.acted[1] if facts.acted else None,
        registered_at=at,
        registered_by=by,
    )
    note(case, "register", text=f"登记线索（{case.get_source_display()}）", by=by, at=at)
    for place, user_id in enumerate(officer_ids):
        role = OfficerRole.LEAD if place == 0 else OfficerRole.ASSISTING
        put_on(case, user_id, role, by=by, at=at)
    _clocks.start(case, DeadlineRole.CLUE, counts_from=localdate(at), by=by, at=at)
    return case


@transaction.atomic
def name_party(case_id: int, facts: PartyFacts, *, by: User, at: datetime) -> Party:
    """Say who the party is, or correct it; identity number and telephone are kept encrypted.

    Raises NotFound, NotAllowed, NotYourCase, WrongState, PartyWrong.
    """
    case = locked(case_id)
    require_officer(case, by, "登记当事人")
    _require_open(case, "登记当事人")
    party = keep_party(facts, case.party)
    case.party = party
    case.save(update_fields=["party"])
    record("case.party", case, by=by, at=at, party=party.pk, party_kind=party.kind)
    return party


@transaction.atomic
def name_violations(
    case_id: int, codes: list[str], acted: tuple[date, date], *, by: User, at: datetime
) -> list[CaseViolation]:
    """Say when the act was and which violations it is suspected to be, in the wording of its day.

    Raises NotFound, NotAllowed, NotYourCase, WrongState, ActDaysWrong, CatalogueItemMissing.
    """
    case = locked(case_id)
    require_officer(case, by, "认定违法情形")
    _require_open(case, "认定违法情形")
    _require_acted(acted, at=at)
    if not codes:
        raise CaseWordsMissing(thing=str(case), missing="涉嫌违法情形")
    case.acted_from, case.acted_until = acted
    case.save(update_fields=["acted_from", "acted_until"])
    case.violations.all().delete()
    rows = [get_violation_on(code, acted[1]) for code in dict.fromkeys(codes)]
    named = CaseViolation.objects.bulk_create(
        CaseViolation(case=case, violation=row, no=no) for no, row in enumerate(rows, start=1)
    )
    versions = [row.version for row in rows]
    record("case.violations", case, by=by, at=at, versions=versions)
    return named


@transaction.atomic
def apply_long_limitation(case_id: int, *, reason: str, by: User, at: datetime) -> Case:
    """Five years instead of two: life, health or financial security is concerned, harm resulted.

    Source: Penalty Law art. 36. Raises NotFound, NotAllowed, NotYourCase, WrongState,
    CaseWordsMissing.
    """
    case = locked(case_id)
    require_officer(case, by, "适用五年追责期限")
    _require_open(case, "适用五年追责期限")
    if not reason.strip():
        raise CaseWordsMissing(thing=str(case), missing="适用五年追责期限的理由")
    case.limitation_years, case.limitation_reason = max(LIMITATIONS), reason.strip()
    note(case, "note", text=f"适用五年追责期限：{case.limitation_reason}", by=by, at=at)
    return case


def keep_party(facts: PartyFacts, party: Party | None = None) -> Party:
    """Write the facts into a party, a new one if need be. Raises PartyWrong, NotFound."""
    if facts.kind not in PartyKind.values:
        raise PartyWrong(why="请选择当事人类型")
    party = party or Party(key=uuid4())
    party.kind = facts.kind
    if facts.kind == PartyKind.INSTITUTION:
        _take_over(party, facts)
    else:
        party.institution = None
        party.name = squash(facts.name)
        party.address = squash(facts.address)
        party.representative = squash(facts.representative)
        party.credit_code = facts.credit_code.strip()
        party.licence = squash(facts.licence)
    party.sex, party.born_on = facts.sex.strip(), facts.born_on
    party.occupation = squash(facts.occupation)
    _require_fitting(party, facts)
    number, phone = facts.id_number.strip().upper(), facts.phone.strip()
    party.id_sealed = encrypt(number, purpose=party.purpose) if number else ""
    party.phone_sealed = encrypt(phone, purpose=party.purpose) if phone else ""
    party.save()
    return party


def _take_over(party: Party, facts: PartyFacts) -> None:
    place = Institution.objects.filter(pk=facts.institution_id or 0).first()
    if place is None:
        raise NotFound(what="这家机构")
    party.institution = place
    party.name = place.name
    party.credit_code = facts.credit_code.strip() or place.credit_code or ""
    party.licence = squash(facts.licence)
    party.representative = squash(facts.representative)
    party.address = squash(facts.address)


def _require_fitting(party: Party, facts: PartyFacts) -> None:
    if not party.name:
        raise PartyWrong(why="缺少姓名或者名称")
    if party.kind != PartyKind.PERSON:
        if facts.id_number or facts.born_on or facts.sex:
            raise PartyWrong(why="只有自然人才登记身份证号、出生日期和性别")
        return
    if party.born_on is None:
        raise PartyWrong(why="自然人须登记出生日期，以便认定责任年龄")
    if party.credit_code or party.representative:
        raise PartyWrong(why="自然人没有统一社会信用代码和法定代表人")
    if facts.id_number and not _ID_NUMBER.fullmatch(facts.id_number.strip()):
        raise PartyWrong(why="身份证号须为18位")
    if facts.id_number and facts.id_number.strip()[6:14] != f"{party.born_on:%Y%m%d}":
        raise PartyWrong(why="出生日期与身份证号不一致")


def _free_clue(clue_id: int) -> Clue:
    clue = Clue.objects.select_for_update().filter(pk=clue_id).first()
    if clue is None or clue.state == OutcomeState.WITHDRAWN:
        raise NotFound(what="这条线索")
    if (there := Case.objects.filter(clue=clue).first()) is not None:
        raise ClueHasCase(clue=clue, case=there)
    return clue


def _require_acted(acted: tuple[date, date] | None, *, at: datetime) -> None:
    if acted is None:
        return
    if acted[0] > acted[1]:
        raise ActDaysWrong(why="终了日期早于开始日期")
    if acted[1] > localdate(at):
        raise ActDaysWrong(why=f"{chinese_date(acted[1])}还没有到")


def _require_open(case: Case, action: str) -> None:
    open_states = (*BEFORE_FILING[:2], *IN_PROCEDURE[:3])
    if case.state not in open_states:
        labels = "”或“".join(CaseState(state).label for state in open_states)
        raise WrongState(thing=case, state=case.get_state_display(), action=action, wanted=labels)
