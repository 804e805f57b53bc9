"""Signs that nobody sees."""

from __future__ import annotations

import pytest

from institutions.models import Institution

FACTS = {
    "kind": "childcare",
    "nature": "unknown",
    "register_kind": "none",
    "state": "unlicensed",
    "system": "wgs84",
}


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\u202e"])
def test_name_with_a_sign_that_nobody_sees_is_refused(browser_of, clerk, sign):
    answer = browser_of(clerk).post("/institutions/new/", {**FACTS, "name": f"青禾{sign}托管"})

    assert answer.status_code == 422
    assert not Institution.objects.exists()
