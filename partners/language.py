"""Chinese, or English for whoever asks for it in Accept-Language."""

from __future__ import annotations

from collections.abc import Mapping

CHINESE, ENGLISH = "zh-CN", "en"


def language_of(meta: Mapping[str, object]) -> str:
    """``zh-CN`` unless English is preferred to Chinese (RFC 9110, 12.5.4)."""
    weights = {"zh": -1.0, "en": -1.0}
    for part in str(meta.get("HTTP_ACCEPT_LANGUAGE") or "").lower().split(",")[:20]:
        name, _, given = part.strip().partition(";")
        short = name.partition("-")[0]
        if short in weights:
            weights[short] = max(weights[short], _weight(given))
    return ENGLISH if weights["en"] > max(weights["zh"], 0.0) else CHINESE


def _weight(given: str) -> float:
    name, _, number = given.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(number) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
