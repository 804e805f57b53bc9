"""People, roles and certificates."""

from django.urls import path

from staff.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("new/", views.new_person, name="person-new"),
    path("<int:user_id>/", views.person, name="person"),
    path("<int:user_id>/change/", views.change_person, name="person-change"),
    path("<int:user_id>/roles/", views.grant, name="person-roles"),
    path("<int:user_id>/certificate/", views.certificate, name="person-certificate"),
    path("<int:user_id>/invite/", views.invite_person, name="person-invite"),
]
