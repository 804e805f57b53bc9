"""The town that an address names."""

import pytest

from reports.towns import UNKNOWN_TOWN, town_of


@pytest.mark.parametrize(
    ("address", "town"),
    [
        ("城关镇文化路8号", "城关镇"),
        ("桤木县城关镇文化路8号", "城关镇"),
        ("湖南省永州市桤木县沱江镇春晓路12号", "沱江镇"),
        ("白石瑶族自治县大石桥乡中心小学旁", "大石桥乡"),
        ("春晓街道锦绣花园3栋", "春晓街道"),
        ("鹿城区南汇街道办事处旁", "南汇街道"),
        ("文化路8号", UNKNOWN_TOWN),
        ("古镇路5号", UNKNOWN_TOWN),
        ("水乡街12号", UNKNOWN_TOWN),
        ("", UNKNOWN_TOWN),
    ],
)
def test_town_is_read_from_the_address(address, town):
    assert town_of(address) == town
