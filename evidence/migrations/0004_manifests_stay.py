"""Copies, lists and stamps only grow; a paper's words stay, only its print is added later."""

from django.db import migrations

from common.db import append_only

GROW_ONLY = (
    "evidence_copy",
    "evidence_manifest",
    "evidence_manifestentry",
    "evidence_manifeststamp",
)

WORDS_STAY = """
CREATE FUNCTION evidence_paper_words_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY['document_id', 'printed_at', 'print_error'];
BEGIN
    IF TG_OP <> 'UPDATE' OR (to_jsonb(OLD) - later) <> (to_jsonb(NEW) - later)
       OR OLD.document_id IS NOT NULL THEN
        RAISE EXCEPTION 'the words of paper % are frozen: make another that replaces it', OLD.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'paper_words_stay';
    END IF;
    RETURN NEW;
END $$
"""
WORDS_STAY_TRIGGER = """
CREATE TRIGGER paper_words_stay BEFORE UPDATE OR DELETE ON evidence_paper
    FOR EACH ROW EXECUTE FUNCTION evidence_paper_words_stay()
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_copies_manifests_and_papers")]

    operations = [
        migrations.RunSQL(forward, backward)
        for table in GROW_ONLY
        for forward, backward in append_only(table)
    ] + [
        migrations.RunSQL(WORDS_STAY, "DROP FUNCTION evidence_paper_words_stay()"),
        migrations.RunSQL(WORDS_STAY_TRIGGER, "DROP TRIGGER paper_words_stay ON evidence_paper"),
    ]
