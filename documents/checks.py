"""What must be on the machine before papers can be printed."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register

from documents.errors import FontMissing


@register
def check_subsetting(**kwargs: Any) -> list[CheckMessage]:
    """Without HarfBuzz' subset library a notice takes half a minute instead of 0.2 s."""
    from weasyprint.text import ffi  # noqa: PLC0415 -- loads Pango only when checks run

    if ffi.harfbuzz_subset is not None and ffi.harfbuzz.hb_version_atleast(4, 1, 0):
        return []
    return [
        Error(
            "The library libharfbuzz-subset is not loaded; printing a notice would take minutes.",
            hint="Install the Debian package libharfbuzz-subset0.",
            id="documents.E001",
        )
    ]


@register
def check_fonts(**kwargs: Any) -> list[CheckMessage]:
    """Fonts may come after the first start, so their absence warns and printing refuses."""
    from documents.faces import faces  # noqa: PLC0415 -- reads settings only when checks run

    try:
        faces()
    except FontMissing as refusal:
        return [
            Warning(
                f"A font of the papers is missing: {refusal.facts['path']}",
                hint="Run script/setup, or name another file in YUJIAN_FONT_FACES.",
                id="documents.W001",
            )
        ]
    return []
