"""One box over everything."""

from django.urls import path

from staff.search import views

urlpatterns = [path("", views.everywhere, name="search")]
