"""A verb that nobody can reach is not there: each one of these rooms has its page, or a reason."""

from __future__ import annotations

import ast
import inspect
from types import ModuleType

import pytest

from cases import services as case_services
from funds import services as fund_services
from staff.cases.forms.base import ActForm
from staff.cases.register import ACTS
from tests.house.files import ROOT

# Verb -> who does it, if no page calls it.
DONE_OTHERWISE = {
    "note_notice_served": "serve_case_papers does it for the notice among the papers",
    "start_served": "a nightly task",
    "open_court_windows": "a nightly task",
    "list_removals": "a nightly task",
    "want_long_terms": "a nightly task",
}
FUNDS_DONE_OTHERWISE = {
    "book_lines": "a task after each import",
    "book_waiting": "a task that finds what was lost",
    "deem_lessons": "a nightly task",
    "post": "the other verbs of the journal do it",
    "prove_journal": "a nightly task",
    "reverse": "undo_match and claim_line do it",
    "watch_account": "watch_accounts does it for each",
    "watch_accounts": "a nightly task",
}
# Accounts, statements and alerts get their pages apart from orders and contracts.
FUNDS_IN_THE_NEXT_ROOM = {
    "add_bank": "accounts",
    "claim_line": "statements",
    "close_alert": "alerts",
    "handle_alert": "alerts",
    "import_statement": "statements",
    "move_account": "accounts",
    "open_account": "accounts",
    "reveal_number": "accounts",
    "undo_match": "statements",
}


def _verbs(services: ModuleType) -> set[str]:
    return {name for name in services.__all__ if inspect.isfunction(getattr(services, name))}


def _used_by_staff() -> set[str]:
    """Every name that the code of the pages uses, imports not counted."""
    found: set[str] = set()
    for path in (ROOT / "staff").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return found


def _leaves(kind: type) -> set[type]:
    below = [_leaves(one) for one in kind.__subclasses__()]
    return set().union(*below) if below else {kind}


@pytest.mark.parametrize(
    ("services", "otherwise"),
    [
        (case_services, DONE_OTHERWISE),
        (fund_services, FUNDS_DONE_OTHERWISE),
    ],
    ids=["cases", "funds"],
)
def test_every_verb_is_on_a_page_or_says_who_does_it(services, otherwise):
    unreachable = _verbs(services) - _used_by_staff() - set(FUNDS_IN_THE_NEXT_ROOM)

    assert unreachable == set(otherwise)


def test_every_form_of_an_act_stands_in_the_register():
    used = {act.form for act in ACTS}

    assert {form.__name__ for form in _leaves(ActForm) - used} == set()
