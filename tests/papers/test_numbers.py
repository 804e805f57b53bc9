"""Numbers of persons on papers: encrypted in the row, in clear on the printed paper alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from papers.models import OfficialPaper
from papers.numbers import has_numbers, labelled, masked, opened, sealed, unlabelled
from papers.services import change_draft, preview, print_paper
from tenants.models import County
from tests.cases.guarding import refused_by
from tests.committed import committed_county
from tests.factories import cases as scenes
from tests.factories.accounts import UserFactory
from tests.factories.papers import PARTY, a_paper
from tests.papers.facts import PERSON
from tests.papers.test_printing import flat
from tests.times import DAY, NOON

NUMBERS = (PERSON["id_number"], PERSON["phone"])
PEOPLE = [{"name": "李甲", "id_number": "430321199001010011", "phone": "13900000002"}]


def stored() -> str:
    """Everything that the table of papers holds, as a reader of the database sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(p::text, ' '), '') FROM papers_officialpaper p")
        return str(cursor.fetchone()[0])


def test_marks_open_again_and_a_number_keeps_its_mark():
    facts = {"party": PERSON, "present": PEOPLE, "cause": "无证办学"}

    kept = sealed(facts)

    assert opened(kept) == facts
    assert sealed(kept) == kept
    assert sealed(facts, like=kept) == kept
    assert [one for one in NUMBERS if one in str(kept)] == []
    assert kept["cause"] == facts["cause"]


def test_the_telephone_of_an_organisation_is_on_the_register_and_stays():
    assert sealed({"party": PARTY}) == {"party": PARTY}
    assert not has_numbers(sealed({"party": PARTY}))


def test_what_is_typed_around_a_number_leaves_it_as_it_was():
    kept = sealed({"present": PEOPLE})
    shown = labelled(kept)
    assert "已加密" in shown["present"][0]["phone"]

    typed = {"present": [{**shown["present"][0], "name": "李乙"}]}

    assert unlabelled(typed, kept)["present"] == [{**kept["present"][0], "name": "李乙"}]
    assert unlabelled({"x": "（已加密00000000）"}, kept) == {"x": ""}


def test_neither_draft_nor_paper_holds_a_number_in_clear(law):
    draft = a_paper("D13", party=PERSON)
    paper = a_paper("D13", party=PERSON, stage="printed")

    assert [one for one in NUMBERS if one in stored()] == []
    assert [one for one in NUMBERS if one not in flat(paper.document.content)] == []
    for view in (preview(draft, on=DAY), paper.view):
        assert [one for one in NUMBERS if one in str(view)] == []
        assert "加密保存" in str(view)


def test_the_same_number_typed_again_is_no_change(law):
    draft = a_paper("D13", party=PERSON)

    change_draft(draft.pk, opened(draft.facts), by=UserFactory(inspector=True), at=NOON)

    assert OfficialPaper.objects.get().facts == draft.facts


@pytest.mark.parametrize(
    "facts",
    [
        {"party": {"kind": "person", "phone": "13900000001"}},
        {"party": {"name": "李甲", "id_number": "430321199001010011"}},
        {"present": PEOPLE},
    ],
)
def test_by_the_shell_no_number_is_written_in_clear(law, facts):
    draft = a_paper("D13")

    with refused_by("paper_numbers_are_encrypted"):
        OfficialPaper.objects.filter(pk=draft.pk).update(facts=facts)
    OfficialPaper.objects.filter(pk=draft.pk).update(facts=sealed(facts))


@pytest.mark.parametrize("key", ["informant_phone", "mobile"])
def test_a_telephone_that_is_a_fact_of_its_own_is_encrypted_too(law, key):
    facts = {key: "13900000001"}
    draft = a_paper("D13")

    with refused_by("paper_telephones_are_encrypted"):
        OfficialPaper.objects.filter(pk=draft.pk).update(facts=facts)
    OfficialPaper.objects.filter(pk=draft.pk).update(facts=sealed(facts))

    assert opened(OfficialPaper.objects.get().facts) == facts
    assert sealed({key: ""}) == {key: ""}


@pytest.fixture
def lone_county(django_db_setup, django_db_blocker) -> Iterator[County]:
    with django_db_blocker.unblock(), committed_county("999915") as county:
        scenes.law()
        yield county


def migrate(*targets: tuple[str, str]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes("papers"))


@pytest.mark.race
@pytest.mark.slow
def test_papers_that_are_there_are_encrypted_and_read_the_same(lone_county):
    draft = a_paper("D13", party=PERSON)
    paper = a_paper("D13", party=PERSON, stage="approved")
    said = opened(paper.payload)

    migrate(("papers", "0004_orders_speak_of_no_penalty"))
    assert [one for one in NUMBERS if one not in stored()] == []
    migrate()

    assert [one for one in NUMBERS if one in stored()] == []
    paper.refresh_from_db()
    draft.refresh_from_db()
    assert opened(paper.payload) == said
    assert masked(draft.facts)["party"]["phone"] == masked(paper.facts)["party"]["phone"]
    print_paper(paper.pk, at=NOON)
    paper.refresh_from_db()
    assert NUMBERS[0] in flat(paper.document.content)
