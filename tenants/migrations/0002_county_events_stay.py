"""What operators did to counties only grows."""

from django.db import migrations

from common.db import append_only


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_counties")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in append_only("tenants_countyevent")
    ]
