"""What the paper of a notice, a decision or a penalty on the spot says is what its rows say.

The verb compares both and refuses with a sentence; this compares them once more when the
transaction ends, so that facts of a draft which were changed behind the verb never go out. Of
the party, what is encrypted is left out: the database cannot read it.

Functions are named through the schema of the row, like tables: ``@`` in a question.
"""

from django.db import migrations

from common.guards import ask, at_commit, refuse

# As cases.services._papers.penalty_rows words them; a test compares the two.
WORDS = """
CREATE FUNCTION cases_penalty_in_words(no bigint, kind text, fen bigint, months integer, said text)
RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_object('no', no::text, 'kind', label, 'content', coalesce(nullif(concat_ws(
        '，',
        '人民币' || to_char(fen / 100, 'FM999,999,999,999,990')
            || CASE WHEN fen % 100 = 0 THEN '' ELSE '.' || lpad((fen % 100)::text, 2, '0') END
            || '元',
        months || '个月',
        nullif(said, '')), ''), label))
    FROM (SELECT CASE kind WHEN 'P1' THEN '警告' WHEN 'P2' THEN '通报批评' WHEN 'P3' THEN '罚款'
        WHEN 'P4' THEN '没收违法所得' WHEN 'P5' THEN '没收非法财物'
        WHEN 'P6' THEN '责令停止招收学员' WHEN 'P7' THEN '责令停止举办'
        WHEN 'P8' THEN '吊销许可证件' WHEN 'P9' THEN '限制从业'
        ELSE '法律、行政法规规定的其他行政处罚' END AS label) AS named
$$
"""
_LISTED = (
    "(SELECT jsonb_agg(@cases_penalty_in_words(no, kind, amount_fen, months, text) ORDER BY no)"
    " FROM (SELECT row_number() OVER (ORDER BY kind) AS no, kind, amount_fen, months, text"
    " FROM {table} WHERE {key}) AS listed)"
)
_REF = (
    "(SELECT jsonb_build_object('title', p.title, 'number', coalesce(p.number, ''),"
    " 'date', p.dated_on) FROM @cases_casepaper l"
    " JOIN @papers_officialpaper p ON p.id = l.paper_id"
    " WHERE l.{key} AND p.code = '{code}' AND p.approved_at IS NOT NULL"
    " ORDER BY p.id LIMIT 1)"
)
_PARTY = (
    "(SELECT jsonb_strip_nulls(jsonb_build_object("
    "'kind', CASE WHEN kind = 'person' THEN 'person' ELSE 'organisation' END, 'name', name,"
    " 'credit_code', nullif(credit_code, ''), 'licence', nullif(licence, ''),"
    " 'person', nullif(representative, ''), 'sex', nullif(sex, ''),"
    " 'occupation', nullif(occupation, ''), 'address', nullif(address, '')))"
    " FROM @cases_party WHERE id = {key})"
)
_OF_NOTICE = (
    "SELECT jsonb_build_object('facts', n.facts, 'penalties', {listed}, 'party', {party})"
    " FROM @cases_casepaper k JOIN @cases_priornotice n ON n.id = k.notice_id"
    " JOIN @cases_case c ON c.id = n.case_id AND c.id = k.case_id WHERE k.paper_id = $1"
)
_SUM = "(SELECT amount_fen FROM @cases_decidedpenalty WHERE decision_id = d.id AND kind = '{kind}')"
_OF_DECISION = (
    "SELECT jsonb_build_object('facts', d.facts, 'penalties', {listed}, 'party', {party},"
    " 'fine_fen', {fine}, 'gains_fen', {gains}, 'filed_on', c.filed_on,"
    " 'notice_served_on', n.served_on, 'notice', {notice}, 'decision', {decision})"
    " || CASE WHEN d.kind = 'minor' THEN jsonb_build_object('ground',"
    " CASE d.leniency WHEN 'under_age' THEN 'young' ELSE d.leniency END)"
    " ELSE jsonb_build_object() END"
    " FROM @cases_casepaper k JOIN @cases_decision d ON d.id = k.decision_id"
    " JOIN @cases_case c ON c.id = d.case_id AND c.id = k.case_id"
    " LEFT JOIN @cases_priornotice n ON n.id = d.notice_id WHERE k.paper_id = $1"
)
_OF_SPOT = (
    "SELECT jsonb_build_object('facts', s.facts, 'place', s.place, 'fine_fen', s.amount_fen,"
    " 'party', {party})"
    " FROM @cases_casepaper k JOIN @cases_spotpenalty s ON s.id = k.spot_id WHERE k.paper_id = $1"
)
OF_NOTICE = _OF_NOTICE.format(
    listed=_LISTED.format(table="@cases_proposedpenalty", key="notice_id = n.id"),
    party=_PARTY.format(key="c.party_id"),
)
OF_DECISION = _OF_DECISION.format(
    listed=_LISTED.format(table="@cases_decidedpenalty", key="decision_id = d.id"),
    party=_PARTY.format(key="c.party_id"),
    fine=_SUM.format(kind="P3"),
    gains=_SUM.format(kind="P4"),
    notice=_REF.format(key="notice_id = d.notice_id", code="D29"),
    decision=_REF.format(key="decision_id = d.id", code="D36"),
)
OF_SPOT = _OF_SPOT.format(party=_PARTY.format(key="s.party_id"))
_DIFFERENT = (
    "SELECT string_agg(e.key, ', ') FROM jsonb_each($1) e"
    " WHERE EXISTS (SELECT 1 FROM jsonb_array_elements($2->'form'->'fields') f"
    " WHERE f->>'key' = e.key) AND e.value IS DISTINCT FROM coalesce("
    "CASE e.key WHEN 'party' THEN ($3->'party') - 'id_number' - 'phone' ELSE $3->e.key END, 'null')"
)
# The order to correct may be left out. Where the case knows orders, the one named is one of them.
_ORDERED = (
    "SELECT count(*), count(*) FILTER (WHERE n.number = $2->'correction'->>'number'"
    " AND to_jsonb((n.approved_at AT TIME ZONE 'Asia/Shanghai')::date)"
    " = $2->'correction'->'date')"
    " FROM @cases_casepaper k JOIN @cases_casecorrection o ON o.case_id = k.case_id"
    " JOIN @enforcement_notice n ON n.id = o.notice_id WHERE k.paper_id = $1"
)
AGREES = at_commit(
    "paper_says_what_its_rows_say",
    "papers_officialpaper",
    "INSERT OR UPDATE",
    "IF TG_OP = 'UPDATE' AND OLD.approved_at IS NOT NULL THEN RETURN NULL; END IF;",
    "IF NEW.code IN ('D29', 'D30') THEN",
    ask(OF_NOTICE, "known", "NEW.id"),
    "ELSIF NEW.code = 'D38' THEN",
    ask(OF_SPOT, "known", "NEW.id"),
    "ELSE",
    ask(OF_DECISION, "known", "NEW.id"),
    "END IF;",
    ask(_DIFFERENT, "wrong", "known", "NEW.payload", "NEW.facts"),
    refuse(
        "known IS NULL OR wrong IS NOT NULL OR NEW.payload->'facts' IS DISTINCT FROM NEW.facts",
        "paper_says_what_its_rows_say",
        "what this paper says differs from the rows that it puts into words",
    ),
    ask(_ORDERED, "orders, named", "NEW.id", "NEW.facts"),
    refuse(
        "NEW.facts->>'correction' IS NOT NULL AND orders > 0 AND named = 0",
        "paper_says_what_its_rows_say",
        "this paper names an order to correct, or a day of it, that the case does not know",
    ),
    declare="known jsonb; wrong text; orders integer; named integer;",
    when=("NEW.approved_at IS NOT NULL AND NEW.code IN ('D29', 'D30', 'D36', 'D37', 'D38', 'D39')"),
)
_NO_WORDS = "DROP FUNCTION cases_penalty_in_words(bigint, text, bigint, integer, text)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_papers_inside_their_case")]
    operations = [
        migrations.RunSQL(WORDS, _NO_WORDS),
        *(migrations.RunSQL(forward, backward) for forward, backward in AGREES),
    ]
