"""Addresses of version 1, without a slash at the end."""

from django.urls import path

from partners.api.v1 import (
    assignments,
    bank,
    files,
    institutions,
    papers,
    registry_events,
    sandbox,
    transfers,
    visits,
)

urlpatterns = [
    path("institutions", institutions.Institutions.as_view(), name="institutions"),
    path("institutions/geojson", institutions.InstitutionMap.as_view(), name="institution-map"),
    path(
        "institutions/<int:institution_id>",
        institutions.OneInstitution.as_view(),
        name="institution",
    ),
    path("licences/<str:number>", institutions.Licence.as_view(), name="licence"),
    path("visits", visits.Visits.as_view(), name="visits"),
    path("visits/<int:visit_id>", visits.OneVisit.as_view(), name="visit"),
    path("findings", visits.Findings.as_view(), name="findings"),
    path("findings/<int:finding_id>", visits.OneFinding.as_view(), name="finding"),
    path("assignments", assignments.Assignments.as_view(), name="assignments"),
    path("assignments/<int:assignment_id>", assignments.OneAssignment.as_view(), name="assignment"),
    path("assignments/<int:assignment_id>/accept", assignments.Accept.as_view(), name="accept"),
    path("assignments/<int:assignment_id>/answer", assignments.Answer.as_view(), name="answer"),
    path("assignments/<int:assignment_id>/decline", assignments.Decline.as_view(), name="decline"),
    path(
        "assignments/<int:assignment_id>/withdraw", assignments.Withdraw.as_view(), name="withdraw"
    ),
    path("assignments/<int:assignment_id>/uploads", files.Uploads.as_view(), name="uploads"),
    path("uploads/<int:upload_id>", files.OneUpload.as_view(), name="upload"),
    path("files/<int:file_id>", files.OneFile.as_view(), name="file"),
    path("transfers", transfers.Transfers.as_view(), name="transfers"),
    path("transfers/<int:transfer_id>", transfers.OneTransfer.as_view(), name="transfer"),
    path(
        "transfers/<int:transfer_id>/letter",
        transfers.TransferLetter.as_view(),
        name="transfer-letter",
    ),
    path(
        "transfers/<int:transfer_id>/files/<int:no>",
        transfers.TransferMaterial.as_view(),
        name="transfer-file",
    ),
    *(
        path(f"transfers/<int:transfer_id>/{word}", view.as_view(), name=f"transfer-{word}")
        for word, view in transfers.WORDS.items()
    ),
    path("notices", papers.Notices.as_view(), name="notices"),
    path("notices/<int:notice_id>", papers.OneNotice.as_view(), name="notice"),
    path("notices/<int:notice_id>/pdf", papers.NoticePaper.as_view(), name="notice-pdf"),
    path("penalties", papers.Penalties.as_view(), name="penalties"),
    path("penalties/<int:penalty_id>", papers.OnePenalty.as_view(), name="penalty"),
    path("penalties/<int:penalty_id>/pdf", papers.PenaltyPaper.as_view(), name="penalty-pdf"),
    path("bank-lines", bank.BankLines.as_view(), name="bank-lines"),
    path("orders", bank.Orders.as_view(), name="orders"),
    path("payment-files", bank.PaymentFiles.as_view(), name="payment-files"),
    path("payment-files/<int:file_id>", bank.OnePaymentFile.as_view(), name="payment-file"),
    path("registry-events", registry_events.Events.as_view(), name="registry-events"),
    path(
        "registry-events/<int:event_id>", registry_events.OneEvent.as_view(), name="registry-event"
    ),
    path("sandbox/events", sandbox.SandboxEvents.as_view(), name="sandbox-events"),
]
