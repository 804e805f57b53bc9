"""Each person says where and when messages reach him."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from accounts.models import User
from audit.services import record
from common.ciphers import encrypt
from messaging.channels import set_up_channels
from messaging.errors import ChannelNotSetUp, ContactWrong
from messaging.models import Contact, MessageSetting
from messaging.rules import contact_fits, masked
from messaging.states import Channel


@transaction.atomic
def set_contact(channel: str, value: str, *, by: User, at: datetime) -> Contact:
    """Where ``by`` is reached by this channel from now on. Raises ChannelNotSetUp, ContactWrong."""
    by.require_here()
    if channel not in set_up_channels():
        raise ChannelNotSetUp(channel=Channel(channel).label)
    value = value.strip()
    if not contact_fits(channel, value):
        raise ContactWrong(value=masked(value), channel=Channel(channel).label)
    contact = Contact(user=by, channel=channel, shown=masked(value))
    sealed = encrypt(value, purpose=contact.purpose)
    kept, _ = Contact.objects.update_or_create(
        user=by, channel=channel, defaults={"sealed": sealed, "shown": contact.shown}
    )
    record("contact.set", kept, by=by, at=at)
    return kept


@transaction.atomic
def forget_contact(channel: str, *, by: User, at: datetime) -> None:
    """Nothing goes there any more. Twice is safe."""
    by.require_here()
    for contact in Contact.objects.select_for_update().filter(user=by, channel=channel):
        record("contact.forget", contact, by=by, at=at)
        contact.delete()


@transaction.atomic
def choose_hours(
    *,
    quiet_from: time | None,
    quiet_until: time | None,
    digest_at: time | None,
    by: User,
    at: datetime,
) -> MessageSetting:
    """When ``by`` is left alone, and whether once a day is enough. Urgent ones come all the same."""
    by.require_here()
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        quiet_from = quiet_until = None
    wish, _ = MessageSetting.objects.update_or_create(
        user=by,
        defaults={"quiet_from": quiet_from, "quiet_until": quiet_until, "digest_at": digest_at},
    )
    record("contact.choose_hours", wish, by=by, at=at)
    return wish
