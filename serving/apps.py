from django.apps import AppConfig


class ServingConfig(AppConfig):
    name = "serving"
    verbose_name = "送达"
