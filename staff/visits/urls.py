"""Addresses of the visits' room."""

from django.urls import path

from staff.visits import exchange, photos, record, review, taking_back, views

urlpatterns = [
    path("", views.visits, name="visits"),
    path("plan/", views.plan, name="visit-plan"),
    path("<int:visit_id>/", views.visit, name="visit"),
    path("<int:visit_id>/approve/", views.approve, name="visit-approve"),
    path("<int:visit_id>/cancel/", views.cancel, name="visit-cancel"),
    path("<int:visit_id>/exchange/", exchange.exchange, name="visit-exchange"),
    path("<int:visit_id>/record/", record.record, name="visit-record"),
    path("<int:visit_id>/confirm/", review.confirm, name="visit-confirm"),
    path("<int:visit_id>/void/", views.void, name="visit-void"),
    path("<int:visit_id>/photos/", photos.upload, name="visit-upload"),
    path("<int:visit_id>/photos/add/", photos.add, name="visit-photo-add"),
    path("<int:visit_id>/photos/<int:photo_id>/", photos.photo, name="visit-photo"),
    path("<int:visit_id>/uploads/<str:token>/", photos.uploaded, name="visit-uploaded"),
    path("findings/<int:finding_id>/clue/", review.clue, name="finding-clue"),
    path("findings/<int:finding_id>/transfer/", review.transfer, name="finding-transfer"),
    path("clues/<int:clue_id>/withdraw/", taking_back.clue, name="clue-withdraw"),
    path("proposals/<int:proposal_id>/withdraw/", taking_back.proposal, name="proposal-withdraw"),
    path("findings/<int:finding_id>/route/", views.route, name="finding-route"),
]
