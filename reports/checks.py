"""A report added up again: its totals, and the sums and ratios that it makes itself.

Everything is computed from the campaign's records and declared figures. Where a printed
figure and a computed one differ, both stand side by side; neither is put right.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from inspections.models import Campaign
from inspections.states import TargetGroup
from reports.counts import Counts, counts_of
from reports.declared import Declared, declared_of, plain, value_of
from reports.rules import agrees, per, share_pct

Row = dict[str, Any]


def totals(counts: Counts) -> Row:
    """The figures a superior asks for first."""
    share = share_pct(counts.reregistered, counts.found.get(TargetGroup.SUBJECT, 0))
    return {
        "institutions": counts.institutions,
        "inspections": counts.visits,
        "stop_notices": counts.stop_notices,
        "rectification_notices": counts.rectification_notices,
        "reregistered_nonprofit": counts.reregistered,
        "reregistered_share_of_subject_pct": plain(share),
        "documents": counts.documents,
        "departments_in_joint_action": counts.departments,
    }


def checks_of(campaign: Campaign) -> list[Row]:
    """The report's own sums and ratios, done again in the order of the report."""
    return checks_from(counts_of(campaign), declared_of(campaign))


def checks_from(counts: Counts, declared: Declared) -> list[Row]:
    """The same for whoever has counted already."""
    return [*_sums(counts, declared), *_ratios(declared)]


def _sums(counts: Counts, declared: Declared) -> list[Row]:
    subject = (counts.reregistered, counts.subject_stop)
    childcare = (counts.childcare_with_training, counts.childcare_other)
    return [
        _sum("subject outcomes close", subject, value_of(declared, "campaign.findings.A")),
        _sum("childcare outcomes", childcare, value_of(declared, "campaign.findings.B")),
        _sum("stop notices", (counts.subject_stop, counts.unlicensed_stop)),
        _sum("rectification notices", childcare),
        _sum("documents issued in all", (counts.stop_notices, counts.rectification_notices)),
    ]


def _sum(name: str, terms: tuple[int, int], printed: Decimal | None = None) -> Row:
    value = sum(terms)
    row: Row = {"name": name, "formula": " + ".join(map(str, terms)), "value": value}
    if printed is not None:
        row |= {"equals_printed": plain(printed), "ok": value == printed}
        if value != printed:
            row["gap"] = plain(printed - value)
    return row


def _ratios(declared: Declared) -> list[Row]:
    service = "after_school_service."
    schools = value_of(declared, "schools.compulsory_schools")
    required = value_of(declared, f"{service}schools_required")
    running = value_of(declared, f"{service}schools_running")
    staff = value_of(declared, f"{service}staff")
    pupils = value_of(declared, f"{service}pupils")
    fees = value_of(declared, f"{service}fees_yuan")
    collected = value_of(declared, "publicity.schools_that_collected")
    of_required = value_of(declared, f"{service}printed_share_of_required_pct")
    of_all = value_of(declared, f"{service}printed_share_of_all_schools_pct")
    rows = [
        _share("share of required schools", running, required, printed=of_required),
        _share("share of all schools", running, schools, printed=of_all),
        _per("fee per pupil", fees, pupils, "value_yuan", places=2),
        _per("pupils per staff member", pupils, staff, "value", places=1),
        _share("schools that collected posters", collected, schools),
    ]
    return [row for row in rows if row]


def _share(
    name: str, part: Decimal | None, whole: Decimal | None, *, printed: Decimal | None = None
) -> Row:
    if part is None or whole is None:
        return {}
    share = share_pct(part, whole)
    row: Row = {
        "name": name,
        "formula": f"{plain(part)} / {plain(whole)}",
        "value_pct": plain(share),
    }
    if printed is not None:
        exact = Decimal(part) * 100 / whole if whole else None
        row |= {"equals_printed": plain(printed), "ok": agrees(exact, printed)}
    return row


def _per(name: str, amount: Decimal | None, heads: Decimal | None, key: str, *, places: int) -> Row:
    if amount is None or heads is None:
        return {}
    value = per(amount, heads, places=places)
    formula = f"{plain(amount)} / {plain(heads)}"
    return {"name": name, "formula": formula, key: plain(value)}
