"""Decisions about visits: values in, values out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from common.clock import CHINA, chinese_date, localdate
from inspections import errors
from inspections.records import AnswerIn, FindingIn
from inspections.states import AnswerValue, OfficerRole

CERTIFIED_OFFICERS_LEAST = 2
"""Administrative Penalty Law (2021), Art. 42: two officers or more, each qualified."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody named for a visit, with what decides whether they count on its day."""

    user_id: int
    name: str
    department_id: int
    department_name: str
    department_kind: str
    is_auxiliary: bool
    certificate_no: str
    """The certificate valid on the day; empty when there is none."""


def seats(
    people: Sequence[Attendee], *, on: date, lead_kind: str, departments: Collection[int]
) -> list[tuple[Attendee, OfficerRole]]:
    """Who goes as what: the first certified officer of the lead department leads.

    Raises CertificateExpired, OfficerOfOtherDepartment, TooFewOfficers, NoOfficerOfLead.
    Source: Administrative Penalty Law (2021), Art. 42 and 55; auxiliaries never count
    (国办发〔2024〕54号).
    """
    for person in people:
        if person.department_id not in departments:
            raise errors.OfficerOfOtherDepartment(
                officer=person.name, department=person.department_name
            )
        if not person.is_auxiliary and not person.certificate_no:
            raise errors.CertificateExpired(officer=person.name, day=chinese_date(on))
    certified = [person for person in people if not person.is_auxiliary]
    if len(certified) < CERTIFIED_OFFICERS_LEAST:
        raise errors.TooFewOfficers(day=chinese_date(on), count=len(certified))
    lead = next((p for p in certified if p.department_kind == lead_kind), None)
    if lead is None:
        raise errors.NoOfficerOfLead()
    return [(person, _role(person, lead)) for person in people]


def _role(person: Attendee, lead: Attendee) -> OfficerRole:
    if person.is_auxiliary:
        return OfficerRole.AUXILIARY
    return OfficerRole.LEAD if person is lead else OfficerRole.OFFICER


def require_times(starts_at: datetime, ends_at: datetime, *, at: datetime) -> None:
    """A visit ends after it starts, and before it is recorded."""
    if ends_at <= starts_at:
        raise errors.EndBeforeStart(starts=_clock(starts_at), ends=_clock(ends_at))
    if ends_at > at:
        raise errors.VisitNotOver(ends=_clock(ends_at))


def require_approved_first(starts_at: datetime, approved_at: datetime) -> None:
    """No visit begins before the day of its approval. Source: 国办发〔2024〕54号."""
    day, approved_on = localdate(starts_at), localdate(approved_at)
    if day < approved_on:
        raise errors.VisitBeforeApproval(
            day=chinese_date(day), approved_on=chinese_date(approved_on)
        )


def _clock(moment: datetime) -> str:
    return f"{chinese_date(localdate(moment))}{moment.astimezone(CHINA):%H:%M}"


def require_answers(
    answers: Iterable[AnswerIn],
    findings: Iterable[FindingIn],
    *,
    items: Mapping[str, str],
    checklist: str,
) -> None:
    """Every answer is on the list once, and every "not ok" says why or is a finding.

    Args:
        items: code and wording of each item of the visit's checklist.

    Raises: AnswerNotOnChecklist, AnswerTwice, NotOkUnexplained.
    """
    answers = list(answers)
    explained = {finding.item_code for finding in findings}
    for code in [a.code for a in answers] + [code for code in explained if code]:
        if code not in items:
            raise errors.AnswerNotOnChecklist(item=code, checklist=checklist)
    for code, times in Counter(answer.code for answer in answers).items():
        if times > 1:
            raise errors.AnswerTwice(item=code)
    for answer in answers:
        if answer.value not in AnswerValue.values:
            raise errors.AnswerNotOnChecklist(item=answer.code, checklist=checklist)
        if answer.value == AnswerValue.NOT_OK and not (
            answer.note.strip() or answer.code in explained
        ):
            raise errors.NotOkUnexplained(item=answer.code, text=items[answer.code])


def require_finding_shape(no: int, finding: FindingIn) -> None:
    """A finding says something and is own or routed, never both and never neither."""
    one_code = bool(finding.violation_code) != bool(finding.routed_code)
    if not one_code or not finding.text.strip():
        raise errors.FindingOwnOrRouted(no=no)
