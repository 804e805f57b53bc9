"""Addresses of the campaigns' room."""

from django.urls import path

from staff.campaigns import listings, papers, progress, selecting, views

urlpatterns = [
    path("", views.campaigns, name="campaigns"),
    path("new/", views.open_new, name="campaign-new"),
    path("<int:campaign_id>/", views.campaign, name="campaign"),
    path("<int:campaign_id>/targets/add/", views.add, name="campaign-target-add"),
    path("<int:campaign_id>/targets/select/", selecting.by_filter, name="campaign-select"),
    path("<int:campaign_id>/targets/paste/", selecting.by_list, name="campaign-paste"),
    path("<int:campaign_id>/daily/", progress.daily, name="campaign-daily"),
    path("<int:campaign_id>/map/", progress.progress_map, name="campaign-map"),
    path("<int:campaign_id>/points.json", progress.points, name="campaign-points"),
    path("<int:campaign_id>/report.pdf", progress.report_pdf, name="campaign-report"),
    path("<int:campaign_id>/listed/", listings.listed_problems, name="listed-problems"),
    path("<int:campaign_id>/listed/new/", listings.list_new, name="listed-new"),
    path("listed/<int:listed_id>/", listings.listed, name="listed"),
    path("listed/<int:listed_id>/progress/", listings.progress, name="listed-progress"),
    path("listed/<int:listed_id>/deadline/", listings.deadline, name="listed-deadline"),
    path("listed/<int:listed_id>/strike-off/", listings.strike, name="listed-strike"),
    path("listed/<int:listed_id>/take-down/", listings.take, name="listed-take"),
    path("targets/<int:target_id>/outcome/", views.outcome, name="campaign-outcome"),
    path("<int:campaign_id>/papers.pdf", papers.bundle_pdf, name="campaign-papers"),
    path("<int:campaign_id>/papers.zip", papers.bundle_zip, name="campaign-papers-zip"),
    path("<int:campaign_id>/print/", papers.print_all, name="campaign-print"),
    path("<int:campaign_id>/progress/", papers.progress, name="campaign-progress"),
]
