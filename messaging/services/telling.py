"""Messages to people: by a verb of an upper room, or because of an event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission as P
from common.clock import CHINA
from messaging.channels import set_up_channels
from messaging.errors import MessageSaysTooMuch
from messaging.models import Contact, Event, Message, MessageSetting, Receipt, Sending
from messaging.rules import personal_in, when_to_send
from messaging.states import Channel, EventKind, ReceiptKind, SendingState

# Kind of event -> who is told in the county, what, and where the page is.
_TELLS = {
    EventKind.ASSIGNMENT_ASKED: (P.ASSIGNMENT_ANSWER, "有新的协办事项待接收", "/assignments/"),
    EventKind.ASSIGNMENT_ANSWERED: (P.ASSIGNMENT_ASK, "协办事项已有答复", "/assignments/"),
    EventKind.ASSIGNMENT_DECLINED: (P.ASSIGNMENT_ASK, "协办事项被退回", "/assignments/"),
    EventKind.ASSIGNMENT_WITHDRAWN: (P.ASSIGNMENT_ANSWER, "协办事项已撤回", "/assignments/"),
    EventKind.TRANSFER_SENT: (P.ASSIGNMENT_ANSWER, "有新的移送待签收", "/transfers/"),
    EventKind.TRANSFER_ANSWERED: (P.CASE_HANDLE, "移送已有答复", "/transfers/"),
    EventKind.TRANSFER_CONTESTED: (P.ASSIGNMENT_ANSWER, "移送被提请复议", "/transfers/"),
    EventKind.ENDPOINT_DISABLED: (P.ENDPOINT_MANAGE, "一个推送地址已停用", "/endpoints/"),
    EventKind.DELIVERY_SET_ASIDE: (P.ENDPOINT_MANAGE, "一条推送已搁置", "/endpoints/"),
}


@transaction.atomic
def tell(
    receivers: Iterable[User],
    *,
    title: str,
    text: str = "",
    link: str = "",
    is_urgent: bool = False,
    at: datetime,
    event: Event | None = None,
) -> list[Message]:
    """Write a message to each of these people and put it in line for their channels.

    With an ``event`` each person hears of it once, however often this is called.
    Raises MessageSaysTooMuch: a number of a person stands in the words.
    """
    if found := personal_in(f"{title}\n{text}"):
        raise MessageSaysTooMuch(what=found)
    told = {row.receiver_id for row in event.messages.all()} if event else set()
    messages = Message.objects.bulk_create(
        Message(
            receiver=person,
            event=event,
            title=title,
            text=text,
            link=link,
            is_urgent=is_urgent,
            at=at,
        )
        for person in {one.pk: one for one in receivers}.values()
        if person.is_active and person.pk not in told
    )
    _put_in_line(messages, at=at)
    return messages


def tell_of(event: Event, *, at: datetime) -> None:
    """Tell the people whom an event concerns, if there are any."""
    if event.kind not in _TELLS:
        return
    permission, title, pages = _TELLS[EventKind(event.kind)]
    people = User.objects.active().select_related("department")
    if event.only_for is not None:
        people = people.filter(department_id__in=event.only_for)
    receivers = [one for one in people if one.has(permission)]
    key = event.facts.get("page") or event.subject.partition("/")[2]
    tell(receivers, title=title, link=f"{pages}{key}/", at=at, event=event)


def _put_in_line(messages: Sequence[Message], *, at: datetime) -> None:
    """In the house at once; outside by every channel for which the person left an address."""
    inside = Sending.objects.bulk_create(
        Sending(
            message=message,
            channel=Channel.IN_APP,
            state=SendingState.DELIVERED,
            next_at=at,
            sent_at=at,
        )
        for message in messages
    )
    Receipt.objects.bulk_create(
        Receipt(sending=one, kind=ReceiptKind.DELIVERED, at=at) for one in inside
    )
    people = [message.receiver_id for message in messages]
    hours = {row.user_id: row for row in MessageSetting.objects.filter(user__in=people)}
    ways: dict[int, list[str]] = {}
    usable = set_up_channels()
    for contact in Contact.objects.filter(user__in=people, channel__in=usable):
        ways.setdefault(contact.user_id, []).append(contact.channel)
    Sending.objects.bulk_create(
        _outside(message, channel, hours.get(message.receiver_id), at)
        for message in messages
        for channel in ways.get(message.receiver_id, ())
    )


def _outside(message: Message, channel: str, wish: MessageSetting | None, at: datetime) -> Sending:
    quiet, digest_at = None, None
    if wish is not None:
        digest_at = wish.digest_at
        if wish.quiet_from is not None and wish.quiet_until is not None:
            quiet = wish.quiet_from, wish.quiet_until
    due = when_to_send(at.astimezone(CHINA), quiet, digest_at, is_urgent=message.is_urgent)
    is_digest = digest_at is not None and not message.is_urgent
    return Sending(message=message, channel=channel, next_at=due, is_digest=is_digest)
