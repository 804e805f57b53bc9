"""Addresses of the events of registers."""

from django.urls import path

from staff.exchange import views

urlpatterns = [
    path("", views.events, name="registry-events"),
    path("<int:event_id>/", views.event, name="registry-event"),
    path("<int:event_id>/handle/", views.handle, name="registry-event-handle"),
    path("<int:event_id>/leave/", views.leave, name="registry-event-leave"),
]
