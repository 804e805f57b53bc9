"""A holiday notice typed line by line: text in, days and sentences about odd lines out."""

from __future__ import annotations

import re
from datetime import date

from policies.services import PublishedDay

_LINE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?[\s,，、:：]*(休|班)[\s,，、:：]*(.*)",
    re.ASCII,
)
_WEEK = "一二三四五六日"
_SATURDAY = 5
_MOST_NOTE = 60


def read_lines(text: str, year: int) -> tuple[list[PublishedDay], list[str]]:
    """The days in order, and one sentence for each line that is none. Blank lines are nothing."""
    days: dict[date, PublishedDay] = {}
    odd = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = _read(line.strip(), year)
        if isinstance(found, PublishedDay) and found.on in days:
            found = f"{found.on.isoformat()}已经在前面列过"
        if isinstance(found, PublishedDay):
            days[found.on] = found
        else:
            odd.append(f"第{number}行：{found}。")
    if not days and not odd:
        odd.append("没有写任何日期。")
    return [days[on] for on in sorted(days)], odd


def _read(line: str, year: int) -> PublishedDay | str:
    """The day of a line, or what is odd about it."""
    match = _LINE.fullmatch(line)
    if match is None:
        return f"“{line[:30]}”读不懂，请写成“{year}-02-16 休 春节”的样子"
    *numbers, word, note = match.groups()
    try:
        on = date(*map(int, numbers))
    except ValueError:
        return f"没有{int(numbers[0])}年{int(numbers[1])}月{int(numbers[2])}日这一天"
    if on.year != year:
        return f"{on.isoformat()}不在{year}年"
    if not note.strip():
        return f"{on.isoformat()}没有写说明，请写上节日名称或者“调休”"
    if len(note) > _MOST_NOTE:
        return f"{on.isoformat()}的说明太长，最多{_MOST_NOTE}个字"
    if word == "班" and on.weekday() < _SATURDAY:
        return f"{on.isoformat()}是星期{_WEEK[on.weekday()]}，本来就上班，请核对日期"
    return PublishedDay(on=on, is_working=word == "班", note=note.strip())
