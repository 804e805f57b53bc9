"""Attempts say what happened, services bring their receipt, confirmations say why they ended.

The constraints hold for new rows; what was written before them stays as it is.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("serving", "0002_service_stays")]
    operations = [
        migrations.AddField(
            model_name="attempt",
            name="mail_ref",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="of a mail that came back",
                max_length=60,
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="proof",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.storedfile",
            ),
        ),
        migrations.AlterField(
            model_name="attempt",
            name="hindrance",
            field=models.CharField(
                choices=[
                    ("absent", "受送达人不在"),
                    ("refused", "拒绝签收"),
                    ("returned", "邮件退回"),
                    ("unknown", "地址不明、下落不明"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="attempt",
            name="note",
            field=models.TextField(
                blank=True, help_text="what was seen, said, or stood on the mail"
            ),
        ),
        migrations.AddField(
            model_name="addressconfirmation",
            name="end_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        AddConstraintNotValid(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=~Q(note=""), name="attempt_says_what_happened"
            ),
        ),
        AddConstraintNotValid(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=~Q(hindrance="returned") | ~Q(mail_ref=""),
                name="attempt_by_mail_names_the_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                models.F("paper"),
                models.F("hindrance"),
                models.F("tried_on"),
                models.F("place"),
                name="attempt_is_entered_once",
            ),
        ),
        AddConstraintNotValid(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=Q(proof__isnull=False), name="paper_service_has_its_proof"
            ),
        ),
        AddConstraintNotValid(
            model_name="addressconfirmation",
            constraint=models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | Q(ended_on__isnull=False) & ~Q(end_reason=""),
                name="confirmation_ended_says_why",
            ),
        ),
    ]
