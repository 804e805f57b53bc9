"""Addresses of the room of orders made out on site."""

from django.urls import path

from staff.orders import arrivals, views

urlpatterns = [
    path("", views.releases, name="order-releases"),
    path("new/", views.new, name="order-release-new"),
    path("<int:release_id>/", views.release, name="order-release"),
    path("<int:release_id>/<int:order_id>/back/", views.give_back, name="order-give-back"),
    path("arrivals/<int:arrival_id>/", arrivals.arrival, name="order-arrival"),
    path("arrivals/<int:arrival_id>/accept/", arrivals.accept, name="order-arrival-accept"),
    path("arrivals/<int:arrival_id>/refuse/", arrivals.refuse, name="order-arrival-refuse"),
]
