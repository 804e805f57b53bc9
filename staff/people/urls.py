"""People, roles and certificates."""

from django.urls import path

from staff.people import review, views

urlpatterns = [
    path("", views.people, name="people"),
    path("review/", review.review, name="review"),
    path("new/", views.new_person, name="person-new"),
    path("<int:user_id>/", views.person, name="person"),
    path("<int:user_id>/change/", views.change_person, name="person-change"),
    path("<int:user_id>/roles/", views.grant, name="person-roles"),
    path("<int:user_id>/review/", review.confirm, name="person-review"),
    path("<int:user_id>/close/", review.close, name="person-close"),
    path("<int:user_id>/certificate/", views.certificate, name="person-certificate"),
    path("<int:user_id>/invite/", views.invite_person, name="person-invite"),
]
