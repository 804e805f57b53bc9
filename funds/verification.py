"""The running proof: the whole journal added up from zero, in the database, against what it says.

The guards refuse what does not follow; what somebody did who can switch them off is named here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, transaction

# Every entry once: its legs added up, its digest made anew, its link to the entry before.
_ENTRIES = """
WITH said AS (
    SELECT entry_id, count(*) AS found, sum(amount_fen) AS total,
        min(account_id) AS account, max(account_id) AS other_account,
        min(value_on) AS value_on, max(value_on) AS other_value,
        min(booked_at) AS booked_at, max(booked_at) AS other_booked,
        string_agg(concat_ws(':', book_id, amount_fen, version, balance_fen), ',' ORDER BY no)
            AS legs
    FROM funds_leg GROUP BY entry_id
), told AS (
    SELECT coalesce(e.account_id, s.account) AS account_id, e.no, CASE
        WHEN e.id IS NULL THEN 'entry'
        WHEN s.entry_id IS NULL OR s.found <> e.legs_count THEN 'legs'
        WHEN s.total <> 0 THEN 'sum'
        WHEN (s.account, s.value_on, s.booked_at)
            IS DISTINCT FROM (e.account_id, e.value_on, e.booked_at)
            OR (s.account, s.value_on, s.booked_at)
            IS DISTINCT FROM (s.other_account, s.other_value, s.other_booked) THEN 'leg'
        WHEN funds_digest(e.previous_digest, funds_said(e.account_id, e.no, e.kind, e.occurred_on,
            e.value_on, e.booked_at, e.source, e.source_ref, e.turn, e.reverses_id, e.note,
            s.legs)) <> e.digest THEN 'digest'
        WHEN e.no <> coalesce(e.no_before, 0) + 1 THEN 'gap'
        WHEN e.previous_digest IS DISTINCT FROM e.digest_before THEN 'link' END AS what
    FROM (
        SELECT *, lag(digest) OVER chain AS digest_before, lag(no) OVER chain AS no_before
        FROM funds_entry WINDOW chain AS (PARTITION BY account_id ORDER BY no)
    ) e FULL JOIN said s ON s.entry_id = e.id
)
SELECT account_id, no, what FROM told WHERE what IS NOT NULL ORDER BY account_id, no LIMIT %s
"""
# Every leg once: the balance of its book carried on, from nothing, without a gap.
_BOOKS = """
SELECT x.account_id, e.no, 'balance' FROM (
    SELECT account_id, entry_id, version, amount_fen, balance_fen,
        lag(balance_fen, 1, 0::bigint) OVER book AS balance_before,
        lag(version, 1, 0::bigint) OVER book AS version_before
    FROM funds_leg WINDOW book AS (PARTITION BY book_id ORDER BY version)
) x LEFT JOIN funds_entry e ON e.id = x.entry_id
WHERE version <> version_before + 1 OR balance_fen <> balance_before + amount_fen
ORDER BY 1, 2 LIMIT %s
"""
# What the last proof, and the history since, know of: it must still stand as it stood; and what
# was written since must be in the history. A day is left to what began before a proof and ended
# after it.
_SINCE = """
WITH proof AS (
    SELECT at, heads FROM funds_journalproof WHERE trouble_count = 0
    ORDER BY at DESC, id DESC LIMIT 1
), head AS (
    SELECT key::bigint AS account_id, (value ->> 0)::bigint AS no, value ->> 1 AS digest
    FROM proof, jsonb_each(heads)
), booked AS (
    SELECT (facts ->> 'account')::bigint AS account_id, (facts ->> 'no')::bigint AS no,
        facts ->> 'digest' AS digest
    FROM audit_auditevent WHERE kind = 'fund_entry.book'
        AND at >= coalesce((SELECT at - interval '1 day' FROM proof), '-infinity')
)
"""
_GONE = """
SELECT DISTINCT known.account_id, known.no, 'gone'
FROM (SELECT * FROM head UNION ALL SELECT * FROM booked) known
LEFT JOIN funds_entry e ON e.account_id = known.account_id AND e.no = known.no
WHERE e.id IS NULL OR encode(e.digest, 'hex') <> known.digest
ORDER BY 1, 2 LIMIT %s
"""
_UNKNOWN = """
SELECT e.account_id, e.no, 'unknown' FROM funds_entry e LEFT JOIN head USING (account_id)
WHERE e.no > coalesce(head.no, 0) AND NOT EXISTS (
    SELECT FROM booked WHERE booked.account_id = e.account_id AND booked.no = e.no)
