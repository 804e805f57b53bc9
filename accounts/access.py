"""The question every verb asks first."""

from __future__ import annotations

from accounts.models import User
from accounts.permissions import Permission
from common.errors import NotAllowed


def require(by: User | None, permission: Permission | None) -> None:
    """Go on only if ``by`` holds ``permission``.

    ``permission`` None is the system's own move, open to nobody by leaving out the user:
    where a permission is named, somebody must hold it, and be of this county: key 7 is
    another person next door. Raises NotAllowed, WrongCounty.
    """
    if permission is None:
        return
    if by is None or not by.has(permission):
        raise NotAllowed(what=Permission(permission).label)
    by.require_here()
