"""Addresses of the staff's pages: one file per room."""

from django.urls import include, path

app_name = "staff"
urlpatterns = [
    path("field/api/", include("staff.field_api.urls")),  # first: phones call most often
    path("", include("staff.inbox.urls")),
    path("", include("staff.sign_in.urls")),
    path("", include("staff.messaging.urls")),
    path("overview/", include("staff.overview.urls")),
    path("", include("staff.imports.urls")),
    path("institutions/", include("staff.institutions.urls")),
    path("search/", include("staff.search.urls")),
    path("map/", include("staff.maps.urls")),
    path("history/", include("staff.history.urls")),
    path("people/", include("staff.people.urls")),
    path("clients/", include("staff.clients.urls")),
    path("registry-events/", include("staff.exchange.urls")),
    path("rules/", include("staff.rules.urls")),
    path("seals/", include("staff.seals.urls")),
    path("visits/", include("staff.visits.urls")),
    path("evidence/", include("staff.evidence.urls")),
    path("draws/", include("staff.draws.urls")),
    path("notices/", include("staff.notices.urls")),
    path("papers/", include("staff.papers.urls")),
    path("papers/", include("staff.serving.urls")),
    path("orders/", include("staff.orders.urls")),
    path("cases/", include("staff.cases.urls")),
    path("case-figures/", include("staff.case_figures.urls")),
    path("file-reviews/", include("staff.file_reviews.urls")),
    path("deadlines/", include("staff.deadlines.urls")),
    path("supervision/", include("staff.supervision.urls")),
    path("transfers/", include("staff.transfers.urls")),
    path("fund-findings/", include("staff.fund_findings.urls")),
    path("campaigns/", include("staff.campaigns.urls")),
    path("campaigns/", include("staff.figures.urls")),
    path("assignments/", include("staff.assignments.urls")),
    path("prepaid/", include("staff.prepaid.urls")),
    path("funds/", include("staff.funds.urls")),
    path("schoolcare/", include("staff.schoolcare.urls")),
    path("field/", include("staff.field.urls")),
    path("field-desk/", include("staff.field_desk.urls")),
]
