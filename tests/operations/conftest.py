"""A county furnished as open_county does it, and small campaign files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from operations.furnishing import first_administrators, furnish
from tests.times import NOON

CAMPAIGN = Path(__file__).parents[1] / "data" / "county-campaign.yaml"
EXPECTATIONS = ("derived_checks", "anomalies", "readings", "replay_plan", "comparison_reports")


@pytest.fixture
def furnished(county):
    furnish(at=NOON)
    first_administrators(at=NOON)
    return county


@pytest.fixture
def campaign_file(tmp_path) -> Callable[..., Path]:
    """The real file without what it expects, changed by ``edit`` and written anew."""

    def write(edit: Callable[[dict], None] = lambda content: None) -> Path:
        content = yaml.safe_load(CAMPAIGN.read_text(encoding="utf-8"))
        for key in EXPECTATIONS:
            del content[key]
        edit(content)
        path = tmp_path / "campaign.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return path

    return write


def smaller(content: dict) -> None:
    """Nine institutions: three subject, four childcare, two unlicensed."""
    campaign = content["campaign"]
    for row, found in zip(campaign["findings"], (3, 4, 2), strict=True):
        row["found"] = found
    for row, count in zip(campaign["outcomes"], (1, 2, 1, 2, 1), strict=True):
        row["count"] = count
