"""The penalty on the spot (summary procedure): decided, handed over, reported; cash followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.models import OfficerCertificate, User
from accounts.permissions import Permission
from audit.services import record
from cases.errors import CaseWordsMissing, NotOnTheSpot, OfficersMissing, UnderAge
from cases.models import Party, SpotOfficer, SpotPenalty
from cases.models.spot import MOST_CASH_FEN, MOST_ORGANISATION_FEN, MOST_PERSON_FEN
from cases.roles import DeadlineRole
from cases.rules import NO_PENALTY_BELOW
from cases.services import _clocks, _papers
from cases.services._powers import held_elsewhere
from cases.services._steps import require_day
from cases.services.clues import PartyFacts, keep_party
from cases.states import SPOT_PENALTY, CashGround, PenaltyKind
from common.clock import chinese_date, localdate
from common.errors import BadInput, NotFound
from common.money import yuan
from policies.models import Violation
from policies.queries import get_violation_on, limitation_on

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class SpotFacts:
    """What is decided on the spot. ``amount_fen`` None is a warning.

    ``refusal_note``: why the party did not sign; empty when it signed.
    """

    violation_code: str
    acted_on: date
    place: str
    facts: str
    amount_fen: int | None = None
    refusal_note: str = ""
    cash_ground: str = CashGround.NONE
    cash_receipt_no: str = ""
    cash_request: str = ""


@transaction.atomic
def punish_on_the_spot(
    party: PartyFacts,
    facts: SpotFacts,
    officer_ids: list[int],
    *,
    by: User,
    at: datetime,
    paper: dict[str, Any],
) -> SpotPenalty:
    """Decide a warning or a small fine at once (arts. 51, 52), on its numbered paper D38.

    ``paper``: what the rows do not say of the fields of D38: bases, defence, way of payment.

    Two certified officers, one of them ``by``. Raises NotAllowed, NotOnTheSpot,
    OfficersMissing, CaseWordsMissing, PartyWrong, UnderAge, CatalogueItemMissing …
    """
    require(by, Permission.CASE_HANDLE)
    day = localdate(at)
    _require_told(facts)
    require_day("违法行为", facts.acted_on, at=at)
    whose = keep_party(party)
    _require_small(whose, facts)
    _require_punishable(whose, facts.acted_on, day)
    violation = get_violation_on(facts.violation_code, facts.acted_on)
    _require_power(violation, day)
    spot = SpotPenalty.objects.create(
        party=whose,
        party_kind=whose.kind,
        violation=violation,
        decided_on=day,
        decided_at=at,
        decided_by=by,
        **_columns(facts),
    )
    _sign(spot, officer_ids, by)
    record("spot_penalty.decide", spot, by=by, at=at, amount_fen=facts.amount_fen)
    _papers.issue_of_spot(spot, {**paper, **_known(spot)}, by=by, at=at)
    if facts.cash_ground:
        _clocks.start_of_spot(spot, DeadlineRole.CASH_IN, counts_from=day, by=by, at=at)
    return spot


@transaction.atomic
def report_spot_penalty(spot_id: int, *, by: User, at: datetime) -> SpotPenalty:
    """The bureau takes a penalty on the spot on record (备案, art. 52).

    Raises NotFound, NotAllowed, WrongState.
    """
    spot = _locked(spot_id)
    SPOT_PENALTY.apply(spot, "report", by=by, at=at)
    spot.reported_at, spot.reported_by = at, by
    spot.save(update_fields=["state", "reported_at", "reported_by"])
    return spot


@transaction.atomic
def hand_in_cash(spot_id: int, *, on: date, by: User, at: datetime) -> SpotPenalty:
    """The officer hands the cash in at the bureau; the bureau's two working days begin (T30).

    Raises NotFound, NotAllowed, BadInput, CaseDayWrong.
    """
    require(by, Permission.CASE_HANDLE)
    spot = _locked(spot_id)
    if not spot.cash_ground or spot.handed_in_on is not None:
        raise BadInput(sentence=f"{spot}没有待交回的当场收缴罚款。")
    require_day("交款", on, at=at, after=spot.decided_on)
    spot.handed_in_on = on
    spot.save(update_fields=["handed_in_on"])
    record("spot_penalty.hand_in", spot, by=by, at=at, on=on.isoformat())
    _clocks.met_of_spot(spot, DeadlineRole.CASH_IN, on=on, by=by, at=at)
    _clocks.start_of_spot(spot, DeadlineRole.CASH_BANK, counts_from=on, by=by, at=at)
    return spot


@transaction.atomic
def bank_cash(spot_id: int, *, on: date, by: User, at: datetime) -> SpotPenalty:
    """The bureau pays the cash in at the bank. Raises NotFound, NotAllowed, BadInput …"""
    require(by, Permission.CASE_HANDLE)
    spot = _locked(spot_id)
    if spot.handed_in_on is None or spot.banked_on is not None:
        raise BadInput(sentence=f"{spot}没有待缴付银行的罚款。")
    require_day("缴付", on, at=at, after=spot.handed_in_on)
    spot.banked_on = on
    spot.save(update_fields=["banked_on"])
    record("spot_penalty.bank", spot, by=by, at=at, on=on.isoformat())
    _clocks.met_of_spot(spot, DeadlineRole.CASH_BANK, on=on, by=by, at=at)
    return spot


def _locked(spot_id: int) -> SpotPenalty:
    spot = SpotPenalty.objects.select_for_update(of=("self",)).filter(pk=spot_id).first()
    if spot is None:
        raise NotFound(what="这份当场处罚")
    return spot


def _require_told(facts: SpotFacts) -> None:
    said = (("违法事实", facts.facts), ("处罚地点", facts.place))
    if missing := [label for label, text in said if not text.strip()]:
        raise CaseWordsMissing(thing="当场处罚", missing="、".join(missing))


def _require_small(party: Party, facts: SpotFacts) -> None:
    """The limits of arts. 51, 68, 69. Raises NotOnTheSpot."""
    amount = facts.amount_fen
    most = MOST_PERSON_FEN if party.is_person else MOST_ORGANISATION_FEN
    if amount is not None and not (isinstance(amount, int) and 0 < amount <= most):
        whose = "公民" if party.is_person else "法人或者其他组织"
        raise NotOnTheSpot(why=f"对{whose}的罚款须在{yuan(most)}元以下，精确到分")
    if facts.cash_ground not in CashGround.values:
        raise BadInput(sentence="请选择当场收缴罚款的情形。")
    if not facts.cash_ground:
        return
    if amount is None:
        raise NotOnTheSpot(why="警告没有可以收缴的罚款")
    if not facts.cash_receipt_no.strip():
        raise NotOnTheSpot(why="当场收缴罚款须出具财政部门统一制发的专用票据")
    if facts.cash_ground == CashGround.SMALL and amount > MOST_CASH_FEN:
        raise NotOnTheSpot(why=f"以小额为由当场收缴的罚款须在{yuan(MOST_CASH_FEN)}元以下")
    if facts.cash_ground == CashGround.REMOTE and not facts.cash_request.strip():
        raise NotOnTheSpot(why="偏远地区当场收缴须由当事人提出")


def _require_power(violation: Violation, day: date) -> None:
    if why := held_elsewhere([violation], day):
        raise NotOnTheSpot(why=why)


def _require_punishable(party: Party, acted_on: date, day: date) -> None:
    """Arts. 30, 36. Raises UnderAge, NotOnTheSpot."""
    age = party.age_on(acted_on)
    if age is not None and age < NO_PENALTY_BELOW:
        raise UnderAge(party=party, age=f"不满十四周岁（{age}周岁）", rule="依法不予行政处罚")
    _require_in_time(acted_on, day)


def _require_in_time(acted_on: date, day: date) -> None:
    """Art. 36: what is found on the spot was done within two years; five need a case (T31)."""
    held = limitation_on(acted_on, day, is_grave=False, on=day)
    if held.is_over:
        why = (
            f"违法行为发生于{chinese_date(acted_on)}，至今已超过{held.years}年；"
            "涉及公民生命健康安全、金融安全且有危害后果，适用五年追责期限的"
        )
        raise NotOnTheSpot(why=why)


def _columns(facts: SpotFacts) -> dict[str, Any]:
    return {
        "acted_on": facts.acted_on,
        "place": facts.place.strip(),
        "facts": facts.facts.strip(),
        "kind": PenaltyKind.P1 if facts.amount_fen is None else PenaltyKind.P3,
        "amount_fen": facts.amount_fen,
        "refusal_note": facts.refusal_note.strip(),
        "cash_ground": facts.cash_ground,
        "cash_receipt_no": facts.cash_receipt_no.strip(),
        "cash_request": facts.cash_request.strip(),
    }


def _sign(spot: SpotPenalty, officer_ids: list[int], by: User) -> None:
    day = spot.decided_on
    people = User.objects.filter(pk__in=officer_ids, is_active=True, is_auxiliary=False)
    rows = []
    for user in people.prefetch_related("certificates"):
        held = [one for one in user.certificates.all() if one.is_valid_on(day)]
        if held:
            rows.append(_row(spot, user, held[0]))
    if len(rows) < _FEWEST or by.pk not in {row.user_id for row in rows}:
        raise OfficersMissing(case=spot, day=chinese_date(day), count=len(rows), action="当场处罚")
    SpotOfficer.objects.bulk_create(rows)


def _known(spot: SpotPenalty) -> dict[str, Any]:
    """What the rows say on D38."""
    told: dict[str, Any] = {
        "party": _papers.party_facts(spot.party),
        "acted_at": spot.acted_on.isoformat(),
        "place": spot.place,
        "facts": spot.facts,
        "kind": "warning" if spot.amount_fen is None else "fine",
        "officers": [
            {"name": one.user.full_name, "certificate_no": one.certificate_no}
            for one in spot.officers.select_related("user")
        ],
    }
    if spot.amount_fen is not None:
        told["fine_fen"] = spot.amount_fen
        told["way"] = "cash" if spot.cash_ground else "bank"
    if spot.refusal_note:
        told["refusal"] = spot.refusal_note
    return told


def _row(spot: SpotPenalty, user: User, certificate: OfficerCertificate) -> SpotOfficer:
    return SpotOfficer(
        penalty=spot,
        user=user,
        certificate=certificate,
        certificate_no=certificate.number,
        certificate_from=certificate.valid_from,
        certificate_until=certificate.valid_until,
    )
