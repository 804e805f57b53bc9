"""Which law applies to a violation (art. 37) stands on the notice, the decision, and the choice."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

_HELP = "the row that applies to each violation, and whose law it is: V35@2018-12-29:then"


def _law() -> ArrayField:
    return ArrayField(models.CharField(max_length=80), blank=True, default=list, help_text=_HELP)


class Migration(migrations.Migration):
    dependencies = [("cases", "0027_used_remedies_open_the_court")]
    operations = [
        migrations.AddField("priornotice", "law", _law()),
        migrations.AddField("decision", "law", _law()),
        migrations.AddField(
            "caseviolation",
            "chosen",
            models.CharField(
                blank=True,
                choices=[("then", "行为发生时的规定"), ("now", "作出决定时的规定")],
                default="",
                help_text="law chosen (art. 37)",
                max_length=4,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "caseviolation",
            "chosen_reason",
            models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "caseviolation",
            models.CheckConstraint(
                name="law_of_a_violation_is_chosen_with_a_reason",
                condition=models.Q(chosen="", chosen_reason="")
                | (models.Q(chosen__in=("then", "now")) & ~models.Q(chosen_reason="")),
            ),
        ),
    ]
