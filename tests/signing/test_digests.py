"""SM3 by its standard's examples."""

from signing.checks import openssl_knows_sm3
from signing.digests import digests, sm3

# GB/T 32905-2016, annex A: 24 and 512 bits.
ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
ABCD_16 = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"


def test_examples_of_the_standard():
    assert sm3(b"abc") == ABC
    assert sm3(b"abcd" * 16) == ABCD_16


def test_both_digests_of_the_same_bytes():
    found = digests(b"abc")

    assert found.sm3 == ABC
    assert found.sha256.startswith("ba7816bf8f01cfea")


def test_this_machine_knows_sm3():
    assert openssl_knows_sm3() == []
