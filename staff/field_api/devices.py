"""A phone is registered by the person who holds it, online and signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from field.services import register_device
from staff.field_api.access import answered, person_call
from staff.field_api.bodies import json_of
from staff.field_api.moments import spoken
from staff.plain_text import without_odd_signs


@person_call
@require_POST
def register(request: HttpRequest) -> HttpResponse:
    """The token of this phone, once; only its digest is kept here."""
    sent = json_of(request)
    name = without_odd_signs(str(sent.get("name", "")))
    made = register_device(name, sent.get("key"), by=request.user, at=timezone.now())
    facts = {
        "device": made.device.key_hash,
        "token": made.token,
        "expires_at": spoken(made.device.expires_at),
        "person": {"id": request.user.pk, "name": request.user.full_name},
    }
    return answered(facts, status=201 if made.is_new else 200)
