"""What is there already stands in the feeds."""

from django.db import migrations

from feeds.triggers import filled

_TABLES = {
    "institution": "institutions_institution",
    "assignment": "assignments_assignment",
    "registry_event": "exchange_registryevent",
    "visit": "inspections_visit",
    "finding": "inspections_finding",
    "notice": "enforcement_notice",
    "penalty": "cases_publication",
    "order": "funds_paymentorder",
}


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_what_is_told_to_partners_is_fed")]

    operations = [migrations.RunSQL(*filled(table, kind=kind)) for kind, table in _TABLES.items()]
