"""Refusals about the law that applies (art. 37), and about drafts that it or a report outran."""

from __future__ import annotations

from common.errors import Refusal


class LawInTimeWrong(Refusal):
    """No law at the act, a choice that is open, or one that contradicts what can be compared."""

    code = "law_in_time"
    message = "{case}适用的规定有问题：{why}。"


class DraftOutdated(Refusal):
    """A draft rests on a report or on a law that is no longer the one that counts."""

    code = "draft_outdated"
    message = "{thing}起草以后，{what}；请弃用这份草稿，重新起草。"
