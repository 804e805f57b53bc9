"""Every page of the room opens for every case of the walk.

Slow: that no page breaks is asked of all rooms in the usual run (tests/house/test_templates.py);
here each must open.
"""

from __future__ import annotations

import pytest

from tests.factories.accounts import WORKING_ROLES, UserFactory
from tests.house.addresses import every_address
from tests.house.world_of_cases import cases_of_all_kinds


@pytest.mark.slow
def test_every_page_of_the_room_opens(people, browser_of):
    fillings = cases_of_all_kinds()
    browser = browser_of(UserFactory(roles=list(WORKING_ROLES), certificate=True))
    rooms = ("case", "spot")
    paths = [
        address.path(keys)
        for address in every_address()
        if address.name.removeprefix("staff:").split("-")[0].rstrip("s") in rooms
        for keys in fillings.get(address.blanks, [{}])
    ]

    answers = {path: browser.get(path).status_code for path in paths}

    assert len(paths) > 60
    assert {path: code for path, code in answers.items() if code not in (200, 405)} == {}
