"""Addresses of the cases' room."""

from django.urls import path

from staff.cases import archives, publications, ranges, spot, views

urlpatterns = [
    path("", views.cases, name="cases"),
    path("new/", views.new, name="case-new"),
    path("publications/", publications.publications, name="publications"),
    path("spot/", spot.penalties, name="spot-penalties"),
    path("spot/new/", spot.new, name="spot-new"),
    path("spot/<int:spot_id>/", spot.penalty, name="spot-penalty"),
    path("spot/<int:spot_id>/report/", spot.report, name="spot-report"),
    path("spot/<int:spot_id>/cash/", spot.cash, name="spot-cash"),
    path("<int:case_id>/", views.case, name="case"),
    path("<int:case_id>/do/<slug:slug>/", views.act, name="case-act"),
    path("<int:case_id>/do/<slug:slug>/<int:row_id>/", views.act, name="case-row-act"),
    path("<int:case_id>/party/", views.reveal, name="case-reveal"),
    path(
        "<int:case_id>/publications/<int:publication_id>/public.pdf",
        publications.public_file,
        name="case-public-file",
    ),
    path("<int:case_id>/archives/<int:archive_id>/file.pdf", archives.bound, name="case-bound"),
    path(
        "<int:case_id>/archives/<int:archive_id>/package.zip",
        archives.package,
        name="case-package",
    ),
    path("<int:case_id>/range/", ranges.fine_between, name="case-range"),
    path(
        "<int:case_id>/evidence/<int:evidence_id>/", views.evidence_file, name="case-evidence-file"
    ),
]
