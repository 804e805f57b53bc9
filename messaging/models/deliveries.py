"""The log of webhooks that both sides read: what was to be sent, and every try."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from messaging.models.endpoints import Endpoint
from messaging.models.events import Event
from messaging.states import DeliveryState
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User

S = DeliveryState
# messaging.http.Trouble, and what counts as one.
_TROUBLES = {
    "address": "地址不可用",
    "connect": "连接不上",
    "tls": "证书不可信",
    "timeout": "超时",
    "broken": "连接中断",
    "redirect": "重定向（不跟随）",
}


class LogQuerySet(CountyQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(endpoint__in=Endpoint.objects.visible_to(user).order_by().values("pk"))

    def over_since(self, moment: datetime) -> Self:
        """Taken or given up, and not put in line, tried or taken at or after that moment."""
        tried = Attempt.objects.filter(delivery=OuterRef("pk"), at__gte=moment)
        done = Q(delivered_at=None) | Q(delivered_at__lt=moment)
        ended = self.exclude(state=S.WAITING)
        return ended.filter(done, ~Exists(tried), next_at__lt=moment)


class Delivery(CountyModel):
    """One event on its way to one endpoint: at least once, in order within a subject."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, models.PROTECT, related_name="deliveries")
    # Of the event, for the order: a waiting one holds back the later ones of its subject.
    subject = models.CharField(max_length=60)
    position = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=S, default=S.WAITING)
    attempts = models.PositiveIntegerField(default=0, help_text="since it was last put in line")
    first_tried_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(help_text="not before")
    leased_until = models.DateTimeField(null=True, help_text="by the database's clock")
    lease = models.UUIDField(null=True, help_text="of the worker that has it in hand")
    delivered_at = models.DateTimeField(null=True)

    objects = LogQuerySet.as_manager()

    class Meta:
        ordering = ("-position", "endpoint")
        verbose_name = "推送记录"
        constraints = [
            models.UniqueConstraint(
                "event", "endpoint", name="one_delivery_per_event_and_endpoint"
            ),
            models.CheckConstraint(
                name="delivery_delivered_has_its_moment",
                condition=Q(state=S.DELIVERED, delivered_at__isnull=False)
                | ~Q(state=S.DELIVERED) & Q(delivered_at=None),
            ),
            models.CheckConstraint(
                name="only_a_waiting_delivery_is_leased",
                condition=Q(state=S.WAITING) | Q(lease=None),
            ),
        ]
        indexes = [
            models.Index(
                "endpoint",
                "subject",
                "position",
                name="delivery_in_line",
                condition=Q(state=S.WAITING),
            ),
            # Not of all that waits: the question who is first in line must not find it fitting.
            models.Index(
                "next_at",
                "position",
                name="delivery_due",
                condition=Q(state=S.WAITING, lease=None),
            ),
            models.Index(
                "leased_until",
                name="delivery_in_hand",
                condition=Q(leased_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.endpoint}"


class Attempt(CountyModel):
    """One try: what the other side answered, or why it did not."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True, help_text="of HTTP; null: no answer")
    trouble = models.CharField(max_length=30, blank=True, help_text="messaging.http.Trouble")
    answer = models.CharField(max_length=300, blank=True, help_text="the answer's beginning")

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.status or self.trouble}"

    @property
    def trouble_words(self) -> str:
        return _TROUBLES.get(self.trouble, self.trouble)
