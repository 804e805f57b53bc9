"""Transfers at each stage of their life, brought there by the verbs where a letter is needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import factory

from accounts.models import Department, User
from institutions.models import Institution
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.cases import law
from tests.factories.documents import StoredFileFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.papers import OfficialPaperFactory
from tests.times import DAY, NOON
from transfers import services
from transfers.models import Transfer, TransferDeadline, TransferFile, TransferFinding, TransferLink
from transfers.services import Material, TransferFacts
from transfers.states import TransferState


def after(*, days: int = 0, hours: int = 0) -> datetime:
    """NOON some time later."""
    return NOON + timedelta(days=days, hours=hours)


def police() -> Department:
    return DepartmentFactory(code="police", name="桤木县公安局", kind="police")


@dataclass
class Crew:
    """Two certified officers, two heads, and a colleague of the receiver."""

    lead: User = field(default_factory=lambda: UserFactory(inspector=True, certificate=True))
    second: User = field(default_factory=lambda: UserFactory(inspector=True, certificate=True))
    head: User = field(default_factory=lambda: UserFactory(bureau_head=True))
    there: User = field(
        default_factory=lambda: UserFactory(partner_officer=True, department=police())
    )


def facts(**more: Any) -> TransferFacts:
    """A suspected crime, unless said otherwise."""
    told = {
        "kind": "police",
        "receiver": police(),
        "cause": "涉嫌卷款跑路",
        "source": "现场检查",
        "summary": "负责人失联，预收学费不予退还。",
        "grounds": "涉嫌合同诈骗。",
        "found_on": DAY,
        "reply_by": date(2021, 12, 10),
        "route": "R17",
    }
    return TransferFacts(**{**told, **more})


def letter(**more: Any) -> TransferFacts:
    """To the fire brigade by letter."""
    fire = DepartmentFactory(fire=True)
    return facts(kind="administrative", receiver=fire, cause="安全出口上锁", route="R14", **more)


def material(**more: Any) -> Material:
    return Material(StoredFileFactory(photo=True), **{"name": "现场照片", "pages": 1, **more})


def school() -> Institution:
    return InstitutionFactory(name="青禾培训学校", site=True)


def proposed(
    crew: Crew, told: TransferFacts | None = None, at: datetime = NOON, **more: Any
) -> Transfer:
    law()
    place = more.pop("institution", None) or school()
    second = {"second_officer": crew.second, **more}
    lines = [material()]
    return services.propose_transfer(
        place.pk, told or facts(), lines, **second, by=crew.lead, at=at
    )


def decided(crew: Crew, told: TransferFacts | None = None, **more: Any) -> Transfer:
    row = proposed(crew, told, **more)
    return services.decide_transfer(row.pk, by=crew.head, at=after(days=1), prints=False)


def sent(crew: Crew, told: TransferFacts | None = None, **more: Any) -> Transfer:
    row = decided(crew, told, **more)
    return services.send_transfer(row.pk, way="hand", by=crew.lead, at=after(days=1, hours=4))


def received(crew: Crew, told: TransferFacts | None = None, **more: Any) -> Transfer:
    row, day = sent(crew, told, **more), DAY + timedelta(days=1)
    said = {"signer": "赵民警", "on": day, "by": crew.lead}
    return services.receive_transfer(row.pk, **said, at=after(days=1, hours=5))


def returned(crew: Crew, told: TransferFacts | None = None, **more: Any) -> Transfer:
    row, day = received(crew, told, **more), DAY + timedelta(days=2)
    said = {"reason": "没有犯罪事实", "on": day, "by": crew.lead}
    return services.return_transfer(row.pk, **said, at=after(days=2))


def accepted(crew: Crew, told: TransferFacts | None = None, **more: Any) -> Transfer:
    row, day = received(crew, told, **more), DAY + timedelta(days=2)
    said = {"number": "桤公立字〔2021〕8号", "on": day, "by": crew.lead}
    return services.accept_transfer(row.pk, **said, at=after(days=2))


class TransferFactory(factory.django.DjangoModelFactory):
    """A row as it is proposed; with ``sent=True`` as if its letter went out."""

    class Meta:
        model = Transfer

    kind = "administrative"
    institution = factory.SubFactory(InstitutionFactory)
    receiver = factory.SubFactory(DepartmentFactory, fire=True)
    receiver_name = "县消防大队"
    cause = "安全出口上锁"
    source = "现场检查"
    summary = "二楼安全出口上锁。"
    grounds = "属消防救援机构职权"
    found_on = DAY
    reply_by = date(2021, 12, 10)
    proposed_at = NOON
    proposed_by = factory.SubFactory(UserFactory, inspector=True)

    class Params:
        decided = factory.Trait(
            state=TransferState.DECIDED,
            decided_at=NOON,
            decided_by=factory.SubFactory(UserFactory, bureau_head=True),
            paper=factory.SubFactory(OfficialPaperFactory, approved=True),
        )
        sent = factory.Trait(
            decided=True,
            state=TransferState.SENT,
            sent_at=NOON,
            sent_by=factory.SelfAttribute("proposed_by"),
            sent_way="hand",
        )
        received = factory.Trait(
            sent=True, state=TransferState.RECEIVED, received_on=DAY, receipt_signer="赵队长"
        )
        accepted = factory.Trait(received=True, state=TransferState.ACCEPTED, answered_on=DAY)
        returned = factory.Trait(
            received=True,
            state=TransferState.RETURNED,
            answered_on=DAY,
            return_reason="属住建部门职权",
        )
        reported = factory.Trait(
            accepted=True, state=TransferState.REPORTED, result="已责令改正", result_on=DAY
        )


class TransferFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TransferFile

    transfer = factory.SubFactory(TransferFactory)
    no = 1
    file = factory.SubFactory(StoredFileFactory, photo=True)
    name = "现场照片"
    pages = 1
    added_at = NOON
    added_by = factory.SubFactory(UserFactory, inspector=True)


def a_finding() -> TransferFinding:
    from tests.factories.inspections import FindingFactory  # noqa: PLC0415 -- a wide module

    found = FindingFactory(routed_one=True)
    row = TransferFactory(institution=found.visit.institution)
    return TransferFinding.objects.create(transfer=row, finding=found)


def a_deadline() -> TransferDeadline:
    return proposed(Crew()).deadlines.get()


def a_link() -> TransferLink:
    row = TransferFactory(sent=True)
    services.open_transfer_link(row.pk, by=UserFactory(inspector=True), at=NOON)
    return row.links.get()


def furnished(institution: Institution, boss: User) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """Every stage at one institution, a material, and the token of a link."""
    of, own = {"institution": institution}, {"receiver": boss.department}
    rows = [TransferFactory(**of), TransferFactory(**of, decided=True)]
    stages = ("sent", "received", "accepted", "returned", "reported")
    rows += [TransferFactory(**of, **{stage: True}) for stage in stages]
    own_row = TransferFactory(**of, **own, sent=True)
    file = TransferFileFactory(transfer=rows[3])
    token = services.open_transfer_link(own_row.pk, by=boss, at=NOON).token
    return {
        ("transfer_id",): [{"transfer_id": row.pk} for row in (*rows, own_row)],
        ("transfer_id", "file_no"): [{"transfer_id": file.transfer_id, "file_no": 1}],
        ("transfer_token",): [{"transfer_token": token}],
    }
