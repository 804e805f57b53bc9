"""partners/api/v1/schema.yml, made from the views of the partner API.

    DJANGO_SETTINGS_MODULE=config.settings.test python -m tests.house.api_schema --write

writes it anew; a test compares it.
"""

from __future__ import annotations

import sys
from typing import Any

import yaml

from tests.house.files import ROOT, name_of

PATH = ROOT / "partners" / "api" / "v1" / "schema.yml"


class _Plain(yaml.SafeDumper):
    """Without anchors: tools of partners read every place by itself."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def document() -> str:
    from drf_spectacular.generators import SchemaGenerator  # noqa: PLC0415 -- wants Django set up
    from drf_spectacular.renderers import OpenApiJsonRenderer  # noqa: PLC0415

    made = SchemaGenerator(urlconf="config.urls_county").get_schema(request=None, public=True)
    plain = yaml.safe_load(OpenApiJsonRenderer().render(made))
    return yaml.dump(plain, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100)


def write() -> None:
    PATH.write_text(document(), encoding="utf-8")
    print(f"wrote {name_of(PATH)}")


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    write()
