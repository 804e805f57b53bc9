"""Addresses of the room of findings on prepaid money, and of visits that they propose."""

from django.urls import path

from staff.fund_findings import proposals, views

urlpatterns = [
    path("", views.findings, name="fund-findings"),
    path("<int:fund_finding_id>/", views.finding, name="fund-finding"),
    path("<int:fund_finding_id>/handle/", views.handle, name="fund-finding-handle"),
    path("<int:fund_finding_id>/close/", views.close, name="fund-finding-close"),
    path("<int:fund_finding_id>/ask/", views.ask, name="fund-finding-ask"),
    path("<int:fund_finding_id>/clue/", views.clue, name="fund-finding-clue"),
    path("visits/", proposals.proposals, name="fund-visits"),
    path("visits/<int:fund_visit_id>/accept/", proposals.accept, name="fund-visit-accept"),
    path("visits/<int:fund_visit_id>/decline/", proposals.decline, name="fund-visit-decline"),
]
