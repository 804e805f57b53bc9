"""Counties and their addresses (public schema), and the base of every row inside a county."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

from django.contrib.gis.db import models
from django.contrib.gis.geos import Point
from django.db import connection
from django_tenants.models import DomainMixin, TenantMixin

from tenants.address_book import forget
from tenants.copying import copy_in, copy_values
from tenants.errors import ContextStackForbidden, WrongCounty
from tenants.work_models import CountyHold, HoldKind, Work, WorkState

__all__ = [
    "County",
    "CountyEvent",
    "CountyHold",
    "CountyMigration",
    "CountyModel",
    "CountyQuerySet",
    "CountyState",
    "Domain",
    "HoldKind",
    "SchemaTemplate",
    "SpareSchema",
    "MigrationState",
    "Work",
    "WorkState",
]


class CountyState(models.TextChoices):
    PREPARING = "preparing", "准备中"
    OPEN = "open", "已开通"
    CLOSED = "closed", "已关闭"


class County(TenantMixin):
    """One county-level unit: a district, county, city or development zone with its own schema."""

    auto_create_schema = False  # open_county makes the schema, after the row is safe

    code = models.CharField(max_length=12, unique=True, help_text="GB/T 2260, or a zone's own")
    name = models.CharField(max_length=100, help_text="as printed on papers")
    state = models.CharField(
        max_length=10, choices=CountyState.choices, default=CountyState.PREPARING
    )
    is_demonstration = models.BooleanField(default=False, help_text="its papers carry 演示")
    boundary = models.MultiPolygonField(srid=4326, help_text="WGS 84")
    boundary_source = models.CharField(max_length=100)
    base_url = models.CharField(
        max_length=200, help_text="scheme, host and port printed in QR codes, no slash at the end"
    )
    opened_at = models.DateTimeField(null=True)

    _prepared: tuple[Any, Any] | None = None

    class Meta:
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                name="open_county_has_its_moment",
                condition=~models.Q(state="open") | models.Q(opened_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def covers(self, point: Point) -> bool:
        """Does a point, WGS 84 as it is taken to be, lie in the county or on its boundary?

        The boundary is prepared once, since a list asks of thousands of points.
        """
        boundary = self.boundary
        if self._prepared is None or self._prepared[0] is not boundary:
            self._prepared = boundary, boundary.prepared
        return bool(self._prepared[1].covers(point))

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        forget()

    def __enter__(self) -> Any:
        raise ContextStackForbidden("use tenant_context(county), not `with county:`")


class Domain(DomainMixin):
    """One host name under which a county answers."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        forget()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        told = super().delete(*args, **kwargs)
        forget()
        return told


class CountyEvent(models.Model):
    """One thing an operator did to a county: opened, closed, replayed. Append-only."""

    county_code = models.CharField(max_length=12)
    kind = models.CharField(max_length=50)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.county_code} {self.kind}"


class SchemaTemplate(models.Model):
    """The text that makes a county's schema at once, furnished; made once per release."""

    fingerprint = models.CharField(max_length=64, unique=True, help_text="migrations, furnishing")
    text = models.TextField(help_text="pg_dump of the template's schema, without settings")
    history = models.JSONField(help_text="what its furnishing wrote into history, told anew")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.fingerprint[:12]} {self.made_at:%Y-%m-%d}"


class SpareSchema(models.Model):
    """A furnished schema that waits for its county. No county: no task or command meets it."""

    schema_name = models.CharField(max_length=63, unique=True)
    fingerprint = models.CharField(max_length=64, help_text="of the template it was made from")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.schema_name


class MigrationState(models.TextChoices):
    WAITING = "waiting", "等待升级"
    UNDER_WAY = "under_way", "正在升级"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"


class CountyMigration(models.Model):
    """How the last run of ``migrate_counties`` that touched a county went there.

    Whether a county is behind is asked of its own django_migrations, never of this row; this
    row knows what was begun and not ended, and why it failed.
    """

    county = models.OneToOneField(County, models.CASCADE, related_name="migration")
    state = models.CharField(max_length=10, choices=MigrationState.choices)
    release = models.CharField(max_length=16, help_text="tenants.release.fingerprint")
    error = models.TextField(blank=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="migration_that_failed_says_why",
                condition=models.Q(state="failed") ^ models.Q(error=""),
            ),
            models.CheckConstraint(
                name="migration_has_the_moments_of_its_state",
                condition=models.Q(state="waiting", began_at=None, ended_at=None)
                | models.Q(state="under_way", began_at__isnull=False, ended_at=None)
                | models.Q(
                    state__in=("done", "failed"), began_at__isnull=False, ended_at__isnull=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county_id} {self.state}"


class CountyQuerySet(models.QuerySet):
    """Remembers in which county it was built, and refuses to be read in another.

    A queryset is lazy: built in one county and evaluated in the next it would silently
    answer with the neighbour's rows.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._built_in = connection.schema_name

    def _clone(self) -> Self:
        clone = super()._clone()
        clone._built_in = self._built_in
        return clone

    def _stay(self) -> None:
        if self._built_in != connection.schema_name:
            raise WrongCounty(
                thing=self.model._meta.verbose_name, own=self._built_in, here=connection.schema_name
            )

    def _add_hints(self, **hints: Any) -> None:
        # Django's own hook: a related manager (visit.photos) names the row that it starts from.
        start = hints.get("instance")
        if isinstance(start, CountyModel):
            start.require_here()
        super()._add_hints(**hints)

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._stay()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._stay()
        return super().iterator(*args, **kwargs)

    def aggregate(self, *args: Any, **kwargs: Any) -> Any:
        self._stay()
        return super().aggregate(*args, **kwargs)

    def count(self) -> int:
        self._stay()
        return super().count()

    def exists(self) -> bool:
        self._stay()
        return super().exists()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        return super().bulk_create(self._all_here(objs), *args, **kwargs)

    def copy_in(self, objs: Iterable[Any]) -> None:
        """Insert many rows at a third of what ``bulk_create`` costs; see tenants/copying.py."""
        self._stay()
        copy_in(self.model, self._each_here(objs))

    def copy_values(self, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows made here that need no objects; see tenants/copying.py."""
        self._stay()
        copy_values(self.model, names, rows)

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        return super().bulk_update(self._all_here(objs), *args, **kwargs)

    @staticmethod
    def _each_here(rows: Iterable[Any]) -> Iterator[Any]:
        here = connection.schema_name
        for row in rows:
            if row._county_schema != here:
                row.require_here()
            yield row

    def _all_here(self, rows: Iterable[Any]) -> list[Any]:
        """Neither calls ``save``, so each row is asked here."""
        self._stay()
        rows = list(rows)
        for row in rows:
            row.require_here()
        return rows

    def update(self, **kwargs: Any) -> int:
        self._stay()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._stay()
        return super().delete()


class CountyModel(models.Model):
    """The base of every row that lives in a county.

    Keys start at 1 in each county, so a row read in one county and saved in another would
    overwrite that county's row of the same number without a sound. It is refused.
    """

    objects = CountyQuerySet.as_manager()

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._county_schema = connection.schema_name

    def require_here(self) -> None:
        """For verbs that are handed a row: it was read in the county of the moment.

        Raises WrongCounty.
        """
        if self._county_schema != connection.schema_name:
            raise WrongCounty(
                thing=self._meta.verbose_name,
                own=self._county_schema,
                here=connection.schema_name,
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.require_here()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.require_here()
        return super().delete(*args, **kwargs)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.require_here()
        super().refresh_from_db(*args, **kwargs)
