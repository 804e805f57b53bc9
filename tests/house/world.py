"""A county in which something of everything has happened, and the keys that lead to it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from accounts.services import invite
from documents.rendering import render_pdf
from enforcement.models import Delivery, InstitutionAnswer, Notice
from enforcement.services import open_link, report_by_link
from enforcement.states import NoticeState
from imports.models import ListImport
from inspections.models import Campaign, Visit
from institutions.models import Institution
from institutions.states import InstitutionState
from policies.models import Violation
from tests.doors import come_in
from tests.factories import fund_scenes, messaging, supervision, transfers
from tests.factories.accounts import WORKING_ROLES, DepartmentFactory, UserFactory
from tests.factories.assignments import (
    AssignmentFactory,
    AssignmentFileFactory,
    PartFindingFactory,
    SharingFactory,
)
from tests.factories.documents import StoredFileFactory, notice_payload, picture
from tests.factories.draws import (
    CommitmentFactory,
    DrawFactory,
    DrawSeatFactory,
    MatterFactory,
    PlanPaperFactory,
    RecusalFactory,
    RedrawFactory,
)
from tests.factories.enforcement import NoticeFactory, WithdrawalFactory
from tests.factories.evidence import brought_back
from tests.factories.field import FieldRecordFactory
from tests.factories.imports import ListImportFactory, ListRowFactory
from tests.factories.inspections import (
    CampaignFactory,
    CampaignTargetFactory,
    ChecklistItemFactory,
    FindingAssignmentFactory,
    FindingFactory,
    ListedProblemFactory,
    PhotoFactory,
    VisitAssignmentFactory,
    VisitFactory,
)
from tests.factories.institutions import (
    AnnualCheckFactory,
    CourseFactory,
    CreditGradeFactory,
    CreditPointFactory,
    HiringCheckFactory,
    InstitutionFactory,
    LicenceTermFactory,
    ListEntryFactory,
    MaterialFactory,
    PersonFactory,
    PriceFactory,
    ReportingEventFactory,
    StaffFactory,
    VenueFactory,
)
from tests.factories.policies import (
    LawFactory,
    ViolationFactory,
)
from tests.factories.releases import (
    ClueFactory,
    OrderArrivalFactory,
    TransferProposalFactory,
)
from tests.house.world_of_cases import cases_of_all_kinds
from tests.house.world_of_fund_findings import findings_on_funds
from tests.house.world_of_funds import prepaid_money
from tests.house.world_of_papers import papers_and_dates, penalties
from tests.house.world_of_partners import callers
from tests.times import DAY, NOON

Keys = dict[str, Any]
Fillings = dict[tuple[str, ...], list[Keys]]
# One of each kind, one that the law fixes; the last has no value.
PARAMETERS = (
    "organ.code",
    "organ.contact",
    "rectification.limit",
    "notice.number_pattern.stop",
    "visit.max_distance_m",
    "deadline.t13",
    "organ.court",
)


def furnish(county) -> Fillings:
    """Fill the current county; for each set of blanks in an address, what may stand there."""
    boss = UserFactory(roles=list(WORKING_ROLES), full_name="欧阳全能", certificate=True)
    campaign = CampaignFactory(departments=[DepartmentFactory(fire=True)])
    institutions = [_institution(state) for state in InstitutionState.values]
    visits = _visits(institutions[4], campaign, boss)
    notices = _notices(campaign)
    photo = PhotoFactory(visit=visits[2], file=StoredFileFactory(photo=True))
    target = CampaignTargetFactory(campaign=campaign, institution=institutions[4])
    return {
        (): [{}],
        ("institution_id",): [{"institution_id": row.pk} for row in institutions],
        **_entries(institutions[4]),
        **_of_visits(county, visits, photo, boss),
        **cases_of_all_kinds(),
        **papers_and_dates(),
        **prepaid_money(),
        **supervision.furnished(institutions[4], boss),
        **fund_scenes.furnished(),
        ("notice_id",): [{"notice_id": row.pk} for row in notices],
        ("notice_id", "page_no"): [{"notice_id": notices[4].pk, "page_no": 1}],
        ("notice_id", "answer_id"): [_answer_of(notices[5])],
        **_of_the_party(notices[5], boss),
        **_campaign(campaign, target, boss),
        ("import_id",): [{"import_id": row.pk} for row in _lists()],
        **_assignments(institutions[4], boss),
        **callers(boss),
        **_draws(institutions[4]),
        **penalties(boss, _violations()),
        **findings_on_funds(boss),
        ("key",): [{"key": key} for key in PARAMETERS],
        ("token",): [{"token": notices[4].token}],
        **(_of_phones(photo.file.sha256) | _told(boss)),
        ("uid", "token"): [_invitation()],
    }


def _of_visits(county, visits: list[Visit], photo, boss: User) -> Fillings:
    return {
        ("visit_id",): [{"visit_id": row.pk} for row in visits],
        ("visit_id", "photo_id"): [{"visit_id": photo.visit_id, "photo_id": photo.pk}],
        **_uploads(county, visits[1], boss),
        **_findings(visits[2]),
        **_evidence(visits[2]),
        **_released(visits[2]),
    }


def _uploads(county, visit: Visit, boss) -> dict[tuple[str, ...], list[Keys]]:
    token = _upload(county, visit, boss)
    return {("visit_id", "token"): [{"visit_id": visit.pk, "token": token}]}


def _assignments(institution: Institution, boss: User) -> dict[tuple[str, ...], list[Keys]]:
    """Asked, accepted, answered, declined, with a part and a file; and transfers at every stage."""
    rows = [AssignmentFactory(), AssignmentFactory(accepted=True)]
    rows += [AssignmentFactory(answered=True), AssignmentFactory(declined=True)]
    own = AssignmentFactory(asked_of=boss.department, accepted=True)
    part = PartFindingFactory(assignment=own)
    SharingFactory(assignment=own, part=part)
    file = AssignmentFileFactory(assignment=rows[0])
    return {
        ("assignment_id",): [{"assignment_id": row.pk} for row in (*rows, own)],
        ("part_id",): [{"part_id": part.pk}],
        ("assignment_file_id",): [{"assignment_file_id": file.pk}],
        **transfers.furnished(institution, boss),
    }


def _campaign(campaign, target, boss) -> dict[tuple[str, ...], list[Keys]]:
    listed = [
        ListedProblemFactory(target=target, owner=boss),
        ListedProblemFactory(target=target, struck_off=True),
    ]
    return {
        ("campaign_id",): [{"campaign_id": campaign.pk}],
        ("target_id",): [{"target_id": target.pk}],
        ("listed_id",): [{"listed_id": row.pk} for row in listed],
    }


def _of_phones(checksum: str) -> dict[tuple[str, ...], list[Keys]]:
    """A version that waits for a person, its phone, and a stored photo by its hash."""
    waiting = FieldRecordFactory(state="in_conflict")
    return {
        ("record_id",): [{"record_id": waiting.pk}],
        ("device_id",): [{"device_id": waiting.chain.device_id}],
        ("checksum",): [{"checksum": checksum}],
    }


def _told(boss) -> dict[tuple[str, ...], list[Keys]]:
    """An endpoint whose log has a try, and a message to whoever walks the pages."""
    delivery = messaging.an_attempt().delivery
    return {
        ("endpoint_id",): [{"endpoint_id": delivery.endpoint_id}],
        ("delivery_id",): [{"delivery_id": delivery.pk}],
        ("message_id",): [{"message_id": messaging.a_message(boss).pk}],
    }


def _evidence(visit: Visit) -> dict[tuple[str, ...], list[Keys]]:
    brought = brought_back(visit)
    return {
        ("original_id",): [{"original_id": brought.original.pk}],
        ("paper_id",): [{"paper_id": row.pk} for row in brought.papers],
        ("manifest_id",): [{"manifest_id": brought.manifest.pk}],
    }


def _released(visit: Visit) -> dict[tuple[str, ...], list[Keys]]:
    """A number released for a paper made out on site, and a paper that waits."""
    arrival = OrderArrivalFactory(visit=visit)
    release = {"release_id": arrival.order.release_id}
    return {
        ("release_id",): [release],
        ("release_id", "order_id"): [{**release, "order_id": arrival.order_id}],
        ("arrival_id",): [{"arrival_id": arrival.pk}],
    }


def _institution(state: str) -> Institution:
    unlicensed = state in (InstitutionState.LEAD, InstitutionState.UNLICENSED)
    row = InstitutionFactory(state=state, site=True, **({"licence_no": None} if unlicensed else {}))
    ReportingEventFactory(institution=row)
    return row


def _entries(institution: Institution) -> dict[tuple[str, ...], list[Keys]]:
    """Everything that the registry can know of an institution, once and once more as history."""
    of = {"institution": institution}
    member = StaffFactory(**of, is_school_teacher=True)
    HiringCheckFactory(member=member)
    gone = StaffFactory(**of, left_on=DAY)
    VenueFactory(site=institution.current_site, fire_paper="commitment", lease_until=DAY)
    courses = [CourseFactory(**of, weekdays=[6]), CourseFactory(**of, ended_on=DAY)]
    materials = [MaterialFactory(**of), MaterialFactory(**of, withdrawn_on=DAY)]
    PriceFactory(**of, guide_fen=7000)
    LicenceTermFactory(**of)
    checks = [
        AnnualCheckFactory(**of),
        AnnualCheckFactory(**of, year=2019, vetoes=["出借场地"], result="failed"),
    ]
    listed = ListEntryFactory(**of)
    CreditGradeFactory(**of)
    CreditPointFactory(**of)
    return {
        ("person_id",): [{"person_id": PersonFactory(institution=institution).pk}],
        ("member_id",): [{"member_id": row.pk} for row in (member, gone)],
        ("course_id",): [{"course_id": row.pk} for row in courses],
        ("material_id",): [{"material_id": row.pk} for row in materials],
        ("annual_id",): [{"annual_id": row.pk} for row in checks],
        ("list_entry_id",): [{"list_entry_id": listed.pk}],
    }


def _lists() -> list[ListImport]:
    """One in each state, the one that waits with rows of each verdict."""
    waiting = ListImportFactory()
    ListRowFactory(list_import=waiting)
    ListRowFactory(list_import=waiting, rejected=True)
    ListRowFactory(list_import=waiting, changed=True, institution=InstitutionFactory())
    rest = ("reading", "taking", "taken", "unreadable", "discarded")
    return [waiting, *(ListImportFactory(**{state: True}) for state in rest)]


def _visits(institution: Institution, campaign: Campaign, boss: User) -> list[Visit]:
    """Planned, approved with ``boss`` in the lead, recorded, confirmed."""
    planned = VisitFactory(institution=institution)
    officers = [boss, UserFactory(inspector=True, certificate=True)]
    approved = VisitFactory(institution=institution, approved=True, officers=officers)
    ChecklistItemFactory(checklist=approved.checklist)
    recorded = VisitFactory(institution=institution, campaign=campaign, recorded=True)
    FindingFactory(visit=recorded)
    confirmed = VisitFactory(institution=institution, campaign=campaign, confirmed=True)
    FindingFactory(visit=confirmed)
    for visit in (planned, approved):
        VisitAssignmentFactory(visit=visit)
    return [planned, approved, recorded, confirmed]


def _notices(campaign: Campaign) -> list[Notice]:
    """One in each state up to served, in this order; then a stop notice and a withdrawal."""
    waiting = ("submitted", "endorsed", "approved")
    rows = [NoticeFactory(visit=_confirmed(campaign))]
    rows += [NoticeFactory(visit=_confirmed(campaign), **{stage: True}) for stage in waiting]
    pdf = render_pdf("documents/notice.html", notice_payload())
    paper = StoredFileFactory(content=pdf, name="通知书.pdf", media_type="application/pdf")
    rows += [NoticeFactory(visit=_confirmed(campaign), printed=True, document=paper)]
    for state in (NoticeState.SERVED, NoticeState.UNMET, NoticeState.ANSWERED):
        rows += [NoticeFactory(served=True, state=state, document=paper)]
    rows += [NoticeFactory(stop=True, endorsed=True)]
    return [*rows, WithdrawalFactory(withdraws__document=paper)]


def _confirmed(campaign: Campaign) -> Visit:
    return VisitFactory(campaign=campaign, confirmed=True)


def _answer_of(notice: Notice) -> Keys:
    assert Delivery.objects.filter(notice=notice).exists()
    answer = InstitutionAnswer.objects.create(
        notice=notice,
        text="已补齐手续",
        received_on=DAY,
        file=notice.document,
        entered_at=NOON,
        entered_by=notice.drafted_by,
    )
    return {"notice_id": answer.notice_id, "answer_id": answer.pk}


def _of_the_party(notice: Notice, by: User) -> dict[tuple[str, ...], list[Keys]]:
    """A report with a photo, sent by the party; and the token of its link."""
    token = open_link(notice.pk, by=by, at=NOON).token
    sent = report_by_link(
        notice.links.get().pk,
        text="已公示收费项目",
        reporter="王春梅",
        photos=[StoredFileFactory(photo=True)],
        request_id=uuid4(),
        at=NOON,
    )
    receipt = {"link_token": token, "receipt_no": sent.receipt_no}
    return {
        ("notice_id", "answer_id", "no"): [{"notice_id": notice.pk, "answer_id": sent.pk, "no": 1}],
        ("link_token",): [{"link_token": token}],
        ("link_token", "receipt_no"): [receipt],
    }


def _violations() -> list[Violation]:
    """Checked, waiting, left open, confirmed, and not yet in force."""
    return [
        ViolationFactory(),
        ViolationFactory(uncertain=True),
        ViolationFactory(uncertain=True, article="第二十四条或者第二十五条"),
        ViolationFactory(
            confirmed=True, confidence="known", also_law=LawFactory(), also_article="第一条"
        ),
        ViolationFactory(law=LawFactory(in_force_from=date(2099, 1, 1))),
    ]


def _draws(institution: Institution) -> dict[tuple[str, ...], list[Keys]]:
    """One in each state up to published, a drawn institution and a declared interest."""
    commitment = CommitmentFactory()
    rows = [commitment.draw, DrawFactory(frozen=True), DrawFactory(drawn=True)]
    seat = DrawSeatFactory(
        drawn_visit__draw=DrawFactory(published=True), drawn_visit__institution=institution
    )
    RedrawFactory(drawn_visit=seat.drawn_visit, officer_in=seat.officer)
    published = seat.drawn_visit.draw
    return {
        # The last one first: what is public needs one that is.
        ("draw_id",): [{"draw_id": row.pk} for row in (published, *rows)],
        ("drawn_visit_id",): [{"drawn_visit_id": seat.drawn_visit_id}],
        ("matter_id",): [{"matter_id": MatterFactory().pk}],
        ("paper_id",): [{"paper_id": PlanPaperFactory(plan__visit__institution=institution).pk}],
        ("recusal_id",): [{"recusal_id": RecusalFactory(institution=institution).pk}],
    }


def _findings(visit: Visit) -> dict[tuple[str, ...], list[Keys]]:
    """One that another department has, and one that led to a clue and a proposal."""
    finding = FindingAssignmentFactory(finding__visit=visit).finding
    return {
        ("finding_id",): [{"finding_id": finding.pk}],
        ("clue_id",): [{"clue_id": ClueFactory().pk}],
        ("proposal_id",): [{"proposal_id": TransferProposalFactory().pk}],
    }


def _upload(county, visit: Visit, boss: User) -> str:
    """The token of a photo that waits for the record of this visit."""
    browser = Client(HTTP_HOST=f"{county.code}.test")
    come_in(browser, boss)
    sent = SimpleUploadedFile("现场.jpg", picture(), content_type="image/jpeg")
    answer = browser.post(f"/visits/{visit.pk}/photos/", {"photo": sent})
    return answer.json()["token"]


def _invitation() -> Keys:
    guest = UserFactory(full_name="端木新人")
    guest.set_unusable_password()
    guest.save()
    _, _, uid, token, _ = invite(
        guest.pk, by=UserFactory(system_administrator=True), at=NOON
    ).split("/")
    return {"uid": uid, "token": token}
