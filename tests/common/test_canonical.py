"""One text for one value: what digests are taken of must never change."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.canonical import canonical

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [None, True, False]}, '{"a":[null,true,false],"b":1}'),
        ('县\u2028"\\\n\x01', '"县\u2028\\"\\\\\\n\\u0001"'),
        # By UTF-16 code units, as RFC 8785 3.2.3 wants: the pair of 𠮷 (D842) before U+FB33.
        ({"\ufb33": 1, "𠮷": 2}, '{"𠮷":2,"\ufb33":1}'),
        (
            [1.0, 1, -0.0, 1e22, 0.1, 1e-7, 333333333.33333329],
            "[1,1,0,10000000000000000000000,0.1,0.0000001,333333333.3333333]",
        ),
        (Decimal("1.500"), "1.5"),
        (100, "100"),
        (10**25, "10000000000000000000000000"),
        ((1, 2), "[1,2]"),
        ({}, "{}"),
    ],
)
def test_canonical_text(value, text):
    assert canonical(value) == text


@pytest.mark.parametrize("value", [date(2021, 1, 1), float("nan"), {1: 2}, b"x", {1, 2}])
def test_what_has_no_place_in_json_is_refused(value):
    with pytest.raises(ValueError, match="canonical form"):
        canonical(value)


@given(JSON)
def test_what_is_read_back_has_the_same_text(value):
    """A large float comes back as a whole number, as it does from jsonb: the text is the same."""
    assert canonical(json.loads(canonical(value))) == canonical(value)
