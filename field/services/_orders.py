"""Orders that were handed over on site become served notices, or wait for a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.errors import Refusal
from enforcement.services import take_handed_order
from field.rules.story import Story
from inspections.models import Visit


def hand_orders(visit: Visit, story: Story, *, by: User, at: datetime) -> str:
    """Hand each payload on word for word; what could not be taken, in sentences.

    The visit's record must not fail for an order: its text stays in the signed entry.
    """
    sentences = []
    for order_id, told in story.orders.items():
        try:
            with transaction.atomic():
                take_handed_order(
                    order_id,
                    told.body["payload"],
                    visit_id=visit.pk,
                    handed_at=told.true_at,
                    by=by,
                    at=at,
                )
        except Refusal as refusal:
            sentences.append(f"现场交付的文书未能登记：{refusal}")
    return "".join(sentences)
