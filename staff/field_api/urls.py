from django.urls import path, register_converter

from staff.field_api import blobs, devices, pack, sync


class Checksum:
    """A SHA-256 in small hex digits."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Checksum, "sha256")

urlpatterns = [
    path("devices/", devices.register, name="field-devices"),
    path("pack/", pack.index, name="field-pack"),
    path("pack/<sha256:checksum>/", pack.section, name="field-section"),
    path("blobs/<sha256:checksum>/", blobs.blob, name="field-blob"),
    path("sync/", sync.sync, name="field-sync"),
]
