"""The files of heads are stamped from outside, and a stamp tells when its file was changed."""

from datetime import timedelta

from audit import heads
from audit.queries import verify
from audit.services import stamp_heads
from tests.times import NOON

CODE = "999901"
NEXT_DAY = NOON + timedelta(days=1)


def _add(at=NOON, position=1):
    heads.add(CODE, heads.Head(at=at, position=position, digest="ab"))


def test_files_of_past_days_are_stamped_and_today_is_not(county, authority):
    _add()
    _add(NEXT_DAY)

    assert stamp_heads(at=NEXT_DAY) == 1
    assert stamp_heads(at=NEXT_DAY) == 0

    (path,) = heads.stamped(CODE)
    assert path.name == "2021-11-10.jsonl"
    assert authority.agrees(heads.stamp_of(path).read_bytes(), path.read_bytes())


def test_nothing_is_stamped_without_an_authority(county, settings):
    settings.YUJIAN_TSA_URL = ""
    _add()

    assert stamp_heads(at=NEXT_DAY) == 0
    assert heads.stamped(CODE) == []


def test_authority_that_is_away_is_tried_again(county, authority, settings):
    _add()
    settings.YUJIAN_TSA_URL = "http://127.0.0.1:9/"
    assert stamp_heads(at=NEXT_DAY) == 0

    settings.YUJIAN_TSA_URL = authority.url

    assert stamp_heads(at=NEXT_DAY) == 1


def test_check_of_history_tells_of_sound_stamps(county, authority):
    _add(position=0)
    stamp_heads(at=NEXT_DAY)

    remarks = verify(at=NEXT_DAY).remarks

    assert [line for line in remarks if line.startswith("1 份库外链头文件的时间戳核验通过")]


def test_line_added_after_the_stamp_is_noticed(county, authority):
    _add()
    stamp_heads(at=NEXT_DAY)
    _add(NOON + timedelta(hours=1), position=2)

    troubles = verify(at=NEXT_DAY).troubles

    assert "内容与盖戳时不一致" in troubles[-1]
    assert "2021-11-10.jsonl" in troubles[-1]


def test_stamps_that_cannot_be_checked_are_said_to_be_so(county, authority, settings):
    _add()
    stamp_heads(at=NEXT_DAY)
    settings.YUJIAN_TSA_ROOTS = ""

    assert any("未予核验" in line for line in verify(at=NEXT_DAY).remarks)
