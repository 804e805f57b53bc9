"""Reads about cases for pages, lists and statistics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count, F, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from accounts.models import User
from accounts.permissions import Permission
from cases.after import ClosingState, ReviewResult
from cases.models import (
    Case,
    CaseOfficer,
    CaseOpinion,
    CasePaper,
    CaseStep,
    Closing,
    DiscussionMember,
    FileReview,
    Hearing,
    LegalReview,
    OtherFine,
    Party,
    Publication,
    ReviewedFile,
    ReviewMark,
    SpotPenalty,
)
from cases.models.cases import CaseQuerySet
from cases.rules import draw_files
from serving.demands import party_key


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of what happened in a case."""

    no: int
    on: date
    text: str
    action: str
    state: str
    by: str
    officers: tuple[str, ...]


def cases_of(user: User) -> CaseQuerySet:
    """The county's cases that a person may see, with their parties; the newest first."""
    return Case.objects.visible_to(user).select_related("party")


def timeline(case: Case) -> list[TimelineEntry]:
    """Everything that happened, in its order, with the officers of each step. Three queries."""
    steps = case.steps.select_related("recorded_by").prefetch_related(
        "step_officers__officer__user"
    )
    return [
        TimelineEntry(
            no=step.no,
            on=step.happened_on,
            text=step.text,
            action=step.action,
            state=step.get_target_display(),
            by=step.recorded_by.full_name if step.recorded_by else "系统",
            officers=tuple(str(one.officer) for one in step.step_officers.all()),
        )
        for step in steps
    ]


def papers_of(case: Case) -> QuerySet[CasePaper]:
    """The papers of a case in the order in which they were begun."""
    return CasePaper.objects.filter(case=case).select_related("paper").order_by("pk")


def other_fines(case: Case) -> list[OtherFine]:
    """Fines of other departments for this party, of this case and of its other cases (guard 6).

    What was entered in another case of the same institution or credit code is shown too, so
    that nobody can say it was not known.
    """
    party = case.party
    fines = OtherFine.objects.select_related("case__party")
    own = list(fines.filter(case=case))
    if party is None or not (party.institution_id or party.credit_code):
        return own
    elsewhere = fines.exclude(case=case)
    if party.institution_id:
        elsewhere = elsewhere.filter(case__party__institution=party.institution_id)
    else:
        elsewhere = elsewhere.filter(case__party__credit_code=party.credit_code)
    return [*own, *elsewhere]


def spot_penalties(user: User) -> QuerySet[SpotPenalty]:
    """Penalties on the spot that a person may see, the newest first."""
    return SpotPenalty.objects.visible_to(user).select_related("party", "violation")


# Who looks over the cases of others: section heads, heads of the bureau, who reviews files.
WATCHES = (Permission.CASE_ENDORSE, Permission.CASE_DECIDE, Permission.CASE_SUPERVISE)


def watches(user: User) -> bool:
    """Whether a person sees figures of cases and the yearly reviews of files."""
    return any(user.has(permission) for permission in WATCHES)


def publications_for(user: User) -> QuerySet[Publication]:
    """What was published of the cases that a person may see, the first to end on top."""
    return (
        Publication.objects.filter(decision__case__in=Case.objects.visible_to(user).values("pk"))
        .select_related("decision__case__party")
        .prefetch_related("removals")
        .order_by("remove_on", "pk")
    )


def closed_in(year: int) -> QuerySet[Case]:
    """Numbered cases whose closing was approved in a year: from these a review is drawn."""
    approved = Closing.objects.filter(state=ClosingState.APPROVED, closed_on__year=year)
    rows = Case.objects.filter(pk__in=approved.values("case_id"), number__isnull=False)
    return rows.order_by("number")


def years_to_review(as_of: date) -> dict[int, int]:
    """Years that are over and were not drawn from yet, the latest first: how many cases closed."""
    approved = Closing.objects.filter(state=ClosingState.APPROVED, case__number__isnull=False)
    over = approved.filter(closed_on__year__lt=as_of.year).order_by()
    years = over.values(year=ExtractYear("closed_on")).annotate(count=Count("pk"))
    drawn = set(FileReview.objects.values_list("year", flat=True))
    return {
        row["year"]: row["count"] for row in years.order_by("-year") if row["year"] not in drawn
    }


