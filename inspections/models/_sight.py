"""Who may see what of visits and campaigns: one question, asked by every queryset here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.permissions import Permission

if TYPE_CHECKING:
    from accounts.models import User

_TAKES_PART = (Permission.VISIT_RECORD, Permission.ASSIGNMENT_ANSWER)


def sees_county(user: User, permission: Permission) -> bool:
    """Staff of the education department who hold ``permission`` see all of the county."""
    return user.has(permission) and user.department is not None and user.department.is_lead


def own_department(user: User) -> int:
    """The key of the department whose own visits the person may see; 0 when there is none."""
    takes_part = any(user.has(permission) for permission in _TAKES_PART)
    return (user.department_id or 0) if takes_part else 0
