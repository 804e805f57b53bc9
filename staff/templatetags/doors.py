"""How a person comes in, as a card on the page about the person."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from accounts.queries import has_second_factor, needs_second_factor, open_sessions, paused_until

register = template.Library()


@register.inclusion_tag("staff/sign_in/_person.html", takes_context=True)
def way_in(context: dict[str, Any], person: User) -> dict[str, Any]:
    """``{% way_in person %}``: authenticator, sessions, pauses, and what can be done about them."""
    return {
        "person": person,
        "is_self": person.pk == context["user"].pk,
        "may_secure": context["user"].has(Permission.ACCOUNT_SECURE),
        "has_factor": has_second_factor(person),
        "needs_factor": needs_second_factor(person),
        "sessions": open_sessions(person),
        "paused_until": paused_until(person, at=timezone.now()),
        "csrf_token": context.get("csrf_token"),
    }
