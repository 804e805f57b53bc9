"""What every entry about an institution has."""

from django.db import models

from tenants.models import CountyModel


class Entry(CountyModel):
    """One fact that somebody wrote down about an institution; never deleted."""

    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        abstract = True


class EditableEntry(Entry):
    """An entry whose columns are changed; history keeps each before and after."""

    version = models.PositiveIntegerField(default=1, help_text="goes up by 1 with every change")

    class Meta:
        abstract = True
