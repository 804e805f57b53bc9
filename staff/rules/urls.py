"""What the rules say in this county: articles, penalties, parameters, working days, packages, words of forms."""

from django.urls import path

from staff.rules import (
    articles,
    calendar,
    other_articles,
    packages,
    parameters,
    penalties,
    wordings,
)

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
    path("wordings/", wordings.wordings, name="wordings"),
    path("wordings/proposed/<int:wording_id>/", wordings.proposal, name="wording-proposal"),
    path(
        "wordings/proposed/<int:wording_id>/specimen.pdf",
        wordings.proposal_specimen,
        name="wording-proposal-specimen",
    ),
    path("wordings/proposed/<int:wording_id>/take/", wordings.take, name="wording-take"),
    path("wordings/proposed/<int:wording_id>/discard/", wordings.discard, name="wording-discard"),
    path("wordings/<slug:code>/", wordings.wording, name="wording"),
    path("wordings/<slug:code>/specimen.pdf", wordings.specimen, name="wording-specimen"),
    path("wordings/<slug:code>/<str:part>/", wordings.word, name="word"),
    path("wordings/<slug:code>/<str:part>/preview/", wordings.preview, name="word-preview"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/enter/", calendar.enter_year, name="calendar-enter"),
]
