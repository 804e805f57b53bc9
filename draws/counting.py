"""How often an institution was visited in a year, by all departments together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count

from draws.models.plans import OtherVisit
from draws.states import NOT_COUNTED
from inspections.models import Visit
from inspections.states import VisitState


def visits_in_year(institution_ids: Iterable[int], year: int) -> Counter[int]:
    """By key of institution: visits planned for, made in or noted in that calendar year.

    A joint visit counts once, a cancelled one and a visit on a complaint or an order not at all.
    Two statements. Source: 国办发〔2024〕54号 (yearly cap over all departments).
    """
    keys = list(institution_ids)
    own = (
        Visit.objects.filter(institution__in=keys, planned_on__year=year)
        .exclude(state=VisitState.CANCELLED)
        .exclude(purpose__in=NOT_COUNTED)
    )
    others = OtherVisit.objects.filter(institution__in=keys, visited_on__year=year)
    count: Counter[int] = Counter()
    for rows in (own, others):
        count.update(dict(rows.order_by().values_list("institution").annotate(n=Count("pk"))))
    return count
