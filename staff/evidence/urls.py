"""Addresses of the room of evidence."""

from django.urls import path

from staff.evidence import copies, files, papers, views

urlpatterns = [
    path("", views.days, name="evidence"),
    path("days/<int:manifest_id>/list/", files.manifest, name="manifest-file"),
    path("days/<int:manifest_id>/stamp/", files.stamp, name="manifest-stamp"),
    path("visits/<int:visit_id>/", views.visit, name="visit-evidence"),
    path("visits/<int:visit_id>/record/", papers.site_record, name="paper-site-record"),
    path("visits/<int:visit_id>/questioning/", papers.questioning, name="paper-questioning"),
    path("visits/<int:visit_id>/list/", papers.evidence_list, name="paper-list"),
    path("visits/<int:visit_id>/photo-sheet/", papers.photo_sheet, name="paper-photos"),
    path("originals/<int:original_id>/", views.original, name="original"),
    path("originals/<int:original_id>/file/", files.original, name="original-file"),
    path("originals/<int:original_id>/view/", files.view, name="original-view"),
    path("originals/<int:original_id>/copy/", files.copy, name="original-copy"),
    path("originals/<int:original_id>/hide/", copies.hide, name="original-hide"),
    path("papers/<int:paper_id>/", files.paper, name="visit-paper"),
]
