"""Money is whole fen (1 yuan is 100 fen); this is how it is said."""


def yuan(fen: int) -> str:
    """1234500 → 12,345; 120 → 1.20. What a paper or a sentence shows of fen."""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}" if rest == 0 else f"{whole:,}.{rest:02d}"
