from django.apps import AppConfig


class DrawsConfig(AppConfig):
    name = "draws"
    verbose_name = "检查计划与随机抽查"
    default_auto_field = "django.db.models.BigAutoField"
