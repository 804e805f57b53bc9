"""Who acts in a sandbox, on whom: people and institutions that the county has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import Department, User
from accounts.queries import lead_department
from common.errors import NotFound
from institutions.models import Institution
from institutions.states import InstitutionState
from partners.errors import NothingToHappen

RUNNING = (InstitutionState.LICENSED, InstitutionState.REGISTERED)


@dataclass(frozen=True, slots=True)
class Scene:
    """One call: which program asks, of which institution it speaks (None: any), when."""

    by: User
    at: datetime
    institution_id: int | None = None

    @property
    def department(self) -> Department:
        """The one that the calling program belongs to. Raises NothingToHappen for the bureau's."""
        if self.by.department is None or self.by.department.is_lead:
            raise NothingToHappen(missing="所属的协作部门")
        return self.by.department

    def person(self, role: str, place: int = 0) -> User:
        """The county's first person with this role, or the one at ``place``."""
        held = User.objects.active().with_role(role).filter(department=lead_department())
        return first(held.filter(is_service=False, is_auxiliary=False)[place:], "经办人员")

    def institution(self, states: Iterable[str] = RUNNING) -> Institution:
        """The one that was named, or the first in one of these states. Raises NotFound."""
        rows = Institution.objects.filter(state__in=list(states)).order_by("pk")
        if self.institution_id is None:
            return first(rows, "正在运营的机构")
        found: Institution | None = rows.filter(pk=self.institution_id).first()
        if found is None:
            raise NotFound(what="这家机构，或者它不在可办理的状态")
        return found


def first(rows: QuerySet[Any], missing: str) -> Any:
    """Raises NothingToHappen, naming what is not there."""
    found = next(iter(rows[:1]), None)
    if found is None:
        raise NothingToHappen(missing=missing)
    return found
