"""Files of an assignment, on its page."""

from __future__ import annotations

from typing import Any

from django import template

from assignments.models import Assignment
from exchange.queries import files_of
from staff.exchange.forms import AttachForm

register = template.Library()


@register.inclusion_tag("staff/exchange/_files.html", takes_context=True)
def assignment_files(context: dict[str, Any], assignment: Assignment) -> dict[str, Any]:
    """``{% assignment_files assignment %}``: what both sides attached, and a form for more."""
    return {
        "assignment": assignment,
        "files": files_of(assignment),
        "attach_form": AttachForm(None),
        "csrf_token": context.get("csrf_token"),
    }
