"""Lists: one of institutions that was read and waits, unless said otherwise."""

from __future__ import annotations

import factory

from imports.models import ListImport, ListRow
from imports.states import ListKind, ListState, Verdict
from tests.factories.accounts import UserFactory
from tests.times import NOON


class ListImportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ListImport

    kind = ListKind.INSTITUTIONS
    state = ListState.READY
    file_name = factory.Sequence(lambda n: f"机构名单{n}.xlsx")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    sheet = "Sheet1"
    mapping = "institutions"
    head = [["机构名称", "name", False], ["类别", "kind", False], ["备注", "", True]]
    head_row = 1
    rows_expected = 1
    rows_read = 1
    started_by = factory.SubFactory(UserFactory, registry_clerk=True)
    started_at = NOON
    touched_at = NOON

    class Params:
        reading = factory.Trait(state=ListState.READING, content=b"PK\x03\x04", rows_read=0)
        taking = factory.Trait(
            state=ListState.TAKING, taken_by=factory.SelfAttribute("started_by"), taken_at=NOON
        )
        taken = factory.Trait(
            state=ListState.TAKEN, taken_by=factory.SelfAttribute("started_by"), taken_at=NOON
        )
        unreadable = factory.Trait(state=ListState.UNREADABLE, trouble="没有找到表头。")
        discarded = factory.Trait(state=ListState.DISCARDED)


class ListRowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ListRow

    list_import = factory.SubFactory(ListImportFactory)
    number = factory.Sequence(lambda n: n + 2)
    cells = ["向阳托管中心", "托管"]
    values = {"name": "向阳托管中心", "kind": "childcare"}
    verdict = Verdict.NEW

    class Params:
        rejected = factory.Trait(verdict=Verdict.REJECTED, reason="“类别”不是可用的选项。")
        changed = factory.Trait(
            verdict=Verdict.CHANGED, changes=[["联系电话", "110", "120"]], seen_version=1
        )
