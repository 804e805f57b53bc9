from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    verbose_name = "县区"

    def ready(self) -> None:
        from tenants import checks  # noqa: F401, PLC0415 -- registers the checks
        from tenants import rendering  # noqa: PLC0415 -- needs the migrations' modules

        rendering.install()
