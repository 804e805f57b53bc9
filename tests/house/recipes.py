"""How to make one row of each model that lives in a county. A model without a recipe fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import models

from accounts.models import OldPassword, RecoveryCode, Tries
from audit.models import AuditEvent, AuditSeal, HistoryCheck
from audit.services import record, seal
from draws.models import PlanCounter
from enforcement.models import (
    AnswerPhoto,
    EffectNote,
    Extension,
    InstitutionAnswer,
    NoticeCounter,
    NoticeFinding,
    OverdueNote,
    RectificationLink,
    Reinspection,
    ReinspectionPlan,
)
from exchange.models import UploadPart
from feeds.models import Change, FeedHead
from inspections.models import CampaignDepartment, ListedProgress
from papers.models import FormWording, PaperCounter
from policies.models import CalendarDay, CalendarYear
from tests.factories import (
    accounts,
    assignments,
    clients,
    deadlines,
    documents,
    draws,
    evidence,
    exchange,
    inspections,
    institutions,
    messaging,
    papers,
    policies,
    releases,
    serving,
    signing,
    supervision,
    transfers,
)
from tests.factories import enforcement as notices
from tests.factories import field as phones
from tests.factories import imports as lists
from tests.factories import reports as declared
from tests.house.recipes_of_cases import OF_CASES
from tests.house.recipes_of_funds import OF_FUNDS
from tests.times import DAY, NOON

# Tables that Django fills alike in every county when it is made; they hold no county's data.
SAME_EVERYWHERE = {
    "contenttypes.contenttype": "one row per model",
    "auth.permission": "four rows per model, unused: rights are in accounts.roles",
    "auth.group": "unused: rights are in accounts.roles",
    "auth.group_permissions": "unused: rights are in accounts.roles",
}


def _history() -> AuditEvent:
    return record("house.test", institutions.InstitutionFactory(), by=None, at=NOON)


def _seal() -> AuditSeal:
    _history()
    seal(at=NOON)
    return AuditSeal.objects.latest("position")


def _check() -> HistoryCheck:
    return HistoryCheck.objects.create(asked_at=NOON, asker_id=1, asker_name="审计员")


def _session() -> Session:
    store = SessionStore()
    store["who"] = "somebody"
    store.save()
    return Session.objects.get(pk=store.session_key)


def _membership() -> CampaignDepartment:
    return inspections.CampaignFactory().memberships.get()


def _notice_finding() -> NoticeFinding:
    return notices.NoticeFactory().notice_findings.get()


def _extension() -> Extension:
    notice = notices.NoticeFactory(served=True)
    return Extension.objects.create(
        notice=notice,
        reason="施工未完",
        count=5,
        unit="working_day",
        old_due_on=notice.due_on,
        start_on=notice.due_on,
        new_due_on=notice.due_on + timedelta(days=7),
        extended_at=NOON,
        extended_by=notice.approved_by,
    )


def _answer() -> InstitutionAnswer:
    notice = notices.NoticeFactory(served=True)
    return InstitutionAnswer.objects.create(
        notice=notice,
        text="已补齐手续",
        received_on=DAY,
        file=documents.StoredFileFactory(name="整改报告.pdf"),
        entered_at=NOON,
        entered_by=notice.drafted_by,
    )


def _reinspection() -> Reinspection:
    notice = notices.NoticeFactory(served=True)
    visit = inspections.VisitFactory(institution=notice.institution, confirmed=True)
    return Reinspection.objects.create(
        notice=notice,
        visit=visit,
        result="passed",
        entered_at=NOON,
        entered_by=notice.drafted_by,
    )


def _overdue() -> OverdueNote:
    notice = notices.NoticeFactory(served=True)
    return OverdueNote.objects.create(
        notice=notice, due_on=notice.due_on, noted_on=notice.due_on + timedelta(days=1)
    )


def _link() -> RectificationLink:
    notice = notices.NoticeFactory(served=True)
    return RectificationLink.objects.create(
        notice=notice, token_digest="t", pin_digest="p", opened_at=NOON, opened_by=notice.drafted_by
    )


def _answer_photo() -> AnswerPhoto:
    return AnswerPhoto.objects.create(
        answer=_answer(), no=1, file=documents.StoredFileFactory(photo=True)
    )


def _listed_progress() -> ListedProgress:
    listed = inspections.ListedProblemFactory()
    return ListedProgress.objects.create(
        listed=listed, text="已约谈负责人", noted_at=NOON, noted_by=listed.owner
    )


def _effect() -> EffectNote:
    notice = notices.NoticeFactory(served=True)
    return EffectNote.objects.create(notice=notice, took_effect_on=DAY, noted_at=NOON)


def _reinspection_plan() -> ReinspectionPlan:
    notice = notices.NoticeFactory(served=True)
    return ReinspectionPlan.objects.create(
        notice=notice, due_on=notice.due_on, problem="执法证已过期", tried_at=NOON
    )


RECIPES: dict[str, Callable[[], models.Model]] = {
    "sessions.session": _session,
    "audit.auditevent": _history,
    "audit.auditseal": _seal,
    "audit.historycheck": _check,
    "accounts.department": accounts.DepartmentFactory,
    "accounts.user": accounts.UserFactory,
    "accounts.officercertificate": lambda: accounts.OfficerCertificateFactory(
        user=accounts.UserFactory()
    ),
    "accounts.secondfactor": accounts.SecondFactorFactory,
    "accounts.recoverycode": lambda: RecoveryCode.objects.create(
        user=accounts.UserFactory(), digest="d"
    ),
    "accounts.oldpassword": lambda: OldPassword.objects.create(
        user=accounts.UserFactory(), password="!", replaced_at=NOON
    ),
    "accounts.signin": accounts.SignInFactory,
    "accounts.tries": lambda: Tries.objects.create(kind="name", name="n", last_at=NOON),
    "feeds.change": lambda: Change.objects.create(kind="house", thing_id=1),
    "feeds.feedhead": lambda: FeedHead.objects.create(kind="house"),
    "clients.client": clients.ClientFactory,
    "clients.clientsecret": clients.ClientSecretFactory,
    "clients.accesstoken": clients.TokenFactory,
    "clients.call": clients.CallFactory,
    "clients.savedanswer": clients.SavedAnswerFactory,
    "policies.law": policies.LawFactory,
    "policies.violation": policies.ViolationFactory,
    "policies.basis": policies.BasisFactory,
    "policies.routedmatter": policies.RoutedMatterFactory,
    "policies.penaltykind": policies.PenaltyKindFactory,
    "policies.benchmark": policies.BenchmarkFactory,
    "policies.powerholder": policies.PowerHolderFactory,
    "policies.catalogueedition": policies.CatalogueEditionFactory,
    "policies.packagearrival": policies.PackageArrivalFactory,
    "policies.parameter": policies.ParameterFactory,
    "policies.calendaryear": lambda: CalendarYear.objects.create(
        year=2021, source="国务院办公厅通知", loaded_at=NOON
    ),
    "policies.calendarday": lambda: CalendarDay.objects.create(
        date=date(2021, 10, 1), is_working=False, note="国庆节"
    ),
    "deadlines.deadline": deadlines.started,
    "deadlines.deadlinepause": deadlines.paused,
    "deadlines.deadlineextension": deadlines.extended,
    "deadlines.deadlinechange": deadlines.changed,
    "deadlines.reminder": deadlines.reminded,
    "documents.storedfile": documents.StoredFileFactory,
    "papers.officialpaper": papers.OfficialPaperFactory,
    "papers.papercounter": lambda: PaperCounter.objects.create(number_class="罚", year=2021),
    "papers.formwording": lambda: FormWording.objects.create(
        code="D13",
        paragraph="contact",
        text="",
        valid_from=DAY,
        source="本县文件",
        set_at=NOON,
        set_by=accounts.UserFactory(),
    ),
    "papers.wordingproposal": papers.a_proposal,
    "signing.sealcertificate": signing.SealCertificateFactory,
    "signing.sealpicture": signing.SealPictureFactory,
    "signing.signedfile": signing.SignedFileFactory,
    "signing.signedversion": signing.SignedVersionFactory,
    "signing.serviceseal": signing.ServiceSealFactory,
    "assignments.assignment": assignments.AssignmentFactory,
    "assignments.assignmentfile": assignments.AssignmentFileFactory,
    "assignments.partfinding": assignments.PartFindingFactory,
    "assignments.sharing": assignments.SharingFactory,
    "serving.addressconfirmation": serving.a_confirmation,
    "serving.attempt": serving.AttemptFactory,
    "serving.delivery": serving.DeliveryFactory,
    "transfers.transfer": transfers.TransferFactory,
    "transfers.transferfinding": transfers.a_finding,
    "transfers.transferfile": transfers.TransferFileFactory,
    "transfers.transferdeadline": transfers.a_deadline,
    "transfers.transferlink": transfers.a_link,
    "supervision.interview": supervision.InterviewFactory,
    "supervision.circular": supervision.CircularFactory,
    "supervision.circularinstitution": supervision.CircularInstitutionFactory,
    "supervision.listing": supervision.ListingFactory,
    "supervision.listingprogress": supervision.ListingProgressFactory,
    "supervision.listingextension": supervision.ListingExtensionFactory,
    "supervision.merit": supervision.MeritFactory,
    "institutions.institution": institutions.InstitutionFactory,
    "institutions.site": institutions.SiteFactory,
    "institutions.person": institutions.PersonFactory,
    "institutions.reportingevent": institutions.ReportingEventFactory,
    "institutions.staffmember": institutions.StaffFactory,
    "institutions.hiringcheck": institutions.HiringCheckFactory,
    "institutions.venue": institutions.VenueFactory,
    "institutions.care": institutions.CareFactory,
    "institutions.course": institutions.CourseFactory,
    "institutions.material": institutions.MaterialFactory,
    "institutions.price": institutions.PriceFactory,
    "institutions.licenceterm": institutions.LicenceTermFactory,
    "institutions.annualcheck": institutions.AnnualCheckFactory,
    "institutions.listentry": institutions.ListEntryFactory,
    "institutions.creditgrade": institutions.CreditGradeFactory,
    "institutions.creditpoint": institutions.CreditPointFactory,
    "institutions.placeanswer": institutions.PlaceAnswerFactory,
    "exchange.registryevent": exchange.EventFactory,
    "exchange.upload": exchange.UploadFactory,
    "exchange.uploadpart": lambda: UploadPart.objects.create(
        upload=exchange.UploadFactory(), begins=0, content=b"%PDF"
    ),
    "imports.listimport": lists.ListImportFactory,
    "imports.listrow": lists.ListRowFactory,
    "inspections.campaign": inspections.CampaignFactory,
    "inspections.campaigndepartment": _membership,
    "inspections.campaigntarget": inspections.CampaignTargetFactory,
    "inspections.listedproblem": inspections.ListedProblemFactory,
    "inspections.listedprogress": _listed_progress,
    "inspections.checklist": inspections.ChecklistFactory,
    "inspections.checklistitem": inspections.ChecklistItemFactory,
    "inspections.visit": inspections.VisitFactory,
    "inspections.visitofficer": inspections.VisitOfficerFactory,
    "inspections.visitassignment": inspections.VisitAssignmentFactory,
    "inspections.answer": inspections.AnswerFactory,
    "inspections.finding": inspections.FindingFactory,
    "inspections.findingassignment": inspections.FindingAssignmentFactory,
    "inspections.photo": inspections.PhotoFactory,
    "evidence.copy": evidence.copy_row,
    "evidence.manifest": evidence.manifest_row,
    "evidence.manifestentry": evidence.manifest_entry_row,
    "evidence.manifeststamp": evidence.manifest_stamp_row,
    "evidence.original": evidence.OriginalFactory,
    "evidence.paper": evidence.paper_row,
    "evidence.signature": evidence.SignatureFactory,
    "draws.draw": draws.DrawFactory,
    "draws.drawpartner": draws.DrawPartnerFactory,
    "draws.commitment": draws.CommitmentFactory,
    "draws.drawnvisit": draws.DrawnVisitFactory,
    "draws.drawseat": draws.DrawSeatFactory,
    "draws.redraw": draws.RedrawFactory,
    "draws.recusal": draws.RecusalFactory,
    "draws.matter": draws.MatterFactory,
    "draws.visitplan": draws.VisitPlanFactory,
    "draws.planmatter": draws.PlanMatterFactory,
    "draws.plancause": draws.PlanCauseFactory,
    "draws.planpaper": draws.PlanPaperFactory,
    "draws.plancounter": lambda: PlanCounter.objects.create(form="notice", year=2021),
    "draws.othervisit": draws.OtherVisitFactory,
    **OF_CASES,
    **OF_FUNDS,
    "messaging.event": messaging.an_event,
    "messaging.endpoint": lambda: messaging.an_endpoint()[0],
    "messaging.endpointsecret": lambda: messaging.an_endpoint()[0].secrets.get(),
    "messaging.delivery": messaging.a_delivery,
    "messaging.attempt": messaging.an_attempt,
    "messaging.message": messaging.a_message,
    "messaging.sending": messaging.a_sending,
    "messaging.receipt": messaging.a_receipt,
    "messaging.contact": messaging.a_contact,
    "messaging.messagesetting": messaging.a_wish,
    "enforcement.notice": notices.NoticeFactory,
    "enforcement.noticefinding": _notice_finding,
    "enforcement.noticecounter": lambda: NoticeCounter.objects.create(
        form="rectification", year=2021
    ),
    "inspections.findingreview": releases.FindingReviewFactory,
    "enforcement.clue": releases.ClueFactory,
    "enforcement.transferproposal": releases.TransferProposalFactory,
    "enforcement.orderrelease": releases.OrderReleaseFactory,
    "enforcement.releasedorder": releases.ReleasedOrderFactory,
    "enforcement.orderarrival": releases.OrderArrivalFactory,
    "enforcement.delivery": notices.DeliveryFactory,
    "enforcement.extension": _extension,
    "enforcement.institutionanswer": _answer,
    "enforcement.reinspection": _reinspection,
    "enforcement.overduenote": _overdue,
    "enforcement.rectificationlink": _link,
    "enforcement.answerphoto": _answer_photo,
    "enforcement.effectnote": _effect,
    "enforcement.reinspectionplan": _reinspection_plan,
    "field.device": phones.DeviceFactory,
    "field.clockreading": phones.ClockReadingFactory,
    "field.chain": phones.ChainFactory,
    "field.fieldentry": phones.FieldEntryFactory,
    "field.fieldrecord": phones.FieldRecordFactory,
    "reports.declaredfigure": declared.DeclaredFigureFactory,
    "reports.openproblem": declared.OpenProblemFactory,
    "reports.campaignreplay": declared.CampaignReplayFactory,
}


def county_models() -> dict[str, type[models.Model]]:
    """Every model whose table stands in each county's schema, by its label."""
    places = {entry.partition(".apps.")[0] for entry in settings.TENANT_APPS}
    return {
        model._meta.label_lower: model
        for config in apps.get_app_configs()
        if config.name in places
        for model in config.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
