"""Data: whoever was administrator grants roles from now on, and does nothing else.

Granting is the one right that cannot be given back to oneself, so it is the one that is kept;
the other two kinds are appointed by ``script/manage appoint_administrators`` (decision 0021).
A working role held beside it goes: losing a right is noticed and mended, keeping two is not.
Back, each of the three is an administrator again.
"""

from django.db import migrations

TOLD = """
INSERT INTO audit_auditevent (kind, at, actor_name, actor_role, object_type, object_id,
    object_label, before, after, facts, request_id, written_at)
SELECT 'user.grant', now(), '', '', 'accounts.user', id::text, full_name, '', '',
    jsonb_build_object(
        'was', jsonb_build_object('roles', to_jsonb(roles)),
        'now', jsonb_build_object('roles', jsonb_build_array('security_administrator'))
    ), '', now()
FROM accounts_user WHERE 'administrator' = ANY (roles) ORDER BY id
"""
FORTH = """
UPDATE accounts_user SET roles = ARRAY['security_administrator']::varchar[]
WHERE 'administrator' = ANY (roles)
"""
BACK = """
UPDATE accounts_user SET roles = ARRAY['administrator']::varchar[]
WHERE roles && ARRAY['system_administrator', 'security_administrator', 'audit_administrator']::varchar[]
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_three_administrators"),
        ("audit", "0001_history"),
    ]

    operations = [
        # History stays when the migration goes back.
        migrations.RunSQL(TOLD, migrations.RunSQL.noop),
        migrations.RunSQL(FORTH, BACK),
    ]
