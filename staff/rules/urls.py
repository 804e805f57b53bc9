"""What the rules say in this county: articles, parameters, working days."""

from django.urls import path

from staff.rules import articles, calendar, parameters

urlpatterns = [
    path("articles/", articles.articles, name="articles"),
    path("articles/<int:violation_id>/", articles.article, name="article"),
    path("parameters/", parameters.parameters, name="parameters"),
    path("parameters/<str:key>/", parameters.parameter, name="parameter"),
    path("parameters/<str:key>/preview/", parameters.preview, name="parameter-preview"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/enter/", calendar.enter_year, name="calendar-enter"),
]
