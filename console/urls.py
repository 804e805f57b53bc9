"""Addresses of the operators' pages, on a console host."""

from django.urls import path

from console import views, working

app_name = "console"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("checks/", views.checks, name="checks"),
    path("checks/now/", views.findings, name="findings"),
    path("history/", views.history, name="history"),
    path("queues/", working.queues, name="queues"),
    path("queues/work/<int:work_id>/retry/", working.retry, name="work-retry"),
    path("queues/work/<int:work_id>/discard/", working.discard, name="work-discard"),
    path("queues/counties/<str:code>/hold/", working.hold, name="work-hold"),
    path("queues/counties/<str:code>/release/", working.release, name="work-release"),
    path("counties/<str:code>/", views.county, name="county"),
]
