"""The files of the project, as a reader of the repository sees them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Made by tools, never written by us; .gitignore keeps them out of the repository.
MADE_BY_TOOLS = {
    ".git",
    ".local",
    ".hypothesis",
    ".import_linter_cache",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
    "test-results",
}


def project_files(*endings: str) -> Iterator[Path]:
    """Every file of the project, foreign ones under vendor/ included; with these endings only."""
    for path in sorted(_walk(ROOT)):
        if not endings or path.suffix in endings:
            yield path


def own_files(*endings: str) -> Iterator[Path]:
    """Files that we wrote ourselves."""
    return (path for path in project_files(*endings) if "vendor" not in path.parts)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in MADE_BY_TOOLS or path.is_symlink():
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def name_of(path: Path) -> str:
    """The path as it is written in lists: from the top of the project."""
    return path.relative_to(ROOT).as_posix()
