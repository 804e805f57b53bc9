"""What the tests of opening share: opening for real, and saying what is in a schema."""

from __future__ import annotations

import re
from datetime import timedelta

from operations.opening import open_whole_county
from tenants.models import County, CountyEvent
from tenants.pg_tools import run_pg_tool
from tests.times import NOON

OPENED = NOON + timedelta(days=3)

_MOMENT = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00'")
_NO_PASSWORD = re.compile(r"'!\w{40}'")  # Django draws it anew for everybody
_STAMP = re.compile(r"'[0-9a-f]{8}\.[0-9a-f]{16}\.[0-9a-f]{64}'")  # of history, holds a nonce
_COUNTY_KEY = re.compile(r"'tenants\.county', '\d+'")  # as history names the county
# PostgreSQL writes ``IN (…)`` of a constraint one way, and another way once it was read back.
_LIST = re.compile(r"\(ARRAY\[((?:'[^']*'::character varying(?:, )?)+)\]\)::text\[\]")
_WORD = re.compile(r"('[^']*'::character varying)")
_NOT_OURS = re.compile(r"^\\.*\n", re.MULTILINE)  # a random word of pg_dump


def opened(code: str, **changes) -> County:
    facts = {"name": "某某县", "domains": [f"{code}.test"]} | changes
    county, _ = open_whole_county(code, base_url=f"https://{code}.test", at=OPENED, **facts)
    return county


def origin(code: str) -> str:
    """Where the county's schema came from, as the operators' history says."""
    return CountyEvent.objects.get(county_code=code, kind="county.open").facts["schema_from"]


def dump_of(county: County) -> list[str]:
    """Everything in the county's schema but its name, moments and what is drawn by chance."""
    dumped = run_pg_tool("pg_dump", f"--schema={county.schema_name}", "--inserts").decode()
    text = dumped.replace(county.schema_name, "county")
    for pattern, plain in (
        (_MOMENT, "'moment'"),
        (_NO_PASSWORD, "'no password'"),
        (_STAMP, "'stamp'"),
        (_COUNTY_KEY, "'tenants.county', 'key'"),
        (_NOT_OURS, ""),
    ):
        text = pattern.sub(plain, text)
    return as_read_back(text).splitlines()


def as_read_back(text: str) -> str:
    """Constraints as PostgreSQL prints them after a dump was replayed, whichever way they came."""
    return _LIST.sub(_read_back, text)


def _read_back(written: re.Match[str]) -> str:
    return "ARRAY[" + _WORD.sub(r"(\1)::text", written[1]) + "]"
