"""The checklist on the page: questions in groups, and what was posted read as answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from common.errors import BadInput
from inspections.queries import Question
from inspections.services import AnswerIn, FindingIn
from inspections.states import AnswerValue
from policies.models import RoutedMatter, Violation
from staff.plain_text import without_odd_signs

SPARE_FINDINGS = 1
MOST_SIGNS = 500  # as the fields on the page say
OWN, ROUTED = "own", "routed"
_EXTRA = re.compile(r"extra-code-(\d{1,3})$")


@dataclass(slots=True)
class Line:
    """One question with what was answered so far. ``finding`` is own:V35, routed:R03 or empty."""

    question: Question
    value: str = ""
    note: str = ""
    finding: str = ""

    @property
    def code(self) -> str:
        return self.question.item.code

    @property
    def suggestions(self) -> list[Violation | RoutedMatter]:
        return [*self.question.violations, *self.question.routed]


@dataclass(slots=True)
class Group:
    """Questions under one heading."""

    name: str
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Extra:
    """A finding that belongs to no question; ``code`` is own:V35 or routed:R03."""

    no: int
    code: str = ""
    text: str = ""


class Sheet:
    """All questions of a visit and the findings beside them; ``posted`` None draws it empty."""

    def __init__(self, questions: list[Question], posted: Mapping[str, str] | None = None) -> None:
        sent = posted or {}
        self.lines = [_line(question, sent) for question in questions]
        self.extras = _extras(sent)

    @property
    def groups(self) -> list[Group]:
        """In the order in which the groups first appear."""
        found: dict[str, Group] = {}
        for line in self.lines:
            name = line.question.item.group
            found.setdefault(name, Group(name)).lines.append(line)
        return list(found.values())

    @property
    def blank_extras(self) -> list[Extra]:
        """Empty rows to fill in without a script; a script adds more."""
        first = max((extra.no for extra in self.extras), default=-1) + 1
        return [Extra(no) for no in range(first, first + SPARE_FINDINGS)]

    def require_short(self) -> None:
        """Raises BadInput for words that are longer than the fields on the page take."""
        told = [(line.code, line.note) for line in self.lines]
        told += [("检查表以外的问题", extra.text) for extra in self.extras]
        for where, text in told:
            if len(text) > MOST_SIGNS:
                raise BadInput(
                    sentence=f"“{where}”写了{len(text)}字，最多{MOST_SIGNS}字；请缩短后再提交。"
                )

    def answers(self) -> tuple[AnswerIn, ...]:
        return tuple(
            AnswerIn(code=line.code, value=line.value, note=line.note)
            for line in self.lines
            if line.value
        )

    def findings(self) -> tuple[FindingIn, ...]:
        """Those of "not ok" questions in their order, then the others."""
        named = [
            _finding(line.finding, line.note or _title(line), line.code)
            for line in self.lines
            if line.value == AnswerValue.NOT_OK and line.finding
        ]
        return (*named, *(_finding(extra.code, extra.text, "") for extra in self.extras))


def _line(question: Question, sent: Mapping[str, str]) -> Line:
    code = question.item.code
    return Line(
        question,
        value=_words(sent, f"value-{code}"),
        note=_words(sent, f"note-{code}"),
        finding=_words(sent, f"finding-{code}"),
    )


def _extras(sent: Mapping[str, str]) -> list[Extra]:
    numbers = sorted(int(found[1]) for name in sent if (found := _EXTRA.match(name)))
    rows = [
        Extra(no, _words(sent, f"extra-code-{no}"), _words(sent, f"extra-text-{no}"))
        for no in numbers
    ]
    return [row for row in rows if row.code or row.text]


def _words(sent: Mapping[str, str], name: str) -> str:
    return without_odd_signs(sent.get(name, ""))


def _title(line: Line) -> str:
    """The catalogue's own words, for a question that was ticked without a note."""
    code = line.finding.partition(":")[2]
    return next((row.title for row in line.suggestions if row.code == code), "")


def _finding(choice: str, text: str, item_code: str) -> FindingIn:
    kind, _, code = choice.partition(":")
    return FindingIn(
        text=text,
        violation_code=code if kind == OWN else "",
        routed_code=code if kind == ROUTED else "",
        item_code=item_code,
    )
