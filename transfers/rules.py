"""What a matter asks for: values in, values out."""

from __future__ import annotations

from transfers.states import TransferKind

# Source: enforcement.md 5.2, 5.3: R17 is suspected crime; R20 is serving teachers, whom personnel
# or discipline bodies judge. R16 and R18 go to the police as a public-order matter, by letter.
_CRIME, _DISCIPLINE = ("R17",), ("R20",)
FORM_OF = {
    TransferKind.ADMINISTRATIVE: "D24",
    TransferKind.POLICE: "D25",
    TransferKind.DISCIPLINE: "D26",
}


def kind_of(route: str) -> TransferKind:
    """What sort of transfer a routed matter proposes."""
    if route in _CRIME:
        return TransferKind.POLICE
    return TransferKind.DISCIPLINE if route in _DISCIPLINE else TransferKind.ADMINISTRATIVE


def is_ours(route: str, department_kind: str) -> bool:
    """Whether the matter is education's own case: R02 and R03, but not R20."""
    return department_kind == "education" and route not in _DISCIPLINE


def bare(text: str) -> str:
    """A sentence without its full stop, where the letter puts its own."""
    return text.strip().rstrip("。；;.")
