"""Institutions: one provider, one row."""

from collections.abc import Iterable
from typing import Any, Self

from django.contrib.gis.db import models
from django.db.models import Case, F, Prefetch, Q, When

from accounts.models import DepartmentKind
from common.searching import words_of
from institutions.models.sites import Site
from institutions.states import (
    InstitutionKind,
    InstitutionState,
    Nature,
    RegisterKind,
    TeachingMode,
)
from tenants.searching import Folded, Joined, SearchableQuerySet, WithInitials, gram_index, is_like


class InstitutionQuerySet(SearchableQuerySet):
    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def of_kind_in(self, kinds: Iterable[str]) -> Self:
        return self.filter(kind__in=list(kinds))

    def in_state(self, *states: str) -> Self:
        return self.filter(state__in=states)

    def with_current_site(self) -> Self:
        """Each row's ``current_site`` without a query of its own."""
        return self.prefetch_related(
            Prefetch("sites", queryset=Site.objects.current(), to_attr="prefetched_sites")
        )

    def located(self) -> Self:
        """Has a point on the map now."""
        return self.filter(pk__in=Site.objects.current().surveyed().values("institution_id"))

    def unlocated(self) -> Self:
        return self.exclude(pk__in=Site.objects.current().surveyed().values("institution_id"))

    def keys_statement(self) -> tuple[str, tuple[Any, ...]]:
        """The statement that selects their keys, with its parameters, for SQL by hand.

        Raises WrongCounty, and EmptyResultSet when there can be none.
        """
        self._stay()
        return self.order_by().values("pk").query.sql_with_params()

    def best_first(self, text: str) -> Self:
        """Names or initials that begin with the words, names that hold them, then the rest."""
        words = words_of(text)
        if not words:
            return self
        first, held = words[0], Q()
        begins = is_like("search_text", f"{first}%") | is_like("search_text", f"%\n{first}%|%")
        for word in words:
            held &= is_like("search_text", f"%{word}%|%")
        rank = Case(When(begins, then=0), When(held, then=1), default=2)
        return self.order_by(rank, "name", "pk")


class Institution(WithInitials):
    """One provider of tutoring or care in the county, licensed or not: one provider, one row.

    ``state`` moves only through ``institutions.services``. ``version`` counts the changes,
    so that two clerks who edit the same page cannot undo each other unseen. The database keeps
    ``address_words`` and ``search_text`` by itself.
    """

    initials_from = ("name", "short_name", "former_names", "legal_person", "principal")
    names_of_people = ("legal_person", "principal")

    name = models.CharField("机构名称", max_length=200)
    short_name = models.CharField("简称", max_length=60, blank=True)
    former_names = models.TextField(
        "曾用名", null=True, blank=True, help_text="one a line, the latest last; null: none"
    )
    kind = models.CharField("类别", max_length=12, choices=InstitutionKind)
    state = models.CharField(
        "状态", max_length=14, choices=InstitutionState, default=InstitutionState.LEAD
    )
    nature = models.CharField("性质", max_length=10, choices=Nature, default=Nature.UNKNOWN)

    licence_no = models.CharField(
        "办学许可证编号", max_length=40, null=True, blank=True, help_text="null: has none"
    )
    licence_from = models.DateField("许可证有效期起", null=True, blank=True)
    licence_until = models.DateField(
        "许可证有效期止", null=True, blank=True, help_text="last day on which the licence holds"
    )
    credit_code = models.CharField(
        "统一社会信用代码", max_length=18, null=True, blank=True, help_text="null: has none"
    )
    register_kind = models.CharField(
        "登记机关", max_length=10, choices=RegisterKind, default=RegisterKind.NONE
    )

    # What an older release does not write is unknown, hence the defaults of the database.
    teaching_mode = models.CharField(
        "培训方式", max_length=8, choices=TeachingMode, blank=True, default="", db_default=""
    )
    approver = models.CharField(
        "审批部门", max_length=12, choices=DepartmentKind, blank=True, default="", db_default=""
    )
    supervisor = models.CharField(
        "主管部门", max_length=12, choices=DepartmentKind, blank=True, default="", db_default=""
    )

    legal_person = models.CharField("法定代表人", max_length=60, blank=True)
    principal = models.CharField("负责人", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)

    version = models.PositiveIntegerField(default=1, help_text="goes up by 1 with every change")
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField("录入时间")

    address_words = models.TextField(
        null=True, editable=False, help_text="the current address and its initials"
    )
    search_text = models.GeneratedField(
        expression=Joined(
            Folded("name", "short_name", "former_names", "initials"),
            Folded("licence_no", "credit_code", "legal_person", "principal", "address_words"),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = "机构"
        ordering = ("name", "pk")
        indexes = [
            models.Index(fields=("kind", "state"), name="institution_by_kind_and_state"),
            models.Index(fields=("name", "id"), name="institution_by_name"),
            # In lots of some hundred rows, sorted: a sixth of the work, when a list comes in.
            gram_index("institution_by_words", fastupdate=True, gin_pending_list_limit=512),
        ]
        constraints = [
            models.UniqueConstraint(
                name="credit_code_belongs_to_one_institution",
                fields=("credit_code",),
                condition=Q(credit_code__isnull=False),
            ),
            models.UniqueConstraint(
                name="licence_no_belongs_to_one_institution",
                fields=("licence_no",),
                condition=Q(licence_no__isnull=False),
            ),
            models.CheckConstraint(
                name="empty_numbers_are_null",
                condition=(Q(credit_code__isnull=True) | ~Q(credit_code=""))
                & (Q(licence_no__isnull=True) | ~Q(licence_no="")),
            ),
            models.CheckConstraint(
                name="licensed_institution_has_a_licence",
                condition=~Q(state=InstitutionState.LICENSED) | Q(licence_no__isnull=False),
            ),
            models.CheckConstraint(
                name="registered_institution_stands_in_a_register",
                condition=~Q(state=InstitutionState.REGISTERED)
                | ~Q(register_kind=RegisterKind.NONE),
            ),
            models.CheckConstraint(
                name="licence_ends_after_it_begins",
                condition=Q(licence_from__isnull=True)
                | Q(licence_until__isnull=True)
                | Q(licence_until__gte=F("licence_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"机构“{self.name}”"

    @property
    def current_site(self) -> Site | None:
        """Where it is now; costs no query after ``with_current_site``."""
        known = getattr(self, "prefetched_sites", None)
        if known is not None:
            return known[0] if known else None
        return self.sites.current().first()