@dataclass(frozen=True, slots=True)
class ItemLoss:
    """One item of a score sheet over all scored files: in how many it lost points, how many."""

    item: str
    most: int
    files: int
    points: int


def file_reviews_for(user: User) -> QuerySet[FileReview]:
    """Yearly reviews with what came out so far, the latest year first; none for who may not.

    Counts are ``drawn``, ``scored`` and one per result; ``average`` is None before a score.
    """
    counts = {
        str(result): Count("files", filter=Q(files__result=result)) for result in ReviewResult
    }
    rows = FileReview.objects.all() if watches(user) else FileReview.objects.none()
    return (
        rows.select_related("drawn_by")
        .annotate(
            drawn=Count("files"),
            scored=Count("files", filter=Q(files__scored_at__isnull=False)),
            average=Avg("files__total"),
            **counts,
        )
        .order_by("-year")
    )


def reviewed_files_for(user: User) -> QuerySet[ReviewedFile]:
    """Drawn files in the order of their draw; none for who may not see reviews."""
    rows = ReviewedFile.objects.all() if watches(user) else ReviewedFile.objects.none()
    return rows.select_related("review", "case__party", "scored_by").order_by("review", "place")


def reviews_of(case: Case) -> QuerySet[ReviewedFile]:
    """What yearly reviews found in the file of a case, the latest year first."""
    rows = case.file_reviews.select_related("review", "scored_by").prefetch_related("marks")
    return rows.order_by("-review__year")


def item_losses(review: FileReview) -> list[ItemLoss]:
    """Where points were lost in a review, by item, in the order of its sheet. One query."""
    rows = ReviewMark.objects.filter(file__review=review, points__lt=F("most")).order_by()
    lost = {
        item: (files, points)
        for item, files, points in rows.values("item")
        .annotate(files=Count("pk"), lost=Sum(F("most") - F("points")))
        .values_list("item", "files", "lost")
    }
    return [ItemLoss(item, most, *lost.get(item, (0, 0))) for item, most in review.sheet]


def follows_from_its_seed(review: FileReview, drawn: list[str]) -> bool:
    """Whether drawing again from the kept seed and pool gives these numbers, in this order."""
    return draw_files(review.seed, review.pool, len(drawn)) == drawn


def part_of(user: User) -> QuerySet[Case]:
    """Cases in which a person had a part, whatever it was.

    Handled it, recorded a step, gave an opinion, reviewed, chaired or kept a hearing, took part
    in the discussion, or approved one of its papers. The database asks the same before a file
    is scored (``file_is_scored_by_a_stranger``).
    """
    heard = Hearing.objects.filter(Q(chair=user) | Q(clerk=user))
    parts = (
        CaseOfficer.objects.filter(user=user).values("case_id"),
        CaseStep.objects.filter(recorded_by=user).values("case_id"),
        CaseOpinion.objects.filter(given_by=user).values("case_id"),
        LegalReview.objects.filter(reviewed_by=user).values("case_id"),
        heard.values("notice__case_id"),
        DiscussionMember.objects.filter(person=user).values("discussion__case_id"),
        CasePaper.objects.filter(paper__approved_by=user, case__isnull=False).values("case_id"),
    )
    had = Q()
    for cases in parts:
        had |= Q(pk__in=cases)
    return Case.objects.filter(had)


def address_key(party: Party) -> str:
    """By what the confirmed addresses of a party are found, in this case and in others."""
    return party_key(party.name, credit_code=party.credit_code, born_on=party.born_on)


def published_penalties() -> QuerySet[Publication]:
    """Penalties that were ever published, for other systems: those taken down keep their number
    only, which the reader must see to.
    """
    return Publication.objects.select_related(
        "decision__case__party", "public_file", "summary"
    ).prefetch_related("decision__penalties")
