"""The app of the staff's pages."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Pages for people of the county's departments. Holds no tables."""

    name = "staff"
    verbose_name = "工作人员页面"
