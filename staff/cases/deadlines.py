"""Which deadlines are those of cases, and where they lead."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from accounts.models import User
from cases.models import CaseDeadline
from cases.queries import cases_of, spot_penalties
from staff.deadlines.things import Thing


def things(user: User, keys: Collection[int]) -> dict[int, Thing]:
    """The case or the penalty on the spot of each of these deadlines. One query."""
    links = CaseDeadline.objects.filter(deadline__in=keys).select_related(
        "case__party", "spot__party"
    )
    own = links.filter(case__in=cases_of(user)) | links.filter(spot__in=spot_penalties(user))
    return {link.deadline_id: _thing(link) for link in own}


def _thing(link: CaseDeadline) -> Thing:
    if link.case is not None:
        return Thing(str(link.case), reverse("staff:case", args=[link.case_id]))
    return Thing(str(link.spot), reverse("staff:spot-penalty", args=[link.spot_id]))
