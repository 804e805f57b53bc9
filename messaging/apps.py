"""The app of outbox, deliveries and messages."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = "消息与推送"
