"""9. Every template is used, no page breaks, and none prints a word that nobody gave it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from accounts.models import User
from accounts.roles import APART
from audit.models import AuditEvent
from documents.rendering import text_of
from tests.factories.accounts import EVERY_KIND, WORKING_ROLES, UserFactory
from tests.house.addresses import every_address
from tests.house.files import name_of, own_files

# Django looks for these by itself.
BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
# What is recorded of somebody who only looks.
LOOKS = ("original.look", "case.take_file", "official_paper.take_public", "address.reveal")


def _templates() -> dict[str, str]:
    """Name by which Django knows it -> text, of every template of ours."""
    return {
        name_of(path).partition("/templates/")[2]: path.read_text(encoding="utf-8")
        for path in own_files(".html", ".css", ".txt", ".svg")
        if "/templates/" in name_of(path)
    }


def test_every_template_is_used():
    templates = _templates()
    code = [
        path.read_text(encoding="utf-8")
        for path in own_files(".py")
        if not name_of(path).startswith("tests/")
    ]

    def is_used(name: str) -> bool:
        others = [text for other, text in templates.items() if other != name]
        return any(f'"{name}"' in text for text in code + others)

    assert [name for name in templates if name not in BY_DJANGO and not is_used(name)] == []


def test_every_template_that_is_named_is_there():
    named = set()
    for text in _templates().values():
        named |= set(re.findall(r'{%-?\s*(?:include|extends)\s+"([^"]+)"', text))

    assert named - set(_templates()) == set()


# A page over rows in no order can show one row twice and another never.
pytestmark = pytest.mark.filterwarnings("error::django.core.paginator.UnorderedObjectListWarning")


@cache
def _may_be_missing() -> set[str]:
    """Variables whose template says itself what stands there when there is nothing."""
    found = set()
    for text in _templates().values():
        found |= set(re.findall(r"{{ ([\w.]+)\|(?:default:|or_dash)", text))
    return found


def _words(answer) -> str:
    if answer.headers.get("Content-Type", "") == "application/pdf":
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return text_of(content)
    return "" if answer.streaming else answer.content.decode(errors="replace")


def _faults(browser, paths: list[str], send: str) -> list[str]:
    """Paths whose answer is a breakdown or holds an unknown variable."""
    browser.raise_request_exception = False
    found = []
    for path in paths:
        answer = getattr(browser, send)(path)
        if answer.status_code >= 500:
            found.append(f"{send} {path} answers {answer.status_code}")
        unknown = set(re.findall(r"UNKNOWN(?:<|&lt;)(.*?)(?:>|&gt;)", _words(answer)))
        unknown -= _may_be_missing()
        found += [f"{send} {path} prints the unknown {name}" for name in sorted(unknown)]
    return found


def _paths(fillings, *, most: int = 100) -> list[str]:
    """Every address, with up to ``most`` rows in different states for each."""
    return [
        address.path(keys)
        for address in every_address()
        if address.name != "staff:logout" and not address.is_for_machines
        for keys in fillings[address.blanks][:most]
    ]


def test_looking_breaks_no_page_and_changes_nothing(fillings, browser_of, unknown_words_show):
    """Nobody is shown a breakdown or a word that nobody gave, whoever looks at whatever."""
    everywhere = _paths(fillings)
    lookers = [(list(WORKING_ROLES), everywhere), (["partner_officer"], _paths(fillings, most=1))]
    lookers += [([role], _paths(fillings, most=1)) for role in APART]
    recorded, people = _recorded(), _people()

    faults = _faults(browser_of(), [*_paths(fillings, most=1), "/nowhere/"], "get")
    for roles, paths in lookers:
        browser = browser_of(UserFactory(roles=roles, certificate=True))
        faults += _faults(browser, paths, "get")

    assert faults == []
    assert _recorded() - recorded == Counter()
    assert _people() == people


def _recorded() -> Counter:
    """History; a look at an original or a bound file is itself a line, as meant."""
    return Counter(AuditEvent.objects.exclude(kind__in=LOOKS).values_list("kind", flat=True))


def _people() -> list:
    held = User.objects.exclude(full_name__startswith="张三").order_by("pk")
    return list(held.values_list("pk", "password", "roles"))


def test_no_empty_form_breaks_a_page(fillings, browser_of, unknown_words_show):
    paths = _paths(fillings, most=1)

    for roles in EVERY_KIND:
        browser = browser_of(UserFactory(roles=roles, certificate=True))
        assert _faults(browser, paths, "post") == []
