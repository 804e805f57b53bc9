from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "signing"
    verbose_name = "电子签名"

    def ready(self) -> None:
        from signing import checks  # noqa: F401, PLC0415 -- registers itself