ORDER BY 1, 2 LIMIT %s
"""
# What schools may spend, and the months that their fees follow from.
_SHORT = """
SELECT b.account_id, e.no, 'short' FROM funds_book b JOIN LATERAL (
    SELECT entry_id, balance_fen FROM funds_leg WHERE book_id = b.id ORDER BY version DESC LIMIT 1
) l ON true JOIN funds_entry e ON e.id = l.entry_id
WHERE b.code IN ('service', 'subsidy') AND l.balance_fen > 0 ORDER BY 1, 2 LIMIT %s
"""
_MONTHS = """
SELECT e.account_id, e.no, 'month' FROM funds_entry e
LEFT JOIN funds_attendancesheet s ON s.entry_id = e.id AND s.account_id = e.account_id
    AND to_char(s.month, 'YYYY-MM') = e.source_ref
WHERE e.source = 'month' AND e.reverses_id IS NULL AND (s.id IS NULL OR s.fee_fen IS DISTINCT FROM (
    SELECT sum(g.pupils * g.fee_fen) FROM funds_attendancegroup g WHERE g.sheet_id = s.id
) OR s.fee_fen IS DISTINCT FROM (
    SELECT sum(l.amount_fen) FROM funds_leg l WHERE l.entry_id = e.id AND l.amount_fen > 0
)) ORDER BY 1, 2 LIMIT %s
"""
_HEADS = """
SELECT DISTINCT ON (account_id) account_id, no, encode(digest, 'hex') FROM funds_entry
ORDER BY account_id, no DESC
"""

WHAT: Mapping[str, str] = {
    "entry": "有明细而没有分录，分录被删除",
    "legs": "的明细条数不符，有明细被删除或者增加",
    "sum": "的借贷不平，金额被改动",
    "leg": "的明细与分录的账户或者日期不一致",
    "digest": "的内容与摘要不符，被改动过",
    "gap": "之前缺少分录",
    "link": "与前一笔分录的摘要不相连",
    "balance": "的科目余额与累计金额不符",
    "short": "使课后服务经费或者财政补助透支",
    "month": "与考勤汇总的人数和金额不符",
    "gone": "在历史中有记载，现已缺失或者被改动",
    "unknown": "在历史中没有记载，不是由系统入账",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """One row that does not follow: of which account, which entry (None: gone), what is wrong."""

    account_id: int
    no: int | None
    what: str

    @property
    def sentence(self) -> str:
        place = f"第{self.no}号分录" if self.no is not None else "某笔分录"
        return f"账户{self.account_id}{place}{WHAT[self.what]}。"


def troubles(limit: int = 20) -> list[Trouble]:
    """The first entries and legs that were touched, added or taken away; empty is the proof."""
    found: list[Trouble] = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")  # sorted on disk it takes half as long again
        for question in (_ENTRIES, _BOOKS, _SHORT, _MONTHS, _SINCE + _GONE, _SINCE + _UNKNOWN):
            cursor.execute(question, [limit])
            found += [Trouble(*row) for row in cursor.fetchall()]
    return found[:limit]


def heads() -> dict[str, tuple[int, str]]:
    """The last entry of each account: number and digest."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS)
        return {str(account): (no, digest) for account, no, digest in cursor.fetchall()}
