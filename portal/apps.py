"""The app of the public's pages."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages for the public. Holds no tables."""

    name = "portal"
    verbose_name = "公众页面"
