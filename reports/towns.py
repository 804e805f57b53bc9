"""The town (乡镇、街道) that an address names. Registers hold it as free text only."""

from __future__ import annotations

import re

UNKNOWN_TOWN = "未注明乡镇"
_ABOVE = re.compile(r"^.*?(?:省|自治区|市|自治县|县|区|旗)(?=[^路街巷道]{1,8}?(?:街道|镇|乡|苏木))")
# 古镇路 and 水乡街 are streets and no towns.
_TOWN = re.compile(r"^[^\d路街巷号镇乡]{1,9}?(?:街道(?:办事处)?|镇|乡|苏木)(?![路街巷道])")


def town_of(address: str) -> str:
    """The town in an address that begins with it or with the county's own name.

    ``UNKNOWN_TOWN`` when the address names none; then nobody is put where they may not be.
    """
    rest = address.strip()
    while (above := _ABOVE.match(rest)) is not None:
        rest = rest[above.end() :]
    found = _TOWN.match(rest)
    return found[0].removesuffix("办事处") if found else UNKNOWN_TOWN
