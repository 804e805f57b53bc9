"""The one statement that writes entries: their places in the chain, their legs, the balances.

One entry or a thousand of one account, each behind the one before. The account is locked
before, in a statement of its own: a statement sees what was committed when it began, so one
that also waited for the lock would see the head of before. Contract 0 is no contract.

Whoever waited for another's lock is booked at that one's moment at the earliest; more than ten
minutes behind is no waiting but a wrong clock.
"""

WRITE = """
WITH head AS (
    SELECT no, digest, booked_at FROM funds_entry WHERE account_id = %(account)s
    ORDER BY no DESC LIMIT 1
), asked AS (
    SELECT a.code, a.contract_id, b.id AS book_id, l.version, l.balance_fen
    FROM (SELECT DISTINCT * FROM unnest(%(codes)s::text[], %(contracts)s::bigint[])
        AS w(code, contract_id)) a
    LEFT JOIN LATERAL (
        SELECT id FROM funds_book
        WHERE account_id = %(account)s AND code = a.code AND contract_id = a.contract_id
        UNION ALL
        SELECT id FROM funds_book WHERE a.contract_id = 0
            AND account_id = %(account)s AND code = a.code AND contract_id IS NULL
    ) b ON true
    LEFT JOIN LATERAL (SELECT version, balance_fen FROM funds_leg
        WHERE book_id = b.id ORDER BY version DESC LIMIT 1) l ON true
), leg AS (
    SELECT w.place, w.no, book_id, w.amount_fen, coalesce(version, 0) + row_number() OVER book
        AS version, (coalesce(balance_fen, 0) + sum(w.amount_fen) OVER book)::bigint AS balance_fen
    FROM unnest(%(places)s::bigint[], %(nos)s::smallint[], %(codes)s::text[],
        %(contracts)s::bigint[], %(amounts)s::bigint[]) AS w(place, no, code, contract_id, amount_fen)
    JOIN asked USING (code, contract_id)
    WINDOW book AS (PARTITION BY book_id ORDER BY w.place, w.no ROWS UNBOUNDED PRECEDING)
), told AS (
    SELECT place, count(*)::smallint AS legs_count, string_agg(
        concat_ws(':', book_id, amount_fen, version, balance_fen), ',' ORDER BY no) AS legs
    FROM leg GROUP BY place
), draft AS (
    SELECT d.*, told.legs, told.legs_count, coalesce(h.no, 0) + d.place AS no,
        h.digest AS head_digest, h.booked_at AS head_booked_at,
        CASE WHEN h.booked_at <= %(at)s + interval '10 minutes'
            THEN greatest(h.booked_at, %(at)s) ELSE %(at)s END AS booked_at,
        coalesce(d.given_turn, (
            SELECT count(*) + 1 FROM funds_entry e JOIN funds_entry r ON r.reverses_id = e.id
            WHERE e.account_id = %(account)s AND e.source = d.source
                AND e.source_ref = d.source_ref AND e.kind = d.kind))::smallint AS turn
    FROM unnest(%(kinds)s::text[], %(occurred)s::date[], %(valued)s::date[],
        %(sources)s::text[], %(refs)s::text[], %(turns)s::int[], %(reverses)s::bigint[],
        %(notes)s::text[]) WITH ORDINALITY AS d(kind, occurred_on, value_on, source, source_ref,
        given_turn, reverses_id, note, place)
    JOIN told USING (place) LEFT JOIN head h ON true
    WHERE NOT EXISTS (SELECT FROM asked WHERE book_id IS NULL)
), linked AS MATERIALIZED (
    SELECT draft.*, nextval(pg_get_serial_sequence('funds_entry', 'id')) AS id,
        funds_chain(head_digest, funds_said(%(account)s, no, kind, occurred_on, value_on, booked_at,
            source, source_ref, turn, reverses_id, note, legs))
            OVER (ORDER BY place ROWS UNBOUNDED PRECEDING) AS digest
    FROM draft
), entry AS (
    INSERT INTO funds_entry (id, account_id, no, kind, occurred_on, value_on, booked_at, source,
        source_ref, turn, reverses_id, note, legs_count, previous_no, previous_digest,
        previous_booked_at, digest)
    SELECT id, %(account)s, no, kind, occurred_on, value_on, booked_at, source, source_ref, turn,
        reverses_id, note, legs_count, nullif(no - 1, 0),
        lag(digest, 1, head_digest) OVER (ORDER BY place),
        CASE place WHEN 1 THEN head_booked_at ELSE booked_at END, digest
    FROM linked
), written AS (
    INSERT INTO funds_leg (entry_id, no, legs_count, account_id, book_id, amount_fen, value_on,
        booked_at, version, previous_version, previous_fen, balance_fen)
    SELECT linked.id, leg.no, legs_count, %(account)s, book_id, amount_fen, value_on, booked_at,
        version, nullif(version - 1, 0), balance_fen - amount_fen, balance_fen
    FROM leg JOIN linked USING (place)
)
SELECT id, no, encode(digest, 'hex') FROM linked ORDER BY place
"""
"""No row comes back when a book that a leg names is not opened yet; then nothing was written."""

BOOKED = """
UPDATE funds_bankline SET entry_id = v.entry_id, matched_by = v.way
FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS v(id, entry_id, way)
WHERE funds_bankline.id = v.id
"""
"""Which entry each bank line became, and why."""
