"""A county's own words for its forms: proposed by one person, taken by another."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from papers.states import WordingState
from tenants.models import CountyModel


class FormWording(CountyModel):
    """A county's own words for one part of a form, from a day on. Never changed."""

    code = models.CharField(max_length=10)
    paragraph = models.CharField(max_length=40, help_text="the key of the form's paragraph")
    text = models.TextField(blank=True, help_text="empty: this paragraph is left out")
    is_standard = models.BooleanField(
        default=False, help_text="from this day on the standard words again, whatever they are then"
    )
    valid_from = models.DateField()
    source = models.CharField(max_length=200, help_text="the county's decision: paper, number, day")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")

    class Meta:
        ordering = ("code", "paragraph", "-valid_from")
        verbose_name = "文书表述"
        constraints = [
            models.UniqueConstraint(
                "code", "paragraph", "valid_from", name="one_wording_per_paragraph_and_first_day"
            ),
            models.CheckConstraint(
                name="wording_names_its_source", condition=~Q(source="") & ~Q(paragraph="")
            ),
            models.CheckConstraint(
                name="standard_wording_has_no_words_of_its_own",
                condition=Q(is_standard=False) | Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.paragraph}（{self.valid_from.isoformat()}起）"


class WordingProposal(CountyModel):
    """Words that somebody proposes for one part of a form; another person takes or leaves them.

    Taking makes the ``FormWording`` named in ``wording``; what the proposal says stays as it was.
    """

    code = models.CharField(max_length=10)
    paragraph = models.CharField(
        max_length=40, help_text="the part; see papers.county_words.parts_of"
    )
    text = models.TextField(blank=True, help_text="empty: this paragraph is left out")
    is_standard = models.BooleanField(default=False, help_text="back to the standard words")
    valid_from = models.DateField(help_text="if taken by then, otherwise from the day of taking on")
    source = models.CharField(max_length=200, help_text="the county's decision: paper, number, day")
    state = models.CharField(max_length=12, choices=WordingState, default=WordingState.WAITING)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, "+", null=True, blank=True
    )
    wording = models.OneToOneField(
        FormWording, models.PROTECT, related_name="proposal", null=True, blank=True
    )

    class Meta:
        ordering = ("-pk",)
        verbose_name = "文书表述的修改"
        constraints = [
            models.UniqueConstraint(
                "code",
                "paragraph",
                name="one_proposed_wording_waits_per_paragraph",
                condition=Q(state=WordingState.WAITING),
            ),
            models.CheckConstraint(
                name="proposed_wording_is_taken_with_moment_person_and_words",
                condition=Q(
                    state=WordingState.TAKEN,
                    taken_at__isnull=False,
                    taken_by__isnull=False,
                    wording__isnull=False,
                )
                | ~Q(state=WordingState.TAKEN)
                & Q(taken_at__isnull=True, taken_by__isnull=True, wording__isnull=True),
            ),
            models.CheckConstraint(
                name="proposed_wording_is_taken_by_another_person",
                condition=Q(taken_by__isnull=True) | ~Q(taken_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="proposed_standard_has_no_words_of_its_own",
                condition=Q(is_standard=False) | Q(text=""),
            ),
            models.CheckConstraint(
                name="proposed_wording_names_its_source",
                condition=~Q(source="") & ~Q(paragraph=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}文书表述的修改（{self.valid_from.isoformat()}起）"
