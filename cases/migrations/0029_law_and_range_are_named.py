"""A notice and a penalty name the law that applies to each violation; a fine names its range.

Art. 37: the row named is the one that held at the end of the act, or the one on the day of the
approval. Whose law is lighter the verb computes; the database holds that no third row is named,
and none left out. A range is asked for where the catalogue has a fine in figures.
"""

from django.db import migrations

from common.guards import ask, at_commit, refuse

_DAY = "(NEW.approved_at AT TIME ZONE 'Asia/Shanghai')::date"
_ROW_OF = (
    "EXISTS (SELECT 1 FROM @policies_violation r WHERE r.code = v.code"
    " AND r.code || chr(64) || r.valid_from = split_part(said, ':', 1)"
    " AND CASE split_part(said, ':', 2) WHEN 'now' THEN {now} ELSE {then} END)"
)
_HOLDS = "{day} BETWEEN r.valid_from AND coalesce(r.valid_until, 'infinity')"
# Violations of the case for which not exactly one row is named, or one that held on neither day.
_UNNAMED = (  # noqa: S608 -- our own tables
    "SELECT count(*) FILTER (WHERE named <> 1), coalesce(sum(named), 0)"
    " FROM (SELECT (SELECT count(*) FROM unnest($2) AS said WHERE {row}) AS named"
    " FROM @cases_caseviolation k JOIN @policies_violation v ON v.id = k.violation_id"
    " JOIN @cases_case c ON c.id = k.case_id WHERE k.case_id = $1) AS told"
).format(row=_ROW_OF.format(now=_HOLDS.format(day="$3"), then=_HOLDS.format(day="c.acted_until")))


def _law(name: str, table: str, when: str) -> list[tuple[str, str]]:
    return at_commit(
        name,
        table,
        "INSERT OR UPDATE",
        "IF TG_OP = 'UPDATE' AND OLD.approved_at IS NOT NULL THEN RETURN NULL; END IF;",
        ask(_UNNAMED, "unnamed, named", "NEW.case_id", "NEW.law", _DAY),
        refuse(
            "unnamed > 0 OR named <> cardinality(NEW.law)",
            name,
            "each violation is punished by the law of its act or by that of the decision",
        ),
        declare="unnamed integer; named integer;",
        when=when,
    )


# Rows in figures for a fine, of violations of the case, on the day whose law applies. A fine by
# the gains is left out: they may not be known.
_DAY_OF = (
    "CASE WHEN EXISTS (SELECT 1 FROM unnest($4) AS said WHERE split_part(said, chr(64), 1) = v.code"
    " AND split_part(said, ':', 2) = 'now') THEN $3 ELSE c.acted_until END"
)
_FIGURES = (
    "SELECT count(*), count(*) FILTER (WHERE b.code || chr(64) || b.valid_from = ANY ($2))"  # noqa: S608 -- our own tables
    " FROM @policies_benchmark b JOIN @policies_violation v ON v.code = b.violation_code"
    " JOIN @cases_caseviolation k ON k.violation_id = v.id JOIN @cases_case c ON c.id = k.case_id"
    " WHERE k.case_id = $1 AND b.penalty_kind = 'P3' AND b.max_fen IS NOT NULL"
    f" AND {_DAY_OF} BETWEEN b.valid_from AND coalesce(b.valid_until, 'infinity')"
    " AND NOT EXISTS (SELECT 1 FROM @policies_benchmark m WHERE m.violation_code = v.code"
    " AND m.penalty_kind = 'P3' AND m.multiple_max_tenths IS NOT NULL)"
)
RANGE = at_commit(
    "fine_names_the_row_of_its_range",
    "cases_decision",
    "INSERT OR UPDATE",
    "IF TG_OP = 'UPDATE' AND OLD.approved_at IS NOT NULL THEN RETURN NULL; END IF;",
    ask(
        "SELECT count(*) FROM @cases_decidedpenalty WHERE decision_id = $1 AND kind = 'P3'",
        "fines",
        "NEW.id",
    ),
    ask(_FIGURES, "known, named", "NEW.case_id", "NEW.ranges", _DAY, "NEW.law"),
    refuse(
        "fines > 0 AND known > 0 AND named = 0",
        "fine_names_the_row_of_its_range",
        "a fine names the row of the catalogue that its range was read from",
    ),
    declare="fines integer; known integer; named integer;",
    when="NEW.state = 'approved' AND NEW.kind = 'penalty'",
)
GUARDS = [
    *_law("notice_names_the_law_that_applies", "cases_priornotice", "NEW.state = 'approved'"),
    *_law(
        "penalty_names_the_law_that_applies",
        "cases_decision",
        "NEW.state = 'approved' AND NEW.kind = 'penalty'",
    ),
    *RANGE,
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0028_law_that_applies")]
    operations = [migrations.RunSQL(forward, backward) for forward, backward in GUARDS]
