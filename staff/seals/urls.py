"""Certificates that sign the county's papers, and the picture of its seal."""

from django.urls import path

from staff.seals import views

urlpatterns = [
    path("", views.seals, name="seals"),
    path("new/", views.new_certificate, name="seal-new"),
    path("<int:certificate_id>/retire/", views.retire, name="seal-retire"),
    path("picture/", views.add_picture, name="seal-picture"),
    path("picture/shown/", views.picture, name="seal-picture-shown"),
]
