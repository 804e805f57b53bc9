"""A regulatory talk (约谈) with an institution."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from common.db import all_or_none
from supervision.states import InterviewState
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User

S = InterviewState


class InterviewQuerySet(CountyQuerySet):
    def awaiting(self) -> Self:
        """Called, and nobody has said yet whether it took place."""
        return self.filter(state=S.CALLED)

    def past_due(self, at: datetime) -> Self:
        return self.awaiting().filter(talk_at__lt=at)

    def visible_to(self, user: User) -> Self:
        return self if user.has(Permission.CASE_VIEW) else self.none()


class Interview(CountyModel):
    """One talk to which an institution was called by a numbered paper (D18).

    ``record`` is what was said and ``promises`` what the institution undertook; a signed record
    may be kept as a file. A talk takes the place of no penalty.
    """

    institution = models.ForeignKey("institutions.Institution", models.PROTECT, "interviews")
    matter = models.TextField(help_text="what it is about")
    talk_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    attend = models.CharField(max_length=200, help_text="who must come")
    hosts = models.CharField(max_length=200, help_text="who speaks for the bureau")
    paper = models.OneToOneField("papers.OfficialPaper", models.PROTECT, related_name="interview")
    state = models.CharField(max_length=10, choices=S, default=S.CALLED)
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    attended = models.CharField(max_length=200, blank=True, help_text="who came")
    record = models.TextField(blank=True)
    promises = models.TextField(blank=True)
    record_file = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, "+", null=True, blank=True
    )
    look_again_on = models.DateField(null=True, blank=True, help_text="when promises are checked")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    end_reason = models.CharField(max_length=300, blank=True, help_text="of one not held")

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ("-talk_at", "-pk")
        verbose_name = "约谈"
        constraints = [
            models.CheckConstraint(
                name="interview_says_what_where_and_who",
                condition=~Q(matter="") & ~Q(place="") & ~Q(attend="") & ~Q(hosts=""),
            ),
            models.CheckConstraint(
                name="interview_ended_has_moment_and_person",
                condition=all_or_none("ended_at", "ended_by"),
            ),
            models.CheckConstraint(
                name="interview_ended_when_state_says_so",
                condition=Q(state=S.CALLED, ended_at__isnull=True)
                | (~Q(state=S.CALLED) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="interview_held_has_its_record",
                condition=~Q(state=S.HELD) | (~Q(attended="") & ~Q(record="")),
            ),
            models.CheckConstraint(
                name="interview_not_held_says_why",
                condition=~Q(state__in=(S.MISSED, S.CANCELLED)) | ~Q(end_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"约谈{self.institution.name}"
