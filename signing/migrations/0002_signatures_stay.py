"""What was signed stays signed: versions and seals only grow, a certificate keeps its identity."""

from django.db import migrations

from common.db import append_only

GROW_ONLY = ("signing_sealpicture", "signing_signedversion", "signing_serviceseal")

CERTIFICATE_FUNCTION = """
CREATE FUNCTION signing_sealcertificate_keeps_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'in_use'
        AND (OLD.source, OLD.file_name, OLD.token_label, OLD.key_label, OLD.fingerprint,
             OLD.subject, OLD.issuer, OLD.serial, OLD.not_before, OLD.not_after, OLD.chain,
             OLD.registered_at, OLD.registered_by_id)
          = (NEW.source, NEW.file_name, NEW.token_label, NEW.key_label, NEW.fingerprint,
             NEW.subject, NEW.issuer, NEW.serial, NEW.not_before, NEW.not_after, NEW.chain,
             NEW.registered_at, NEW.registered_by_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on seal certificate % is not allowed: it may only be retired', TG_OP, OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'seal_certificate_keeps_identity';
END $$
"""
CERTIFICATE_TRIGGER = """
CREATE TRIGGER signing_sealcertificate_keeps_identity
    BEFORE UPDATE OR DELETE ON signing_sealcertificate
    FOR EACH ROW EXECUTE FUNCTION signing_sealcertificate_keeps_identity()
"""
FILE_FUNCTION = """
CREATE FUNCTION signing_signedfile_keeps_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (OLD.original_id, OLD.sm3, OLD.certificate_id, OLD.reason, OLD.signed_at)
          = (NEW.original_id, NEW.sm3, NEW.certificate_id, NEW.reason, NEW.signed_at)
        AND array_position(ARRAY['b-b', 'b-t', 'b-lta'], OLD.level::text)
         <= array_position(ARRAY['b-b', 'b-t', 'b-lta'], NEW.level::text)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on signed file % is not allowed: a signature only gains proof', TG_OP, OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'signed_file_keeps_identity';
END $$
"""
FILE_TRIGGER = """
CREATE TRIGGER signing_signedfile_keeps_identity
    BEFORE UPDATE OR DELETE ON signing_signedfile
    FOR EACH ROW EXECUTE FUNCTION signing_signedfile_keeps_identity()
"""


class Migration(migrations.Migration):
    dependencies = [("signing", "0001_certificates_and_signed_files")]

    operations = [
        *[
            migrations.RunSQL(forward, backward)
            for table in GROW_ONLY
            for forward, backward in append_only(table)
        ],
        migrations.RunSQL(
            CERTIFICATE_FUNCTION, "DROP FUNCTION signing_sealcertificate_keeps_identity()"
        ),
        migrations.RunSQL(
            CERTIFICATE_TRIGGER,
            "DROP TRIGGER signing_sealcertificate_keeps_identity ON signing_sealcertificate",
        ),
        migrations.RunSQL(FILE_FUNCTION, "DROP FUNCTION signing_signedfile_keeps_identity()"),
        migrations.RunSQL(
            FILE_TRIGGER,
            "DROP TRIGGER signing_signedfile_keeps_identity ON signing_signedfile",
        ),
    ]
