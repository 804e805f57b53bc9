"""What the rules say in this county: articles, penalties, parameters, working days, packages."""

from django.urls import path

from staff.rules import articles, calendar, other_articles, packages, parameters, penalties

urlpatterns = [
    path("articles/", articles.articles, name="articles"),
    path("articles/<int:violation_id>/", articles.article, name="article"),
    path("articles/<slug:kind>/<int:row_id>/", other_articles.other_article, name="other-article"),
    path("parameters/", parameters.parameters, name="parameters"),
    path("parameters/<str:key>/", parameters.parameter, name="parameter"),
    path("parameters/<str:key>/preview/", parameters.preview, name="parameter-preview"),
    path("penalties/", penalties.penalties, name="penalties"),
    path("penalties/holders/add/", penalties.add_holder, name="power-holder-add"),
    path("penalties/holders/<int:holder_id>/", penalties.holder, name="power-holder"),
    path("penalties/benchmarks/add/", penalties.add_line, name="benchmark-add"),
    path("penalties/benchmarks/<int:line_id>/", penalties.line, name="benchmark"),
    path("packages/", packages.packages, name="packages"),
    path("packages/export/", packages.export, name="package-export"),
    path("packages/<int:package_id>/", packages.package, name="package"),
    path("packages/<int:package_id>/take/", packages.take, name="package-take"),
    path("packages/<int:package_id>/discard/", packages.discard, name="package-discard"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/enter/", calendar.enter_year, name="calendar-enter"),
]
