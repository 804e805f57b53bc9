"""In which order the files of tests are handed to the processes that share them.

A process gets a whole file. pytest-xdist begins with the files of most tests, so one that has
four tests of a minute each comes last, and the other process waits for its end. So the longest
come first here, whatever their number of tests. It is only an order: a file that is missing in
the list, or became quick, costs nothing but some waiting.
"""

from __future__ import annotations

from collections import Counter

import pytest

# Half a minute or more, the longest first.
LONGEST = (
    "tests/house/test_templates.py",
    "tests/house/test_isolation.py",
    "tests/papers/test_sheets.py",
    "tests/cases/test_state_machine.py",
    "tests/operations/test_opening_stops.py",
    "tests/staff/cases/test_every_act.py",
    "tests/tenants/test_migrating.py",
    "tests/flows/test_campaign.py",
    "tests/field_app/test_together.py",
    "tests/house/test_urls.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Who runs tests by hand, in one process, sees them in the order of their files."""
    if hasattr(config, "workerinput"):
        sort_by_length(items)


def sort_by_length(items: list[pytest.Item]) -> None:
    """The longest files, then those of most tests; within a file nothing changes."""
    sizes = Counter(_file(item) for item in items)
    places = {file: place for place, file in enumerate(LONGEST)}

    def place(item: pytest.Item) -> tuple[int, int, str]:
        file = _file(item)
        return places.get(file, len(LONGEST)), -sizes[file], file

    items.sort(key=place)


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]
