"""Words that speak of a penalty: they never stand on an order to correct."""

from __future__ import annotations

import re
import unicodedata

# Kinds of penalty (Order 53 art. 5, Penalty Law art. 9) and words that can only mean one. They
# may stand on a decision after the ordinary procedure, never on an order to correct.
PENALTY_WORDS = (
    "处罚",
    "罚款",
    "罚金",
    "没收",
    "吊销",
    "暂扣",
    "警告",
    "通报批评",
    "责令停止举办",
    "责令停止招收",
    "责令停止招生",
    "责令关闭",
    "责令停产停业",
    "停产停业",
    "限制从业",
    "限制开展生产经营",
    "行政拘留",
    "取缔",
)
_LAW_TITLE = re.compile(
    r"《[^《》]{2,60}(?:法|条例|办法|规定|规则|细则|意见|通知)(?:（[^）]*）)?》"
)


def penalty_words_in(text: str) -> list[str]:
    """Words of penalty in ``text``, in the order of the list.

    The title of a law is a name and not a threat, so 《…处罚法》 does not count. White space
    and half-width forms do not hide a word.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    plain = _LAW_TITLE.sub("", plain)
    found = [word for word in PENALTY_WORDS if word in plain]
    return [word for word in found if not any(word != other and word in other for other in found)]
