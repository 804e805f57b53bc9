"""Addresses of the assignments' room."""

from django.urls import path

from staff.assignments import views

urlpatterns = [
    path("", views.assignments, name="assignments"),
    path("<int:assignment_id>/", views.assignment, name="assignment"),
    path("<int:assignment_id>/accept/", views.take_up, name="assignment-accept"),
    path("<int:assignment_id>/answer/", views.reply, name="assignment-answer"),
    path("<int:assignment_id>/decline/", views.send_back, name="assignment-decline"),
    path("<int:assignment_id>/withdraw/", views.take_back, name="assignment-withdraw"),
]
