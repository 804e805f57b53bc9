"""People, departments and certificates of one county; operators in the public schema."""

from accounts.models.doors import (
    OldPassword,
    RecoveryCode,
    SecondFactor,
    SignIn,
    Tries,
    TryKind,
    name_digest,
)
from accounts.models.people import (
    Department,
    DepartmentKind,
    OfficerCertificate,
    User,
    UserQuerySet,
)

__all__ = [
    "Department",
    "DepartmentKind",
    "OfficerCertificate",
    "OldPassword",
    "RecoveryCode",
    "SecondFactor",
    "SignIn",
    "Tries",
    "TryKind",
    "User",
    "UserQuerySet",
    "name_digest",
]
