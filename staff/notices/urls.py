"""Addresses of the notices' room."""

from django.urls import path

from staff.notices import approval, drafts, followup, links, numbers, papers, views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("overdue/", views.overdue_notices, name="notices-overdue"),
    path("numbers/", numbers.register, name="number-register"),
    path("numbers/register.xlsx", numbers.workbook, name="number-workbook"),
    path("approve/", approval.queue, name="notice-queue"),
    path("draft/<int:visit_id>/", drafts.draft, name="notice-draft"),
    path("result/<int:visit_id>/", drafts.tell_result, name="notice-result"),
    path("<int:notice_id>/", views.notice, name="notice"),
    path("<int:notice_id>/edit/", drafts.edit, name="notice-edit"),
    path("<int:notice_id>/submit/", drafts.submit, name="notice-submit"),
    path("<int:notice_id>/discard/", drafts.discard, name="notice-discard"),
    path("<int:notice_id>/withdraw/", drafts.withdraw, name="notice-withdraw"),
    path("<int:notice_id>/void/", numbers.void, name="notice-void"),
    path("<int:notice_id>/approve/", approval.approve, name="notice-approve"),
    path("<int:notice_id>/endorse/", approval.endorse, name="notice-endorse"),
    path("<int:notice_id>/return/", approval.give_back, name="notice-return"),
    path("<int:notice_id>/progress/", papers.progress, name="notice-progress"),
    path("<int:notice_id>/paper.pdf", papers.paper, name="notice-paper"),
    path("<int:notice_id>/receipt.pdf", papers.receipt, name="notice-receipt"),
    path("<int:notice_id>/pages/<int:page_no>.png", papers.page, name="notice-page"),
    path("<int:notice_id>/proof/", papers.proof, name="notice-proof"),
    path("<int:notice_id>/answers/<int:answer_id>/", papers.answer_file, name="notice-answer-file"),
    path(
        "<int:notice_id>/answers/<int:answer_id>/photos/<int:no>/",
        links.answer_photo,
        name="notice-answer-photo",
    ),
    path("<int:notice_id>/link/", links.open_new, name="notice-link-open"),
    path("<int:notice_id>/link/close/", links.close, name="notice-link-close"),
    path("<int:notice_id>/serve/", followup.serve, name="notice-serve"),
    path("<int:notice_id>/extend/", followup.extend, name="notice-extend"),
    path("<int:notice_id>/answer/", followup.answer, name="notice-answer"),
    path("<int:notice_id>/reinspect/", followup.reinspection, name="notice-reinspect"),
]
