from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "field"
    verbose_name = "移动检查"
    default_auto_field = "django.db.models.BigAutoField"
