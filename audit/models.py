"""History, its seals, and what the checks of it found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from audit.states import CheckState
from common.db import all_or_none
from tenants.models import CountyModel, CountyQuerySet


class AuditEventQuerySet(CountyQuerySet):
    def of(self, *things: models.Model) -> AuditEventQuerySet:
        wanted = models.Q(pk__in=[])
        for thing in things:
            wanted |= models.Q(object_type=thing._meta.label_lower, object_id=str(thing.pk))
        return self.filter(wanted)

    def unsealed(self) -> AuditEventQuerySet:
        """In no seal yet: written in the last minute, or the sealer is away."""
        sealed = AuditSeal.objects.filter(event_id=models.OuterRef("pk"))
        return self.filter(~models.Exists(sealed))


class AuditEvent(CountyModel):
    """One thing that somebody, or the system, did. Append-only, held by a trigger.

    The actor stands as id, name and role of that moment and not as a foreign key: history
    must not change when a person does. ``actor_id`` is null when the system acted.
    """

    kind = models.CharField("事项", max_length=60, help_text="such as notice.approve")
    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField("经办人", max_length=60, blank=True)
    actor_role = models.CharField("角色", max_length=200, blank=True)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField("对象", max_length=250)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)
    written_at = models.DateTimeField()
    stamp = models.CharField(
        max_length=100,
        blank=True,
        default="",
        db_default="",
        help_text="key.nonce.mac of what the row says; empty before stamps were made",
    )

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = "历史记录"
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_event_of_object"),
            models.Index(fields=["-at"], name="audit_event_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["stamp"], name="history_stamp_is_used_once", condition=~Q(stamp="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_label}"


class AuditSeal(CountyModel):
    """The place of one event in the county's chain. Append-only, held by a trigger.

    ``position`` is the chain's own order, 1, 2, 3 …: keys of events become visible out of
    order, since a transaction that began early may end late. There is no foreign key, so that
    an event taken away leaves its seal behind.
    """

    position = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    format = models.PositiveSmallIntegerField(help_text="which columns the digest covers")
    row_digest = models.BinaryField(help_text="SHA-256 of the event's canonical JSON")
    marks = models.BinaryField(help_text="4 bytes per column, to name the one that was touched")
    digest = models.BinaryField(help_text="SHA-256 over this seal and the digest before it")
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = "历史封存"
        ordering = ("position",)
        constraints = [
            models.CheckConstraint(name="seals_begin_at_one", condition=Q(position__gte=1))
        ]

    def __str__(self) -> str:
        return f"第{self.position}位"


class HistoryCheck(CountyModel):
    """One check of the whole history that somebody asked for, and what it found."""

    state = models.CharField(max_length=10, choices=CheckState, default=CheckState.WAITING)
    asked_at = models.DateTimeField()
    asker_id = models.BigIntegerField()
    asker_name = models.CharField(max_length=60)
    done_rows = models.PositiveBigIntegerField(default=0, help_text="how far it has come")
    total_rows = models.PositiveBigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    head_position = models.PositiveBigIntegerField(null=True)
    head_digest = models.CharField(max_length=64, blank=True)
    trouble_count = models.PositiveIntegerField(default=0)
    sentences = models.JSONField(default=list, help_text="the first troubles, then remarks")

    class Meta:
        verbose_name = "历史核验"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="history_check_that_ended_has_moment_and_head",
                condition=all_or_none("ended_at", "head_position")
                & (
                    Q(state__in=(CheckState.WAITING, CheckState.STOPPED), ended_at__isnull=True)
                    | Q(state__in=(CheckState.SOUND, CheckState.TROUBLED), ended_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="troubled_history_check_has_troubles",
                condition=Q(state=CheckState.TROUBLED, trouble_count__gt=0)
                | (~Q(state=CheckState.TROUBLED) & Q(trouble_count=0)),
            ),
            models.UniqueConstraint(
                fields=["state"],
                name="one_history_check_at_a_time",
                condition=Q(state=CheckState.WAITING),
            ),
        ]

    def __str__(self) -> str:
        return f"历史核验 {self.asked_at:%Y-%m-%d %H:%M}"
