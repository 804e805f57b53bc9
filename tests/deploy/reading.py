"""The files of a server as the tests see them."""

from __future__ import annotations

import ast
import re
from typing import Any

import yaml

from tests.house.files import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
RUNBOOK = (ROOT / "docs" / "runbooks" / "settings.md").read_text(encoding="utf-8")


def instructions() -> list[tuple[str, str, str]]:
    """(stage, instruction, words) of the Dockerfile, continued lines joined."""
    stage, found = "", []
    for line in DOCKERFILE.replace("\\\n", " ").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        if word == "FROM":
            stage = rest.rpartition(" AS ")[2]
        found.append((stage, word, rest.strip()))
    return found


def of_stage(stage: str, instruction: str) -> list[str]:
    return [words for where, what, words in instructions() if (where, what) == (stage, instruction)]


def read_by_settings() -> dict[str, set[str]]:
    """Variable -> the readers of config/env.py by which the settings read it."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "config").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and re.fullmatch(r"env\.\w+", ast.unparse(node.func)):
                name = ast.literal_eval(node.args[0])
                found.setdefault(name, set()).add(ast.unparse(node.func).removeprefix("env."))
    return found


def read_by_scripts() -> set[str]:
    """Variables that the entry scripts of the images and script/run read."""
    paths = [*(ROOT / "deploy").rglob("start"), ROOT / "script" / "lib" / "process.py"]
    return {
        name
        for path in paths
        for name in re.findall(r"YUJIAN_[A-Z0-9_]+", path.read_text(encoding="utf-8"))
    }


def documented() -> set[str]:
    """Variables in the table of the runbook; `A_B`, `_C` stands for A_B and A_C."""
    found = set()
    for line in RUNBOOK.splitlines():
        if not line.startswith("|"):
            continue
        names = re.findall(r"`(_?[A-Z][A-Z0-9_]+)`", line.split("|")[1])
        full = [name for name in names if not name.startswith("_")]
        found |= set(full)
        for short in set(names) - set(full):
            found.add(full[0].rpartition("_")[0] + short)
    return found


def explained() -> set[str]:
    """Variables that any runbook speaks of by their whole name."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "runbooks").glob("*.md")]
    return set(re.findall(r"YUJIAN_[A-Z0-9_]+", "\n".join(texts))) | documented()
