"""The verbs of accounts, one module per part of the work."""

from accounts.services.passwords import (
    accept_invitation,
    add_operator,
    change_password,
    get_invited,
    invite,
)
from accounts.services.people import (
    appoint_first_administrator,
    change_user,
    create_service,
    create_user,
    furnish_departments,
    grant_certificate,
    grant_roles,
    retire_service,
)
from accounts.services.review import close_account, confirm_account, reviewer_of
from accounts.services.second_factor import (
    address_of_secret,
    enrol_second_factor,
    new_secret,
    renew_recovery_codes,
    reset_second_factor,
    reset_second_factor_by_operator,
    switch_off_second_factor,
)
from accounts.services.sessions import (
    end_other_sessions,
    end_session,
    end_sessions_of,
    forget_old_sign_ins,
)
from accounts.services.sign_in import (
    change_own_factor,
    confirm_password,
    confirm_second_factor,
    start_sign_in,
    unlock_sign_in,
)

__all__ = [
    "accept_invitation",
    "add_operator",
    "address_of_secret",
    "appoint_first_administrator",
    "change_own_factor",
    "change_password",
    "change_user",
    "close_account",
    "confirm_account",
    "confirm_password",
    "confirm_second_factor",
    "create_service",
    "create_user",
    "end_other_sessions",
    "end_session",
    "end_sessions_of",
    "enrol_second_factor",
    "forget_old_sign_ins",
    "furnish_departments",
    "get_invited",
    "grant_certificate",
    "grant_roles",
    "invite",
    "retire_service",
    "reviewer_of",
    "new_secret",
    "renew_recovery_codes",
    "reset_second_factor",
    "reset_second_factor_by_operator",
    "start_sign_in",
    "switch_off_second_factor",
    "unlock_sign_in",
]
