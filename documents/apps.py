from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "文件与文书"

    def ready(self) -> None:
        from documents import checks  # noqa: F401, PLC0415 -- checks register when apps are ready
