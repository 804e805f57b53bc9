"""Addresses of the campaigns' room."""

from django.urls import path

from staff.campaigns import papers, views

urlpatterns = [
    path("", views.campaigns, name="campaigns"),
    path("new/", views.open_new, name="campaign-new"),
    path("<int:campaign_id>/", views.campaign, name="campaign"),
    path("<int:campaign_id>/targets/add/", views.add, name="campaign-target-add"),
    path("targets/<int:target_id>/outcome/", views.outcome, name="campaign-outcome"),
    path("<int:campaign_id>/papers.pdf", papers.bundle_pdf, name="campaign-papers"),
    path("<int:campaign_id>/papers.zip", papers.bundle_zip, name="campaign-papers-zip"),
    path("<int:campaign_id>/print/", papers.print_all, name="campaign-print"),
    path("<int:campaign_id>/progress/", papers.progress, name="campaign-progress"),
]
