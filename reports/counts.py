"""What a campaign's records add up to. Nothing here is stored; every number is counted anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from enforcement.models import Notice
from enforcement.states import BEFORE_APPROVAL, TAKEN_BACK, NoticeForm, NoticeState
from inspections.models import Campaign, Visit, VisitOfficer, VisitQuerySet
from inspections.states import TargetGroup, VisitPurpose
from institutions.models import ReportingEvent
from institutions.states import EventKind

# Running tutoring without a licence, under the law of 2021 (V35) and since 53号令 (V01, V02).
TUTORING_CODES = ("V35", "V01", "V02a", "V02b", "V02c", "V02d")


@dataclass(frozen=True, slots=True)
class Counts:
    """The counted side of a campaign's report."""

    found: dict[str, int]
    reregistered: int
    subject_stop: int
    unlicensed_stop: int
    childcare_with_training: int
    childcare_other: int
    stop_notices: int
    rectification_notices: int
    withdrawn: int
    visits: int
    reinspections: int
    joint_visits: int
    departments: int
    without_document: dict[str, int]
    """Targets that neither a paper went to nor a re-registration, by group; only where any."""

    @property
    def institutions(self) -> int:
        return sum(self.found.values())

    @property
    def documents(self) -> int:
        return self.stop_notices + self.rectification_notices


def counts_of(campaign: Campaign) -> Counts:
    """Count the campaign's targets, visits and papers. Withdrawn papers count apart."""
    groups = dict(campaign.targets.values_list("institution_id", "group"))
    papers = _papers(campaign)
    stops = [groups.get(where) for where, form in papers if form == NoticeForm.STOP]
    orders = [where for where, form in papers if form != NoticeForm.STOP]
    training = _ran_training(campaign)
    childcare = [where for where in orders if groups.get(where) == TargetGroup.CHILDCARE]
    reregistered = _reregistered(campaign)
    dealt_with = reregistered | {where for where, _ in papers}
    visits = Visit.objects.filter(campaign=campaign).took_place()
    first_visits = visits.exclude(purpose=VisitPurpose.REINSPECTION)
    return Counts(
        found={str(group): _times(groups.values(), group) for group in TargetGroup.values},
        reregistered=len(reregistered),
        subject_stop=_times(stops, TargetGroup.SUBJECT),
        unlicensed_stop=_times(stops, TargetGroup.UNLICENSED),
        childcare_with_training=sum(where in training for where in childcare),
        childcare_other=sum(where not in training for where in childcare),
        stop_notices=len(stops),
        rectification_notices=len(orders),
        withdrawn=Notice.objects.filter(campaign=campaign, state=NoticeState.WITHDRAWN).count(),
        visits=first_visits.count(),
        reinspections=visits.filter(purpose=VisitPurpose.REINSPECTION).count(),
        joint_visits=first_visits.joint().count(),
        departments=_departments(first_visits),
        without_document=dict(
            Counter(str(group) for where, group in groups.items() if where not in dealt_with)
        ),
    )


def _times(values: Iterable[str | None], wanted: str) -> int:
    return sum(value == wanted for value in values)


def _papers(campaign: Campaign) -> list[tuple[int, str]]:
    """(institution, form) of every numbered order that still stands."""
    standing = (
        Notice.objects.filter(campaign=campaign)
        .orders()
        .exclude(state__in=(*BEFORE_APPROVAL, *TAKEN_BACK))
    )
    return list(standing.order_by("pk").values_list("institution_id", "form"))


def _ran_training(campaign: Campaign) -> set[int]:
    """Institutions whose paper names unlicensed tutoring among its findings."""
    named = Notice.objects.orders().filter(
        campaign=campaign, notice_findings__finding__violation__code__in=TUTORING_CODES
    )
    standing = named.exclude(state__in=(*BEFORE_APPROVAL, *TAKEN_BACK))
    return set(standing.values_list("institution_id", flat=True))


def _reregistered(campaign: Campaign) -> set[int]:
    """Subject targets with the event on a day of the campaign."""
    events = ReportingEvent.objects.filter(
        institution__in=campaign.targets.filter(group=TargetGroup.SUBJECT).values("institution"),
        kind=EventKind.REREGISTERED_NONPROFIT,
        on__range=(campaign.starts_on, campaign.ends_on),
    )
    return set(events.values_list("institution_id", flat=True))


def _departments(visits: VisitQuerySet) -> int:
    attended = VisitOfficer.objects.filter(visit__in=visits)
    return attended.values("department").distinct().count()
