"""What is in the registry already becomes searchable: former names from history, addresses.

Rows that the release before this one still writes get their initials by the nightly task.
"""

from django.db import migrations

from common.initials import initials_of

BATCH = 500

FORMER_NAMES = """
UPDATE institutions_institution AS institution SET former_names = told.names
FROM (
    SELECT object_id, string_agg(facts ->> 'old', chr(10) ORDER BY id) AS names
    FROM audit_auditevent
    WHERE kind = 'institution.change' AND facts ->> 'field' = 'name'
    GROUP BY object_id
) AS told
WHERE told.object_id = institution.id::text AND institution.former_names IS NULL
"""
# The trigger on each row does the work.
ADDRESSES = "UPDATE institutions_institution SET address_words = NULL WHERE address_words IS NULL"


def fill_initials(apps, editor):
    institution, site = (apps.get_model("institutions", name) for name in ("Institution", "Site"))
    _fill(institution, ("name", "short_name", "former_names"), ("legal_person", "principal"))
    _fill(site, ("address",), ())


def _fill(model, words, people):
    waiting = model.objects.filter(initials__isnull=True).order_by("pk")
    while rows := list(waiting[:BATCH]):
        for row in rows:
            said = [initials_of(getattr(row, column) or "") for column in words]
            said += [initials_of(getattr(row, column) or "", person=True) for column in people]
            row.initials = "\n".join(line for line in said if line)
        model.objects.bulk_update(rows, ["initials"])


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_history"),
        ("institutions", "0003_words_of_institutions"),
    ]
    operations = [
        migrations.RunSQL(FORMER_NAMES, migrations.RunSQL.noop),
        migrations.RunPython(fill_initials, migrations.RunPython.noop),
        migrations.RunSQL(ADDRESSES, migrations.RunSQL.noop),
    ]
