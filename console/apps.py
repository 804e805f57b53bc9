"""The app of the operators' pages."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Health of the platform and its counties, for those who keep it running. Lives in public."""

    name = "console"
    verbose_name = "运维台"
