"""Papers of a case reach the party, or do not, or reach it once more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from accounts.models import User
from cases.models import Case, CasePaper
from cases.queries import address_key
from cases.services import record_case_attempt, serve_case_papers
from cases.states import NoticeState
from papers.models import OfficialPaper
from papers.states import PaperState
from serving.queries import confirmations_for
from staff.cases.forms.base import ActForm
from staff.serving.fields import DeliveryFields, TriedFields


class _Papers(forms.ModelMultipleChoiceField):
    """The second of two clicks finds its papers served, and says so."""

    default_error_messages = {
        "invalid_choice": "所选文书已经登记送达，或者不再需要送达；请返回案件查看。"
    }

    def label_from_instance(self, paper: OfficialPaper) -> str:
        return f"{paper.title} {paper.number or ''}".strip()


def _papers_field() -> _Papers:
    return _Papers(
        label="送达的文书",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
    )


def papers_to_serve(case: Case) -> QuerySet[OfficialPaper]:
    """Printed papers for the party that nobody served yet."""
    # A notice that another one replaced is no longer served.
    wanted = Q(notice__isnull=True) | Q(notice__state=NoticeState.APPROVED)
    return _printed(CasePaper.objects.filter(wanted, case=case, service__isnull=True))


def papers_served(case: Case) -> QuerySet[OfficialPaper]:
    """Papers that a service was entered for, and that still stand."""
    return _printed(CasePaper.objects.filter(case=case, service__isnull=False))


def _printed(links: QuerySet[CasePaper]) -> QuerySet[OfficialPaper]:
    """Those that are brought to a party: see ``serving.queries.is_for_service``."""
    rows = OfficialPaper.objects.filter(pk__in=links.values("paper_id"), audience="party")
    return rows.filter(state=PaperState.PRINTED).exclude(number_class="").order_by("pk")


class _OfPapers(ActForm):
    """About some papers of the case; where there is only one, it is ticked."""

    field_order = ("papers",)
    offered = staticmethod(papers_to_serve)

    def known(self) -> dict[str, Any]:
        people = self.case.officers.standing().select_related("user").order_by("-role", "pk")
        names = "、".join(one.user.full_name for one in people)
        papers = list(self.offered(self.case).values_list("pk", flat=True)[:2])
        ticked = papers if len(papers) == 1 else []
        day = {"delivered_on": self.today, "tried_on": self.today}
        return {**day, "servers": names[:200], "papers": ticked}

    def prepare(self) -> None:
        self.fields["papers"].queryset = self.offered(self.case)
        if "confirmation" in self.fields:
            key = address_key(self.case.party) if self.case.party else ""
            own = confirmations_for(self.user).of_party(key)
            self.fields["confirmation"].queryset = own.filter(consents_electronic=True)

    @property
    def keys(self) -> list[int]:
        return [paper.pk for paper in self.told["papers"]]


class ServeForm(DeliveryFields, _OfPapers):
    """Papers reached the party; their clocks begin on the day of effect."""

    hint = "决定书和信用修复告知书一并送达；期限自送达生效之日起算。"
    papers = _papers_field()
    repeats = False
    wide = ("papers", "proof")

    def do(self, *, by: User, at: datetime) -> Any:
        told = self.served(at=at)
        return serve_case_papers(self.case.pk, self.keys, told, repeats=self.repeats, by=by, at=at)


class ServeAgainForm(ServeForm):
    """The same papers once more."""

    hint = "再次送达不改变已经起算的期限；公告期内当面领取的，自领取之日起送达生效。"
    offered = staticmethod(papers_served)
    repeats = True


class AttemptForm(TriedFields, _OfPapers):
    """Papers could not be brought to the party."""

    hint = "送达未成的经过是留置送达、公告送达的依据，登记后不能更改。"
    papers = _papers_field()
    wide = ("papers", "note")

    def do(self, *, by: User, at: datetime) -> Any:
        return record_case_attempt(self.case.pk, self.keys, self.tried(at=at), by=by, at=at)
