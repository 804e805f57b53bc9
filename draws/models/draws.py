"""A random draw: what is drawn from, where its seed comes from, and what came out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.permissions import Permission
from common.db import all_or_none
from draws.states import HAS_RESULT, DrawState, RedrawReason, SeedKind
from institutions.states import InstitutionKind
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class DrawQuerySet(CountyQuerySet):
    def visible_to(self, user: User) -> Self:
        """Education staff see every draw; a partner those its department takes part in.

        Who may witness sees all of them: an outsider's eye is the point.
        """
        if user.has(Permission.VISIT_VIEW) or user.has(Permission.DRAW_WITNESS):
            return self
        return self.filter(partners__department=user.department_id)

    def known_to_all(self) -> Self:
        """Those whose list was ever frozen, the cancelled ones included."""
        return self.filter(frozen_at__isnull=False)

    def due_for_publishing(self, on: date) -> Self:
        return self.filter(state=DrawState.DRAWN, publish_on__lte=on)


class Draw(CountyModel):
    """One draw of institutions and officers for visits in a stretch of days.

    The list of all who can be drawn is frozen as a stored file, its checksum public at once. The
    seed comes afterwards. From list and seed everything follows; the rows of ``DrawnVisit`` and
    ``DrawSeat`` are what followed, and ``queries.faults_of`` says whether they still do.
    """

    title = models.CharField("名称", max_length=100)
    kinds = ArrayField(
        models.CharField(max_length=12, choices=InstitutionKind.choices), verbose_name="机构类别"
    )
    wanted = models.PositiveIntegerField("抽取家数")
    own_officers = models.PositiveSmallIntegerField("本部门检查人员", default=2)
    visits_from = models.DateField("检查开始日期")
    visits_until = models.DateField("检查结束日期", help_text="last day of the visits")
    seed_kind = models.CharField("种子来源", max_length=12, choices=SeedKind.choices)
    seed_source = models.CharField("彩票名称和期号", max_length=60, blank=True)
    seed_after = models.DateTimeField(
        "种子产生时间", null=True, blank=True, help_text="null: made of commitments"
    )
    state = models.CharField(
        "状态", max_length=10, choices=DrawState.choices, default=DrawState.DRAFT
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField("锁定时间", null=True, blank=True)
    frozen_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, blank=True
    )
    list_file = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, related_name="+", null=True, blank=True
    )
    list_sha256 = models.CharField("名单校验值", max_length=64, blank=True)
    seed_values = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    seed = models.CharField("种子", max_length=64, blank=True)
    drawn_at = models.DateTimeField("抽取时间", null=True, blank=True)
    drawn_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, blank=True
    )
    publish_on = models.DateField("公示日期", null=True, blank=True)
    published_at = models.DateTimeField("公示时间", null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, blank=True
    )
    cancel_reason = models.CharField("作废原因", max_length=200, blank=True)

    objects = DrawQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="draw_visits_end_not_before_they_begin",
                condition=models.Q(visits_until__gte=models.F("visits_from")),
            ),
            models.CheckConstraint(
                name="draw_wants_somebody", condition=models.Q(wanted__gte=1, own_officers__gte=1)
            ),
            models.CheckConstraint(
                name="draw_frozen_has_moment_and_person",
                condition=all_or_none("frozen_at", "frozen_by", "list_file"),
            ),
            models.CheckConstraint(
                name="draw_drawn_has_moment_and_person",
                condition=all_or_none("drawn_at", "drawn_by", "publish_on"),
            ),
            models.CheckConstraint(
                name="draw_cancelled_has_moment_and_person",
                condition=all_or_none("cancelled_at", "cancelled_by"),
            ),
            models.CheckConstraint(
                name="draw_cancelled_only_when_so_and_why",
                condition=models.Q(state=DrawState.CANCELLED, cancelled_at__isnull=False)
                & ~models.Q(cancel_reason="")
                | ~models.Q(state=DrawState.CANCELLED) & models.Q(cancelled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="draw_has_a_list_before_its_seed",
                condition=models.Q(seed="") | models.Q(list_file__isnull=False),
            ),
            models.CheckConstraint(
                name="draw_with_result_has_its_seed",
                condition=~models.Q(state__in=HAS_RESULT)
                | models.Q(drawn_at__isnull=False) & ~models.Q(seed=""),
            ),
            models.CheckConstraint(
                name="draw_published_only_when_so",
                condition=models.Q(state=DrawState.PUBLISHED, published_at__isnull=False)
                | ~models.Q(state=DrawState.PUBLISHED) & models.Q(published_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"随机抽查“{self.title}”"

    @property
    def has_result(self) -> bool:
        return self.state in HAS_RESULT


class DrawPartner(CountyModel):
    """A department besides education that sends one officer to each drawn institution."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="partners")
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("draw", "department")
        constraints = [
            models.UniqueConstraint(
                name="one_partner_per_draw_and_department", fields=("draw", "department")
            )
        ]

    def __str__(self) -> str:
        return f"{self.draw}：{self.department}"


