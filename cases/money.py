"""What a case owes and has paid on a day: read from its rows, computed by the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from cases.after import PaidPart, RemedyResult
from cases.models import Case, Deferral
from cases.roles import DeadlineRole
from cases.rules import DatedFen, surcharge
from cases.states import PenaltyKind
from policies.queries import values_on

_RATE = "deadline.t12"


@dataclass(frozen=True, slots=True)
class Money:
    """In fen. ``surcharge_fen`` has grown up to the day asked, that day included."""

    fine_fen: int
    gains_fen: int
    surcharge_fen: int
    fine_paid_fen: int
    gains_paid_fen: int
    surcharge_paid_fen: int

    def open_of(self, part: str) -> int:
        """What is still owed of one part."""
        owed = getattr(self, f"{part}_fen") - getattr(self, f"{part}_paid_fen")
        return max(0, int(owed))

    @property
    def open_fen(self) -> int:
        return sum(self.open_of(part) for part in PaidPart.values)

    @property
    def is_settled(self) -> bool:
        return self.open_fen == 0


def money_of(case: Case, as_of: date) -> Money:
    """Everything that a case owes and has paid by that day. Raises ParameterMissing."""
    owed = decided_amounts(case)
    paid = case.payments.filter(paid_on__lte=as_of).values("part").annotate(sum=Sum("amount_fen"))
    had = {row["part"]: row["sum"] for row in paid}
    fine = owed[PaidPart.FINE]
    return Money(
        fine_fen=fine,
        gains_fen=owed[PaidPart.GAINS],
        surcharge_fen=_surcharge(case, fine, as_of) if fine else 0,
        fine_paid_fen=had.get(PaidPart.FINE, 0),
        gains_paid_fen=had.get(PaidPart.GAINS, 0),
        surcharge_paid_fen=had.get(PaidPart.SURCHARGE, 0),
    )


def decided_amounts(case: Case) -> dict[str, int]:
    """Fine and gains as decided, or as a reconsideration or a court left them. In fen."""
    amounts: dict[str, int] = {PaidPart.FINE: 0, PaidPart.GAINS: 0}
    decision = case.decisions.made().first()
    if decision is None or is_annulled(case):
        return amounts
    parts: dict[str, str] = {PenaltyKind.P3: PaidPart.FINE, PenaltyKind.P4: PaidPart.GAINS}
    for row in decision.penalties.filter(kind__in=parts):
        amounts[parts[row.kind]] = row.amount_fen or 0
    changed = case.remedies.filter(new_fine_fen__isnull=False).last()
    if changed is not None and changed.new_fine_fen is not None:
        amounts[PaidPart.FINE] = changed.new_fine_fen
    return amounts


def is_annulled(case: Case) -> bool:
    """Whether a reconsideration or a court annulled the decision."""
    last = case.remedies.filter(ended_on__isnull=False).last()
    return last is not None and last.result == RemedyResult.ANNULLED


def granted_deferral(case: Case) -> Deferral | None:
    """The deferral that holds now."""
    found: Deferral | None = case.deferrals.granted().last()
    return found


def fine_parts(case: Case, fine_fen: int) -> list[DatedFen]:
    """(last day in time, amount) of a fine: at once, or as a deferral set it anew."""
    links = case.deadlines.filter(role=DeadlineRole.PAYMENT, deadline__key="deadline.t11")
    first = links.select_related("deadline").last()  # the latest, where it runs once more
    if first is None:
        return []
    deferral = granted_deferral(case)
    plan: list[DatedFen] = []
    rest = fine_fen
    rows = deferral.instalments.order_by("-no") if deferral else []
    for row in rows:  # a fine that was lowered since is due as late as was granted
        plan.insert(0, (row.due_on, min(rest, row.amount_fen)))
        rest -= plan[0][1]
    return [(first.deadline.due_on, rest), *plan] if rest > 0 else plan


def _surcharge(case: Case, fine_fen: int, as_of: date) -> int:
    parts = fine_parts(case, fine_fen)
    if not parts:
        return 0
    rate = values_on(parts[0][0], (_RATE,))[_RATE]
    paid = case.payments.filter(part=PaidPart.FINE).values_list("paid_on", "amount_fen")
    stops = case.remedies.values_list("filed_on", "ended_on")
    permille = int(rate["permille_per_day"])
    return surcharge(parts, paid, stops, permille=permille, as_of=as_of)
