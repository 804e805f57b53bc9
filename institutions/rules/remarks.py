"""What a rule says about an institution from what is registered of it.

A remark (规则提示) is no finding: nobody was there. It says which entry does not fit which
parameter, or what is missing before the rule can be asked at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices

from institutions.states import InstitutionKind, InstitutionState

# States in which an institution runs, so that the rules are asked.
RUNNING = (InstitutionState.LICENSED, InstitutionState.REGISTERED, InstitutionState.RECTIFYING)
TUTORING = (InstitutionKind.SUBJECT, InstitutionKind.NON_SUBJECT)
CHILDCARE = (InstitutionKind.CHILDCARE,)
EVERY_KIND = (*TUTORING, *CHILDCARE)


class Weight(TextChoices):
    BREACH = "breach", "不符合"
    SOON = "soon", "临近到期"
    GAP = "gap", "资料不全"


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence of one rule about one institution, with the parameters it was asked by."""

    code: str
    weight: Weight
    text: str
    keys: tuple[str, ...] = ()
    basis: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What is registered of an institution on a day. Only what a rule needs is filled."""

    institution: Any
    day: date
    staff: Sequence[Any] = ()
    checks: Mapping[int, Sequence[Any]] = field(default_factory=dict)
    venue: Any = None
    care: Any = None
    courses: Sequence[Any] = ()
    materials: Sequence[Any] = ()
    prices: Sequence[Any] = ()


Values = Mapping[str, Any]
Said = Iterator[tuple[Weight, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One rule: at which kinds it is asked, what it reads, and what it says."""

    code: str
    kinds: tuple[str, ...]
    keys: tuple[str, ...]
    needs: tuple[str, ...]
    judge: Callable[[Facts, Values], Said]
    basis: str = ""

    def remarks(self, facts: Facts, values: Values) -> list[Remark]:
        """What it says of these facts; nothing where it is not asked."""
        of = facts.institution
        if of.kind not in self.kinds or of.state not in RUNNING:
            return []
        return [
            Remark(self.code, weight, text, self.keys, self.basis)
            for weight, text in self.judge(facts, values)
        ]


def limit(values: Values, key: str) -> Decimal | None:
    """A measure as a number; None where the county has no rule."""
    text = values[key]
    return Decimal(text) if text not in ("", None) else None


def plain(number: Decimal) -> str:
    """200.00 is written 200, 3.50 is 3.5."""
    return f"{number.normalize():f}"


def listed_names(people: Sequence[Any], most: int = 5) -> str:
    """张三、李四等7人."""
    names = "、".join(person.name for person in people[:most])
    return f"{names}等{len(people)}人" if len(people) > most else names
