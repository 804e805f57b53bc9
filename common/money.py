"""Money is whole fen (1 yuan is 100 fen); this is how it is said."""


def yuan(fen: int, *, mark: str = ",") -> str:
    """1234500 → 12,345; 120 → 1.20. What a sentence shows of fen; a field of a paper has no mark."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    words = f"{sign}{whole:,}".replace(",", mark)
    return words if rest == 0 else f"{words}.{rest:02d}"
