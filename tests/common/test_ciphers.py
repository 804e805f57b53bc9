"""Fields that do not lie in clear."""

from __future__ import annotations

import pytest

from common.ciphers import decrypt, encrypt, needs_new_key
from common.errors import FieldDamaged, FieldKeyGone

TEXT = "JBSWY3DPEHPK3PXP"


def test_what_was_encrypted_is_read_again_and_looks_different_each_time():
    first, second = encrypt(TEXT, purpose="totp/1"), encrypt(TEXT, purpose="totp/1")

    assert first != second
    assert TEXT not in first
    assert decrypt(first, purpose="totp/1") == decrypt(second, purpose="totp/1") == TEXT


def test_a_value_moved_to_another_row_cannot_be_read():
    stored = encrypt(TEXT, purpose="totp/1")

    with pytest.raises(FieldDamaged):
        decrypt(stored, purpose="totp/2")


@pytest.mark.parametrize("harm", [lambda s: s[:-6] + "AAAAA=", lambda s: s[:20], lambda s: "x" + s])
def test_a_changed_value_is_refused(harm):
    with pytest.raises(FieldDamaged):
        decrypt(harm(encrypt(TEXT, purpose="totp/1")), purpose="totp/1")


def test_an_older_key_still_reads_and_a_lost_one_says_which(settings):
    settings.YUJIAN_FIELD_KEYS = ["old"]
    stored = encrypt(TEXT, purpose="totp/1")

    settings.YUJIAN_FIELD_KEYS = ["new", "old"]
    assert decrypt(stored, purpose="totp/1") == TEXT
    assert needs_new_key(stored)
    assert not needs_new_key(encrypt(TEXT, purpose="totp/1"))

    settings.YUJIAN_FIELD_KEYS = ["new"]
    with pytest.raises(FieldKeyGone, match=stored.split(".")[1]):
        decrypt(stored, purpose="totp/1")
