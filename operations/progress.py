"""Progress on a terminal: one line that moves; a line per stage where there is no terminal."""

from __future__ import annotations

from typing import TextIO

WIDTH = 24


class Bar:
    """Tells how far a stage is. Call it as ``bar(stage, done, of)``."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.moves = out.isatty()

    def __call__(self, stage: str, done: int, of: int) -> None:
        if not self.moves:
            if done == of:
                self.out.write(f"{stage} {done}/{of}\n")
            return
        full = WIDTH * done // of
        bar = "█" * full + "░" * (WIDTH - full)
        self.out.write(f"\r{stage} {bar} {done}/{of}" + ("\n" if done == of else ""))
        self.out.flush()
