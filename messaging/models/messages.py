"""Messages to people: one row each, a row per way they go, a row per receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.db import all_or_none
from messaging.models.events import Event
from messaging.states import Channel, ReceiptKind, SendingState
from tenants.models import CountyModel, CountyQuerySet

if TYPE_CHECKING:
    from accounts.models import User

S = SendingState


class MessageQuerySet(CountyQuerySet):
    def visible_to(self, user: User) -> Self:
        """A message is its receiver's alone."""
        return self.filter(receiver_id=user.pk)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Message(CountyModel):
    """One message to one person. Its words name nobody: who it is about is read after signing in."""

    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "messages")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="messages")
    title = models.CharField(max_length=100)
    text = models.CharField(max_length=500, blank=True)
    link = models.CharField(max_length=200, blank=True, help_text="a path of our own pages")
    is_urgent = models.BooleanField(default=False, help_text="does not wait for the morning")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = "消息"
        constraints = [
            models.UniqueConstraint("receiver", "event", name="one_message_per_person_and_event"),
            models.CheckConstraint(name="message_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title


class Sending(CountyModel):
    """One message on its way by one channel."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="sendings")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=S, default=S.WAITING)
    is_digest = models.BooleanField(default=False, help_text="goes together with others")
    next_at = models.DateTimeField(help_text="not before: quiet hours, digest, or a next try")
    attempts = models.PositiveIntegerField(default=0)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True, help_text="by the database's clock")
    ref = models.CharField(max_length=100, blank=True, help_text="the gateway's own number for it")
    sent_at = models.DateTimeField(null=True)
    why_failed = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                "message", "channel", name="one_sending_per_message_and_channel"
            ),
            models.CheckConstraint(
                name="sending_that_failed_says_why",
                condition=Q(state=S.FAILED) & ~Q(why_failed="") | ~Q(state=S.FAILED),
            ),
            models.CheckConstraint(
                name="sending_sent_has_its_moment",
                condition=Q(state__in=(S.SENT, S.DELIVERED), sent_at__isnull=False)
                | Q(state__in=(S.WAITING, S.FAILED)),
            ),
        ]
        indexes = [
            models.Index("next_at", name="sending_due", condition=Q(state=S.WAITING)),
            models.Index("channel", "ref", name="sending_by_ref"),
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.get_channel_display()}"


class Receipt(CountyModel):
    """What a channel said of a sending. The same word twice is one row."""

    sending = models.ForeignKey(Sending, models.CASCADE, related_name="receipts")
    kind = models.CharField(max_length=10, choices=ReceiptKind.choices)
    at = models.DateTimeField()
    said = models.CharField(max_length=200, blank=True, help_text="the gateway's own words")

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint("sending", "kind", name="one_receipt_of_each_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.sending_id} {self.kind}"


class Contact(CountyModel):
    """Where one person is reached by one channel; the address is encrypted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, "contacts")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    sealed = models.TextField(help_text="encrypted: common.ciphers")
    shown = models.CharField(max_length=60, help_text="masked")

    class Meta:
        ordering = ("user", "channel")
        constraints = [
            models.UniqueConstraint("user", "channel", name="one_contact_per_person_and_channel"),
            models.CheckConstraint(
                name="in_app_needs_no_contact", condition=~Q(channel=Channel.IN_APP)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.shown}"

    @property
    def purpose(self) -> str:
        return f"contact/{self.user_id}/{self.channel}"


class MessageSetting(CountyModel):
    """When one person wants to be left alone, and whether once a day is enough."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    digest_at = models.TimeField(null=True, help_text="null: one by one")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="quiet_hours_begin_and_end",
                condition=all_or_none("quiet_from", "quiet_until"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"
