"""Makers of acts, one for each kind of person who does them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.permissions import Permission as P
from cases.models import Case
from staff.cases.acts import ANYBODY, OFFICER, STRANGER, Act
from staff.cases.forms.base import ActForm

MAIN, BAD = "primary", "bad"


def in_states(name: str, *states: str) -> Callable[[Case], Any]:
    """Rows of a case by the name of their relation, in one of these states."""
    return lambda case: getattr(case, name).filter(state__in=states)


def act_of(permission: P, side: str) -> Callable[..., Act]:
    """A maker of acts of one kind of person."""

    def made(
        slug: str,
        label: str,
        icon: str,
        form: type[ActForm],
        section: str,
        states: tuple[str, ...],
        **more: Any,
    ) -> Act:
        told = {"slug": slug, "label": label, "icon": icon, "form": form, "section": section}
        return Act(**told, states=states, permission=permission, side=side, **more)

    return made


officer = act_of(P.CASE_HANDLE, OFFICER)
section = act_of(P.CASE_ENDORSE, STRANGER)
reviewer = act_of(P.CASE_REVIEW, STRANGER)
chair = act_of(P.CASE_HEAR, STRANGER)
head = act_of(P.CASE_DECIDE, STRANGER)


def anybody(permission: P, *told: Any, **more: Any) -> Act:
    return act_of(permission, ANYBODY)(*told, **more)
