"""Which written rows change what partners are told of: they stand in the feeds (feeds/).

The shell decides what is fed, so the rooms know of no feed. A new table here is a new migration.
"""

from django.db import migrations

from feeds.triggers import fed

_FED = [
    *fed("institutions_institution", kind="institution"),
    *fed("institutions_site", kind="institution", column="institution_id"),
    *fed("assignments_assignment", kind="assignment"),
    *fed("assignments_assignmentfile", kind="assignment", column="assignment_id"),
    *fed("exchange_registryevent", kind="registry_event"),
    *fed("inspections_visit", kind="visit"),
    *fed("inspections_visitassignment", kind="visit", column="visit_id"),
    *fed("inspections_visitofficer", kind="visit", column="visit_id"),
    *fed("inspections_finding", kind="finding"),
    *fed("inspections_findingreview", kind="finding", column="finding_id"),
    *fed("inspections_findingassignment", kind="finding", column="finding_id"),
    *fed("enforcement_notice", kind="notice"),
    *fed("cases_publication", kind="penalty"),
    *fed("transfers_transfer", kind="transfer"),
    *fed("funds_paymentorder", kind="order"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0002_changes_are_noted"),
        ("institutions", "0007_words_are_indexed_in_lots"),
        ("assignments", "0007_sharings_stay"),
        ("exchange", "0001_events_and_files"),
        ("inspections", "0008_progress_stays"),
        ("enforcement", "0016_orders_speak_of_no_penalty"),
        ("cases", "0032_clues_of_funds"),
        ("transfers", "0002_transfers_stay"),
        ("funds", "0004_findings_and_refused_files"),
    ]

    operations = [migrations.RunSQL(*pair) for pair in _FED]
