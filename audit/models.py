"""History."""

from __future__ import annotations

from django.db import models

from tenants.models import CountyModel, CountyQuerySet


class AuditEventQuerySet(CountyQuerySet):
    def of(self, *things: models.Model) -> AuditEventQuerySet:
        wanted = models.Q(pk__in=[])
        for thing in things:
            wanted |= models.Q(object_type=thing._meta.label_lower, object_id=str(thing.pk))
        return self.filter(wanted)


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
    written_at = models.DateTimeField(auto_now_add=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = "历史记录"
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_event_of_object"),
            models.Index(fields=["-at"], name="audit_event_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_label}"
