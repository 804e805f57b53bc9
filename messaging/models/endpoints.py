"""Where webhooks go, and with which secrets they are signed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from messaging.states import EndpointState, EventKind
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class EndpointQuerySet(CountyQuerySet):
    def visible_to(self, user: User) -> Self:
        """All of them to whoever manages them; to others those of their own department."""
        if user.has(Permission.ENDPOINT_MANAGE):
            return self
        if user.has(Permission.ENDPOINT_VIEW):
            return self.filter(department_id=user.department_id)
        return self.none()


class Endpoint(CountyModel):
    """One address of one department's program, and what it wants to hear of."""

    name = models.CharField(max_length=60)
    url = models.CharField(max_length=500)
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="endpoints")
    kinds = ArrayField(models.CharField(max_length=40, choices=EventKind.choices))
    state = models.CharField(max_length=10, choices=EndpointState, default=EndpointState.ACTIVE)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    why_stopped = models.CharField(max_length=200, blank=True)
    failing_since = models.DateTimeField(null=True, help_text="no answer that counts since then")
    failures = models.PositiveIntegerField(default=0, help_text="calls in a row without an answer")
    quiet_until = models.DateTimeField(null=True, help_text="left alone until then")

    objects = EndpointQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        verbose_name = "推送地址"
        constraints = [
            models.CheckConstraint(name="endpoint_has_an_address", condition=~Q(url="")),
            models.CheckConstraint(
                name="endpoint_that_was_stopped_says_why",
                condition=Q(state__in=("active", "retired")) | ~Q(why_stopped=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EndpointSecret(CountyModel):
    """One signing secret, encrypted. After a rotation both sign until the older one ends."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="secrets")
    no = models.PositiveIntegerField()
    sealed = models.TextField(help_text="encrypted: common.ciphers")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+")
    ends_at = models.DateTimeField(null=True, help_text="null: in use")

    class Meta:
        ordering = ("endpoint", "-no")
        constraints = [
            models.UniqueConstraint("endpoint", "no", name="a_secret_has_one_number"),
            models.UniqueConstraint(
                "endpoint", condition=Q(ends_at=None), name="one_secret_in_use_per_endpoint"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.endpoint} {self.no}"

    @property
    def purpose(self) -> str:
        return f"webhook/{self.endpoint_id}/{self.no}"

    def signs_at(self, moment: datetime) -> bool:
        return self.ends_at is None or self.ends_at > moment
