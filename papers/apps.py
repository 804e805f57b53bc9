from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "papers"
    verbose_name = "执法文书"
