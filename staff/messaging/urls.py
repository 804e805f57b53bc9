"""Addresses of endpoints and messages."""

from django.urls import path

from staff.messaging import endpoints, own

urlpatterns = [
    path("endpoints/", endpoints.endpoints, name="endpoints"),
    path("endpoints/new/", endpoints.new, name="endpoint-new"),
    path("endpoints/<int:endpoint_id>/", endpoints.endpoint, name="endpoint"),
    path("endpoints/<int:endpoint_id>/change/", endpoints.change, name="endpoint-change"),
    path("endpoints/<int:endpoint_id>/pause/", endpoints.pause, name="endpoint-pause"),
    path("endpoints/<int:endpoint_id>/resume/", endpoints.resume, name="endpoint-resume"),
    path("endpoints/<int:endpoint_id>/retire/", endpoints.retire, name="endpoint-retire"),
    path("endpoints/<int:endpoint_id>/replay/", endpoints.replay_from, name="endpoint-replay"),
    path("endpoints/<int:endpoint_id>/rotate/", endpoints.rotate, name="endpoint-rotate"),
    path("endpoints/<int:endpoint_id>/try/", endpoints.try_out, name="endpoint-try"),
    path("endpoints/log/<int:delivery_id>/retry/", endpoints.retry, name="delivery-retry"),
    path("messages/", own.messages, name="messages"),
    path("messages/read/", own.read_all, name="messages-read"),
    path("messages/hours/", own.hours, name="message-hours"),
    path("messages/contact/", own.contact, name="message-contact"),
    path("messages/forget/", own.forget, name="message-forget"),
    path("messages/<int:message_id>/", own.message, name="message"),
]
