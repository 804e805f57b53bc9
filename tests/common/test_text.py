"""Small changes to words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text import listed, mask_name, squash


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  启明　　托管  中心 ", "启明 托管 中心"),
        ("ＡＢ１２", "AB12"),
        ("启明（城东）托管中心", "启明（城东）托管中心"),
        ("一行\n两行", "一行 两行"),
    ],
)
def test_squash_keeps_chinese_punctuation(typed, kept):
    assert squash(typed) == kept


@given(st.text("青A ＡＺ９\u3000\u00a0\x1f\n、", max_size=6))
def test_squash_leaves_nothing_uneven(typed):
    kept = squash(typed)

    assert kept == " ".join(unicodedata.normalize("NFKC", typed).split())
    assert squash(kept) is kept


def test_mask_name_keeps_the_family_name():
    assert (mask_name("王小明"), mask_name("李"), mask_name("")) == ("王**", "李", "")


def test_listed_as_chinese_lists():
    assert listed(["公安", "消防"]) == "公安、消防"