class Commitment(CountyModel):
    """The digest of a secret that a department gave before the list was frozen.

    ``secret`` is empty until it is revealed, after the freezing. Nobody can choose theirs in
    view of another's, nor of the list.
    """

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="commitments")
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+")
    digest = models.CharField("承诺", max_length=64)
    committed_at = models.DateTimeField()
    committed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    secret = models.CharField("密文", max_length=200, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("draw", "pk")
        constraints = [
            models.UniqueConstraint(
                name="one_commitment_per_draw_and_department", fields=("draw", "department")
            ),
            models.UniqueConstraint(
                name="one_commitment_per_draw_and_person", fields=("draw", "committed_by")
            ),
            models.CheckConstraint(
                name="commitment_revealed_has_its_secret",
                condition=models.Q(revealed_at__isnull=True, secret="")
                | models.Q(revealed_at__isnull=False) & ~models.Q(secret=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}对{self.draw}的承诺"


class DrawnVisit(CountyModel):
    """An institution that was drawn, as which number."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="drawn_visits")
    no = models.PositiveIntegerField("序号")
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="drawn_visits"
    )

    class Meta:
        ordering = ("draw", "no")
        constraints = [
            models.UniqueConstraint(name="one_drawn_visit_per_no", fields=("draw", "no")),
            models.UniqueConstraint(
                name="institution_is_drawn_once_per_draw", fields=("draw", "institution")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw}第{self.no}家"

    @property
    def crew(self) -> list[Any]:
        """Who goes now, in the order of the seats."""
        return [seat.officer for seat in self.seats.all()]


class DrawSeat(CountyModel):
    """Who goes as which number to a drawn institution, the redraws included."""

    drawn_visit = models.ForeignKey(DrawnVisit, models.PROTECT, related_name="seats")
    place = models.PositiveSmallIntegerField()
    officer = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("drawn_visit", "place")
        constraints = [
            models.UniqueConstraint(name="one_seat_per_place", fields=("drawn_visit", "place")),
            models.UniqueConstraint(
                name="one_seat_per_drawn_visit_and_officer", fields=("drawn_visit", "officer")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drawn_visit}：{self.officer}"


class Redraw(CountyModel):
    """An officer went out, another was drawn from the same seed. Append-only."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="redraws")
    no = models.PositiveIntegerField("序号")
    drawn_visit = models.ForeignKey(DrawnVisit, models.PROTECT, related_name="redraws")
    officer_out = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    officer_in = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    reason = models.CharField("事由类别", max_length=12, choices=RedrawReason.choices)
    note = models.CharField("说明", max_length=200)
    redrawn_at = models.DateTimeField()
    redrawn_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("draw", "no")
        constraints = [
            models.UniqueConstraint(name="one_redraw_per_no", fields=("draw", "no")),
            models.CheckConstraint(name="redraw_says_why", condition=~models.Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.draw}第{self.no}次重新抽取"
