"""Pinyin initials of Chinese words: 青禾培训 is qhpx. Only for finding, never for printing.

A character with several readings may give several strings, since nobody types the one that a
dictionary prefers: 长乐 is found by cl and by cy. Readings come from pypinyin's table of single
characters; its table of phrases would cost every process 50 MB and knows few names, so place
names and surnames stand here.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path

MOST_STRINGS = 8

# Readings that people and places really use, the usual one first.
_SEVERAL = {
    "长": "cz", "重": "cz", "乐": "ly", "行": "xh", "朝": "cz", "盛": "sc", "校": "xj",
    "会": "hk", "传": "cz", "调": "td", "藏": "cz", "厦": "xs", "查": "cz",
    "解": "jx", "单": "ds", "曾": "zc", "仇": "qc", "翟": "zd", "区": "qo",
    "宿": "sx", "参": "cs", "率": "ls", "车": "cj", "尉": "wy", "阿": "ae", "堡": "bp",
    "铅": "qy", "埔": "pb", "浚": "jx", "番": "fp", "莞": "gw", "覃": "qt",
    "降": "jx", "种": "zc", "弹": "td", "洞": "dt", "陂": "bp",
    "石": "sd", "系": "xj", "朴": "pb",
    "晟": "sc", "茜": "qx", "郇": "xh", "祭": "jz",
    "伽": "gj", "屏": "pb", "奇": "qj",
    "贾": "jg", "隗": "wk", "折": "sz", "褚": "cz", "澄": "cd",
}  # fmt: skip

# First characters of a person's name: the surname's reading.
_SURNAMES = {
    "曾": "z", "单": "s", "解": "x", "仇": "q", "区": "o", "查": "z", "盖": "g", "朴": "p",
    "任": "r", "翟": "z", "乐": "y", "覃": "q", "员": "y", "缪": "m", "冼": "x", "尉": "w",
    "种": "c", "折": "s", "祭": "z", "逄": "p", "秘": "b", "黑": "h", "繁": "p", "牟": "m",
    "召": "s", "洗": "x", "阚": "k", "谌": "c", "晁": "c", "佘": "s", "贲": "b", "撒": "s",
    "尉迟": "yc", "万俟": "mq", "长孙": "zs", "令狐": "lh", "澹台": "tt", "单于": "cy",
}  # fmt: skip

# Words whose reading is settled, most of them place names.
_PHRASES = {
    "重庆": "cq", "长沙": "cs", "长春": "cc", "长安": "ca", "长兴": "cx", "长治": "cz",
    "厦门": "xm", "番禺": "py", "东莞": "dg", "蚌埠": "bb", "六安": "la", "六合": "lh",
    "亳州": "bz", "丽水": "ls", "台州": "tz", "铅山": "ys", "乐清": "yq", "乐亭": "lt",
    "乐山": "ls", "乐业": "ly", "莘县": "sx", "莘庄": "xz", "单县": "sx", "解州": "xz",
    "涡阳": "gy", "浚县": "xx", "大城": "dc", "大埔": "db", "黄埔": "hp", "尉犁": "yl",
    "尉氏": "ws", "洪洞": "ht", "牟平": "mp", "中牟": "zm", "枞阳": "zy", "漯河": "lh",
    "荥阳": "xy", "荥经": "yj", "繁峙": "fs", "黄陂": "hp", "监利": "jl", "蔚县": "yx",
    "任丘": "rq", "朝阳": "cy", "东阿": "de", "十里堡": "slp", "瓦窑堡": "wyb", "渑池": "mc",
    "犍为": "qw", "会稽": "kj", "儋州": "dz", "宿州": "sz", "宿迁": "sq", "曾都": "zd",
    "西藏": "xz", "成都": "cd", "行唐": "xt", "盛泽": "sz", "济南": "jn", "阿克苏": "aks",
    "银行": "yh", "音乐": "yy", "会计": "kj", "学校": "xx", "重阳": "cy", "解放": "jf",
    "长江": "cj", "大厦": "ds", "柏乡": "bx", "都匀": "dy", "百色": "bs", "歙县": "sx",
}  # fmt: skip
_LONGEST = max(map(len, _PHRASES))
_PHRASES_BEGIN = frozenset(phrase[0] for phrase in _PHRASES)


def initials_of(text: str, *, person: bool = False) -> str:
    """The initials of each line of ``text``, one string a line; '' where nothing is Chinese.

    Args:
        text: words as people typed them; signs other than letters and digits are left out.
        person: the first characters are a surname: 曾 is z and 单 is s.
    """
    found: list[str] = []
    for line in text.splitlines():
        found += _strings(line, person)
    return "\n".join(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def _strings(line: str, person: bool) -> tuple[str, ...]:
    letters, is_chinese, place = [], False, 0
    if person:
        surname = line[:2] if line[:2] in _SURNAMES else line[:1]
        if surname in _SURNAMES:
            letters, is_chinese, place = list(_SURNAMES[surname]), True, len(surname)
    while place < len(line):
        taken, readings = _readings_at(line, place)
        is_chinese = is_chinese or not line[place].isascii()
        letters += readings
        place += taken
    if not is_chinese:
        return ()
    return tuple(dict.fromkeys(map("".join, _few(letters))))


def _readings_at(line: str, place: int) -> tuple[int, list[str]]:
    """How many characters are read here, and the possible letters for each."""
    if line[place] in _PHRASES_BEGIN:
        for length in range(_LONGEST, 1, -1):
            settled = _PHRASES.get(line[place : place + length])
            if settled:
                return length, list(settled)
    return 1, _readings(line[place])


@lru_cache(maxsize=4096)
def _readings(sign: str) -> list[str]:
    """The possible letters for one character by itself; none for what is no letter."""
    sign = unicodedata.normalize("NFKC", sign)[:1]
    if sign.isascii():
        return [sign.lower()] if sign.isalnum() else []
    read = _SEVERAL.get(sign) or _table().get(sign, "")
    return [read] if read else []


def _few(letters: list[str]) -> list[tuple[str, ...]]:
    """All combinations; with too many of them, later characters keep their usual reading."""
    kept, strings = [], 1
    for readings in letters:
        fits = strings * len(readings) <= MOST_STRINGS
        kept.append(readings if fits else readings[:1])
        strings *= len(kept[-1])
    return list(product(*kept))


@cache
def _table() -> dict[str, str]:
    """The first letter of each character's usual reading; about 2 MB, read once a process."""
    spec = find_spec("pypinyin")
    assert spec is not None
    assert spec.submodule_search_locations
    path = Path(spec.submodule_search_locations[0], "pinyin_dict.json")
    rows = json.loads(path.read_text(encoding="utf-8"))
    letters = {}
    for code, said in rows.items():
        letter = unicodedata.normalize("NFD", said)[:1]
        if letter.isascii() and int(code) <= 0x9FFF:
            letters[chr(int(code))] = letter
    return letters
