"""People, departments and certificates of one county; operators in the public schema."""

from accounts.models.people import (
    Department,
    DepartmentKind,
    OfficerCertificate,
    User,
    UserQuerySet,
)

__all__ = ["Department", "DepartmentKind", "OfficerCertificate", "User", "UserQuerySet"]
