"""Addresses of the draws' room."""

from django.urls import path

from staff.draws import matters, papers, recusals, views, witnessing

urlpatterns = [
    path("", views.draws, name="draws"),
    path("new/", views.prepare, name="draw-new"),
    path("recusals/", recusals.recusals, name="recusals"),
    path("recusals/<int:recusal_id>/end/", recusals.end, name="recusal-end"),
    path("matters/", matters.matters, name="matters"),
    path("matters/<int:matter_id>/end/", matters.end, name="matter-end"),
    path("other-visits/", matters.other_visits, name="other-visits"),
    path("papers/<int:paper_id>/", papers.paper, name="plan-paper"),
    path("<int:draw_id>/arrange/", matters.arrange, name="draw-arrange"),
    path("<int:draw_id>/", views.draw, name="draw"),
    path("<int:draw_id>/freeze/", views.freeze, name="draw-freeze"),
    path("<int:draw_id>/cancel/", views.cancel, name="draw-cancel"),
    path("<int:draw_id>/publish/", views.publish, name="draw-publish"),
    path("<int:draw_id>/commit/", witnessing.commit, name="draw-commit"),
    path("<int:draw_id>/reveal/", witnessing.reveal, name="draw-reveal"),
    path("<int:draw_id>/value/", witnessing.value, name="draw-value"),
    path("<int:draw_id>/list.json", views.list_file, name="draw-list"),
    path("<int:draw_id>/result.json", views.result_file, name="draw-result"),
    path("visits/<int:drawn_visit_id>/redraw/", views.redraw, name="draw-redraw"),
]
