"""Addresses of the papers' room."""

from django.urls import path

from staff.papers import actions, files, views

urlpatterns = [
    path("", views.papers, name="papers"),
    path("forms/", views.forms, name="paper-forms"),
    path("<int:paper_id>/", views.paper, name="paper"),
    path("<int:paper_id>/edit/", actions.edit, name="paper-edit"),
    path("<int:paper_id>/approve/", actions.approve, name="paper-approve"),
    path("<int:paper_id>/discard/", actions.discard, name="paper-discard"),
    path("<int:paper_id>/void/", actions.void, name="paper-void"),
    path("<int:paper_id>/supersede/", actions.supersede, name="paper-supersede"),
    path("<int:paper_id>/progress/", files.progress, name="paper-progress"),
    path("<int:paper_id>/draft.pdf", files.draft, name="paper-draft-file"),
    path("<int:paper_id>/paper.pdf", files.paper, name="paper-file"),
    path("<int:paper_id>/take/", files.take, name="paper-take"),
    path("<int:paper_id>/public.pdf", files.public, name="paper-public"),
    path("<int:paper_id>/pages/<int:page_no>.png", files.page, name="paper-page"),
]
