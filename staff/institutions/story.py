"""Everything that happened to an institution, in order, from history alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from audit.models import AuditEvent
from audit.queries import history_of
from enforcement.models import Notice
from inspections.models import Visit
from institutions.models import Institution
from institutions.queries import timeline
from staff.words import Said, say, state_label

_WORTH_READING = ("reason", "note", "because", "number", "purpose")
_FROM_NOTHING = "（空） → "


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the story."""

    at: datetime
    said: Said
    text: str
    who: str
    about: str = ""
    url: str = ""


def story_of(
    institution: Institution,
    visits: Iterable[Visit],
    notices: Iterable[Notice],
    others: Iterable[Model] = (),
) -> list[Happening]:
    """Newest first: the registry's own events, then those of its visits, notices and the rest.

    Two queries, whatever their number. The caller hands over only what the person may see.
    """
    told = [
        Happening(entry.at, say(entry.kind), entry.detail.removeprefix(_FROM_NOTHING), entry.who)
        for entry in timeline(institution)
    ]
    things: list[Model] = [*visits, *notices, *others]
    if things:
        told += [_happening(event) for event in history_of(*things)]
    return sorted(told, key=lambda one: one.at, reverse=True)


def _happening(event: AuditEvent) -> Happening:
    return Happening(
        at=event.at,
        said=say(event.kind, event.after),
        text=detail_of(event),
        who=event.actor_name,
        about=event.object_label,
        url=url_of(event),
    )


def detail_of(event: AuditEvent) -> str:
    """States before and after, the reason and the note: what a person wants to read."""
    facts = event.facts
    parts = []
    if facts.get("old") or facts.get("new"):
        label = f"{facts['label']}：" if "label" in facts else ""
        change = f"{facts.get('old') or '（空）'} → {facts.get('new') or '（空）'}"
        parts.append(label + change.removeprefix(_FROM_NOTHING))
    if event.before and event.after and event.before != event.after:
        before = state_label(event.kind, event.before)
        parts.append(f"{before} → {state_label(event.kind, event.after)}")
    parts += [str(facts[name]) for name in _WORTH_READING if facts.get(name)]
    return "；".join(parts)


_PAGES = {
    "institutions.institution": "staff:institution",
    "inspections.visit": "staff:visit",
    "inspections.campaign": "staff:campaign",
    "enforcement.notice": "staff:notice",
    "assignments.assignment": "staff:assignment",
    "supervision.interview": "staff:interview",
    "transfers.transfer": "staff:transfer",
    "supervision.circular": "staff:circular",
    "supervision.listing": "staff:listing",
    "supervision.merit": "staff:merit",
    "funds.fundaccount": "staff:fund-account",
    "funds.alert": "staff:fund-alert",
    "funds.bankline": "staff:fund-line",
    "funds.bankstatement": "staff:fund-statement",
    "accounts.user": "staff:person",
    "policies.violation": "staff:article",
    "policies.packagearrival": "staff:package",
    "policies.powerholder": "staff:power-holder",
    "policies.benchmark": "staff:benchmark",
}


def url_of(event: AuditEvent) -> str:
    """The page of what an event is about; empty for things without one."""
    name = _PAGES.get(event.object_type)
    try:
        return reverse(name, args=[event.object_id]) if name else ""
    except NoReverseMatch:
        return ""
