"""A pasted list of institutions: each line is found in the registry, or says why not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from common.text import squash
from institutions.models import Institution

LINES_MOST = 2000


@dataclass(frozen=True, slots=True)
class Matched:
    """One line, and the institution it names; or what is the matter with it."""

    no: int
    text: str
    institution: Institution | None = None
    problem: str = ""


def match_lines(text: str) -> list[Matched]:
    """One line per institution: its full name, credit code or licence number.

    Nothing is guessed: a name that two institutions bear, or that none does, is a question to
    the person. Empty lines are left out. Two queries, however long the list.
    """
    lines = [squash(line) for line in text.splitlines()]
    wanted = [line for line in lines if line][:LINES_MOST]
    known = _known(wanted)
    seen: set[int] = set()
    found = []
    for no, line in enumerate(wanted, 1):
        match = _match(no, line, known.get(line, []), seen)
        if match.institution is not None:
            seen.add(match.institution.pk)
        found.append(match)
    return found


def _known(lines: Iterable[str]) -> dict[str, list[Institution]]:
    """Institutions by each of the words that may name them."""
    words = list(set(lines))
    known: dict[str, list[Institution]] = defaultdict(list)
    for column in ("name", "credit_code", "licence_no"):
        for row in Institution.objects.filter(**{f"{column}__in": words}).order_by("pk"):
            known[getattr(row, column)].append(row)
    return known


def _match(no: int, line: str, rows: list[Institution], seen: set[int]) -> Matched:
    different = {row.pk: row for row in rows}
    if not different:
        return Matched(no, line, problem="名录中没有，请核对名称、信用代码或许可证号")
    if len(different) > 1:
        return Matched(no, line, problem=f"名录中有{len(different)}家，请改用信用代码或许可证号")
    row = next(iter(different.values()))
    if row.pk in seen:
        return Matched(no, line, problem="与前面一行是同一家机构")
    return Matched(no, line, row)
