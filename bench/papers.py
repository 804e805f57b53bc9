"""A notice from approval to the stored paper, beside WeasyPrint alone on the same page."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django_tenants.utils import tenant_context

from bench._bare_print import bare
from bench.harness import Sides, at_least, row
from documents.faces import faces
from enforcement import services
from enforcement.models import Notice
from operations.opening import open_whole_county
from policies.queries import get_violation_on
from tests.enforcement.scenes import People, found_at, submitted, visit_to
from tests.factories.accounts import UserFactory
from tests.factories.institutions import InstitutionFactory
from tests.times import DAY, NOON

MANY = 300
ROUNDS = 15
# The free fonts that a Debian machine has without any choice of ours.
NOTO = {
    "fangsong": "Noto Serif CJK SC",
    "song": "Noto Serif CJK SC",
    "title": "Noto Serif CJK SC",
    "hei": "Noto Sans CJK SC",
    "kai": "Noto Sans Mono CJK SC",
}


@row("freeze, print and store a notice", reach=at_least(0.85))
def own_pipeline() -> Iterator[Sides]:
    """The same page, the same fonts, the same PDF variant; ``facts`` is the memory of 300."""
    with desk(MANY) as papers:
        html = page_of(papers.first())
        yield Sides(
            ours=papers.issue_next,
            against=bare(html, faces().css),
            rounds=ROUNDS,
            facts=papers.issue_the_rest,
        )


@row("the same, against three families of Noto CJK", reach=at_least(1.5))
def own_fonts() -> Iterator[Sides]:
    with desk(ROUNDS + 2) as papers:
        html = page_of(papers.first())
        rules = [f'.{role} {{ font-family: "{name}" }}' for role, name in NOTO.items()]
        yield Sides(ours=papers.issue_next, against=bare(html, "\n".join(rules)), rounds=ROUNDS)


def page_of(notice: Notice) -> str:
    """The page that the notice is printed from."""
    payload = notice.payload
    return render_to_string(
        services.printing.TEMPLATE, {**payload, "paper": payload, "paper_day": ""}
    )


@dataclass
class Desk:
    """Notices that wait for a signature, and the one who signs."""

    waiting: list[Notice]
    people: People

    def first(self) -> Notice:
        """Issued outside the measurement: both sides need to know its page."""
        return self._issue(self.waiting.pop())

    def issue_next(self) -> None:
        self._issue(self.waiting.pop())

    def issue_the_rest(self) -> dict[str, object]:
        early = _peak_mb()
        while self.waiting:
            self._issue(self.waiting.pop())
        return {
            f"peak memory after {ROUNDS + 2} and {MANY} notices": f"{early} and {_peak_mb()} MB"
        }

    def _issue(self, notice: Notice) -> Notice:
        approver = self.people.section_head
        services.approve_notice(notice.pk, by=approver, at=NOON, prints=False)
        services.print_paper(notice.pk, at=NOON)
        notice.refresh_from_db()
        assert notice.document is not None, notice.print_error
        return notice


@contextmanager
def desk(count: int) -> Iterator[Desk]:
    """A county with ``count`` notices of two findings each, handed in."""
    code = f"43112{count % 9}"
    county, _ = open_whole_county(
        code,
        name="量纸县",
        domains=[f"{code}.localhost"],
        base_url=f"https://{code}.localhost",
        at=NOON,
    )
    with tenant_context(county):
        people = People(
            drafter=UserFactory(inspector=True),
            section_head=UserFactory(section_head=True),
            bureau_head=UserFactory(bureau_head=True),
            clerk=UserFactory(registry_clerk=True),
        )
        yield Desk([_handed_in(no, people, DAY) for no in range(count)], people)


def _handed_in(no: int, people: People, day: date) -> Notice:
    school = InstitutionFactory(name=f"青禾{no}培训学校", site=True)
    visit = visit_to(school)
    found_at(visit, get_violation_on("V40", day), "三名教学人员入职前未查询违法犯罪记录")
    found_at(visit, get_violation_on("V32", day), "收费项目和标准未公示")
    return submitted(visit, people)


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
