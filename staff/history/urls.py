"""What happened in the county."""

from django.urls import path

from staff.history import views

urlpatterns = [path("", views.history, name="history")]
