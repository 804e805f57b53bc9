"""A verb that nobody can reach is not there: each one of cases and of funds has its page, or a reason."""

from __future__ import annotations

import ast
import inspect
from types import ModuleType

import pytest

from assignments import services as of_assignments
from cases import services as of_cases
from funds import services as of_funds
from messaging import services as of_messaging
from staff.cases.forms.base import ActForm
from staff.cases.register import ACTS
from tests.house.files import ROOT
from transfers import services as of_transfers

# Verb -> who does it, if no page calls it.
DONE_OTHERWISE = {
    of_cases: {
        "note_notice_served": "serve_case_papers does it for the notice among the papers",
        "start_served": "a nightly task",
        "open_court_windows": "a nightly task",
        "list_removals": "a nightly task",
        "want_long_terms": "a nightly task",
    },
    of_messaging: {
        "emit": "verbs of upper rooms write by it",
        "tell": "verbs of upper rooms, and events",
        "relay": "a task, each minute",
        "send_messages": "a task, each minute",
        "fetch_receipts": "a task, every five minutes",
        "note_receipt": "fetch_receipts does it",
        "sweep_events": "a nightly task",
    },
    of_transfers: {
        "enter_handed_over": "hand_to_police of a case does it",
        "enter_transfer_link": "the public page of the link does it",
    },
    of_assignments: {
        "fill_initials": "a nightly task",
        "record_sharing": "the verbs of rooms above write by it",
        "require_open": "a verb above asks before bytes come in parts",
    },
    of_funds: {
        "post": "the other verbs write by it",
        "book_waiting": "a task, every ten minutes",
        "watch_account": "a nightly task, by watch_accounts",
        "watch_accounts": "a nightly task",
        "prove_journal": "a nightly task",
        "deem_lessons": "a nightly task",
        "examine_account": "a nightly task, by examine_accounts",
        "examine_accounts": "a nightly task",
        "examine_booked": "a task, every ten minutes",
        "hand_out": "a nightly task",
        "ask_about_alert": "hand_out does it",
        "responsible_for": "no verb of its own: tells hand_out and pages the department",
        "receive_file": "the drop folder's; a page takes a file by import_statement",
        "register_contracts": "for a list; the made-up county uses it",
    },
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


@pytest.mark.parametrize("services", DONE_OTHERWISE, ids=lambda one: one.__name__)
def test_every_verb_is_on_a_page_or_says_who_does_it(services):
    unreachable = _verbs(services) - _used_by_staff()

    assert unreachable == set(DONE_OTHERWISE[services])


def test_every_form_of_an_act_stands_in_the_register():
    used = {act.form for act in ACTS}

    assert {form.__name__ for form in _leaves(ActForm) - used} == set()
