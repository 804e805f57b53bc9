"""The one statement that writes an entry: its place in the chain, its legs, their balances.

The account is locked before, in a statement of its own: a statement sees what was committed
when it began, so one that also waited for the lock would see the head of before.
"""

WRITE = """
WITH head AS (
    SELECT no, digest, booked_at FROM funds_entry WHERE account_id = %(account)s
    ORDER BY no DESC LIMIT 1
), legs AS (
    SELECT w.no::smallint AS no, b.id AS book_id, w.amount_fen,
        coalesce(l.version, 0) + 1 AS version, l.version AS previous_version,
        coalesce(l.balance_fen, 0) AS previous_fen,
        coalesce(l.balance_fen, 0) + w.amount_fen AS balance_fen
    FROM unnest(%(codes)s::text[], %(contracts)s::bigint[], %(amounts)s::bigint[])
        WITH ORDINALITY AS w(code, contract_id, amount_fen, no)
    LEFT JOIN funds_book b ON b.account_id = %(account)s AND b.code = w.code
        AND b.contract_id IS NOT DISTINCT FROM w.contract_id
    LEFT JOIN LATERAL (SELECT version, balance_fen FROM funds_leg
        WHERE book_id = b.id ORDER BY version DESC LIMIT 1) l ON true
), draft AS (
    SELECT coalesce(h.no, 0) + 1 AS no, h.no AS previous_no, h.digest AS previous_digest,
        h.booked_at AS previous_booked_at, coalesce(%(turn)s, (
            SELECT count(*) + 1 FROM funds_entry e JOIN funds_entry r ON r.reverses_id = e.id
            WHERE e.account_id = %(account)s AND e.source = %(source)s
                AND e.source_ref = %(source_ref)s AND e.kind = %(kind)s))::smallint AS turn,
        (SELECT string_agg(concat_ws(':', book_id, amount_fen, version, balance_fen), ','
            ORDER BY no) FROM legs) AS legs
    FROM (SELECT 1) one LEFT JOIN head h ON true
    WHERE NOT EXISTS (SELECT FROM legs WHERE book_id IS NULL)
), entry AS (
    INSERT INTO funds_entry (account_id, no, kind, occurred_on, value_on, booked_at, source,
        source_ref, turn, reverses_id, note, legs_count, previous_no, previous_digest,
        previous_booked_at, digest)
    SELECT %(account)s, no, %(kind)s, %(occurred_on)s, %(value_on)s, %(at)s, %(source)s,
        %(source_ref)s, turn, %(reverses)s, %(note)s, %(count)s, previous_no, previous_digest,
        previous_booked_at, funds_digest(previous_digest, %(account)s, no, %(kind)s,
            %(occurred_on)s, %(value_on)s, %(at)s, %(source)s, %(source_ref)s, turn,
            %(reverses)s, %(note)s, legs)
    FROM draft RETURNING id, no, digest
), written AS (
    INSERT INTO funds_leg (entry_id, no, legs_count, account_id, book_id, amount_fen, value_on,
        booked_at, version, previous_version, previous_fen, balance_fen)
    SELECT entry.id, legs.no, %(count)s, %(account)s, legs.book_id, legs.amount_fen,
        %(value_on)s, %(at)s, legs.version, legs.previous_version, legs.previous_fen,
        legs.balance_fen
    FROM legs, entry
)
SELECT id, no, encode(digest, 'hex') FROM entry
"""
"""No row comes back when a book that a leg names is not opened yet; then nothing was written."""
