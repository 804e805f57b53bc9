"""What the list of people is narrowed by."""

from __future__ import annotations

from typing import Any

from accounts.models import Department
from accounts.roles import ROLES
from common.filters import Filters, OneRow, Pick, Words
from common.searching import stands_in


def _called(people: Any, text: str) -> Any:
    """A county has some hundred people: all names are read."""
    named = people.values_list("pk", "full_name", "username")
    found = [key for key, *said in named if stands_in(text, said, person=True)]
    return people.filter(pk__in=found)


def _holding(code: str) -> Any:
    return lambda people, asker: people.with_role(code)


class PeopleFilters(Filters):
    title = "people"
    filters = (
        Words(
            name="text",
            label="查找",
            says="every word stands in the name, its initials or the user name",
            hint="姓名、用户名或拼音首字母",
            by=_called,
        ),
        Pick(
            name="role",
            label="角色",
            says="who holds the role",
            picks={
                **{role.code: (role.name, _holding(role.code)) for role in ROLES.values()},
                "none": ("尚无角色", lambda people, asker: people.filter(roles=[])),
            },
        ),
        OneRow(
            name="department",
            label="部门",
            says="who belongs to the department",
            column="department_id",
            rows_of=lambda asker: Department.objects.all(),
        ),
    )
