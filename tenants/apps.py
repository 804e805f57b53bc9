from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    verbose_name = "县区"

    def ready(self) -> None:
        from tenants import checks, rendering  # noqa: F401, PLC0415 -- checks registers itself

        rendering.install()
