"""What the walk through all pages finds of papers, deadlines, certificates and rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from deadlines.models import Deadline
from deadlines.services import meet_deadline
from documents.rendering import render_pdf
from policies.models import Benchmark, PenaltyKind
from tests.factories import deadlines as dates
from tests.factories.documents import StoredFileFactory, notice_payload
from tests.factories.papers import OfficialPaperFactory, a_proposal, a_wording
from tests.factories.policies import (
    BenchmarkFactory,
    PackageArrivalFactory,
    PowerHolderFactory,
)
from tests.factories.serving import AttemptFactory, DeliveryFactory, a_confirmation
from tests.factories.signing import SealCertificateFactory
from tests.times import DAY, NOON

Keys = dict[str, Any]


def papers_and_dates() -> dict[tuple[str, ...], list[Keys]]:
    """Papers in their states, a certificate that signs them, deadlines in theirs."""
    return {
        **_papers(),
        **_served(),
        ("certificate_id",): [{"certificate_id": SealCertificateFactory().pk}],
        ("deadline_id",): [{"deadline_id": row.pk} for row in _running()],
    }


def _running() -> list[Deadline]:
    """Running, stood still, made longer, of hours, reminded of, counted back; one met late."""
    late = dates.started("deadline.t03", on=date(2021, 9, 1))
    meet_deadline(late.pk, on=DAY, by=None, at=NOON)
    rows = [dates.paused(), dates.changed(), dates.extended(), dates.reminded()]
    return [
        dates.started(),
        *(row.deadline for row in rows),
        dates.started("deadline.t19", on=NOON),
        dates.started("deadline.t08", on=date(2021, 12, 1)),
        Deadline.objects.get(pk=late.pk),
    ]


def _papers() -> dict[tuple[str, ...], list[Keys]]:
    """A draft, an approved and a printed paper, a voided and a superseded one."""
    pdf = StoredFileFactory(
        content=render_pdf("documents/notice.html", notice_payload()),
        name="文书.pdf",
        media_type="application/pdf",
    )
    rows = [
        OfficialPaperFactory(),
        OfficialPaperFactory(approved=True),
        OfficialPaperFactory(printed=True, document=pdf),
        OfficialPaperFactory(voided=True),
        OfficialPaperFactory(superseded=True, document=pdf),
    ]
    OfficialPaperFactory(supersedes=rows[4])
    taken = a_wording("D14", "after")
    waiting = [
        taken.proposal,
        a_proposal("D14", "contact", ""),
        a_proposal("D24", "title", "移送函"),
    ]
    return {
        ("code",): [{"code": "D14"}, {"code": "D24"}],
        ("code", "part"): [{"code": "D14", "part": "after"}, {"code": "D24", "part": "title"}],
        ("wording_id",): [{"wording_id": row.pk} for row in waiting],
        ("paper_id",): [{"paper_id": row.pk} for row in rows],
        ("paper_id", "page_no"): [{"paper_id": rows[2].pk, "page_no": 1}],
    }


def _served() -> dict[tuple[str, ...], list[Keys]]:
    """A service and an attempt with their proofs; addresses in force, replaced before."""
    served = DeliveryFactory(paper__printed=True)
    tried = AttemptFactory(paper__printed=True, proof=StoredFileFactory(photo=True))
    older, held = a_confirmation(signed_on=date(2021, 11, 1)), a_confirmation()
    return {
        ("paper_id", "delivery_id"): [{"paper_id": served.paper_id, "delivery_id": served.pk}],
        ("paper_id", "attempt_id"): [{"paper_id": tried.paper_id, "attempt_id": tried.pk}],
        ("confirmation_id",): [{"confirmation_id": row.pk} for row in (held, older)],
    }


def penalties(boss, violations) -> dict[tuple[str, ...], list[Keys]]:
    """Kinds, holders that hold and that wait, lines of law and of the county, packages."""
    kind = PenaltyKind.objects.exclude(confidence="source").first()  # came with the law of cases
    holders = [PowerHolderFactory(), PowerHolderFactory(covers="V35", published_on=None)]
    lines = [Benchmark.objects.first(), BenchmarkFactory(level="benchmark", min_fen=100)]
    arrivals = [PackageArrivalFactory(arrived_by=boss)]
    arrivals += [PackageArrivalFactory(arrived_by=boss, taken=True)]
    return {
        ("violation_id",): [{"violation_id": row.pk} for row in violations],
        ("holder_id",): [{"holder_id": row.pk} for row in holders],
        ("line_id",): [{"line_id": row.pk} for row in lines],
        ("package_id",): [{"package_id": row.pk} for row in arrivals],
        ("kind", "row_id"): [{"kind": "penaltykind", "row_id": kind.pk}],
    }
