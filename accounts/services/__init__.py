"""The verbs of accounts, one module per part of the work."""

from accounts.services.passwords import (
    accept_invitation,
    change_password,
    get_invited,
    invite,
)
from accounts.services.people import (
    appoint_first_administrator,
    change_user,
    create_user,
    furnish_departments,
    grant_certificate,
    grant_roles,
)

__all__ = [
    "accept_invitation",
    "appoint_first_administrator",
    "change_password",
    "change_user",
    "create_user",
    "furnish_departments",
    "get_invited",
    "grant_certificate",
    "grant_roles",
    "invite",
]
