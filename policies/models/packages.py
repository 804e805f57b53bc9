"""Law packages that came in, and which state of the software's own catalogue was loaded."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from policies.states import PackageState
from tenants.models import CountyModel


class CatalogueEdition(CountyModel):
    """One state of the software's catalogue files that this county has loaded.

    Lets one statement over all counties find whom an update has not reached.
    """

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 over the files")

    class Meta:
        verbose_name = "目录版本"

    def __str__(self) -> str:
        return self.digest[:12]


class PackageArrival(CountyModel):
    """A law package that an administrator sent in: looked at, then taken or left.

    The bytes stay as they came, so that anybody can check later what was taken.
    """

    digest = models.CharField(max_length=64, help_text="the package's own checksum")
    issuer = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    edition = models.DateField(help_text="from which day on changed wording holds")
    note = models.CharField(max_length=500, blank=True)
    content = models.BinaryField(help_text="the zip as it came")
    state = models.CharField(
        max_length=12, choices=PackageState.choices, default=PackageState.WAITING
    )
    arrived_at = models.DateTimeField()
    arrived_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "规则包"
        ordering = ("-arrived_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="package_arrival_state_is_known", condition=Q(state__in=PackageState.values)
            ),
            models.CheckConstraint(
                name="package_arrival_taken_by_somebody",
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
            ),
            models.CheckConstraint(
                name="package_arrival_taken_as_its_state_says",
                condition=Q(state=PackageState.TAKEN, taken_at__isnull=False)
                | (~Q(state=PackageState.TAKEN) & Q(taken_at__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=("digest",),
                condition=~Q(state=PackageState.DISCARDED),
                name="package_arrival_once_per_package",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.name}"
