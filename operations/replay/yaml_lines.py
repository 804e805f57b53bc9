"""YAML read with line numbers, so that a refusal can point at the line.

Anchors and doubled keys are refused: the first can blow a small file up, the second would
silently lose a figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import yaml

from operations.errors import CampaignFileOdd

MOST_BYTES = 1024 * 1024
MOST = 1_000_000_000


def odd(line: int, reason: str) -> NoReturn:
    raise CampaignFileOdd(line=line, reason=reason)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file with the line it stands on, counted from 1."""

    value: Any
    line: int
    path: str = ""

    def get(self, key: str) -> Node | None:
        """The value under ``key``; None when there is none."""
        return self._mapping().get(key)

    def need(self, key: str) -> Node:
        found = self.get(key)
        if found is None:
            odd(self.line, f"缺少“{self.path}{key}”")
        return found

    def at(self, *keys: str) -> Node:
        node = self
        for key in keys:
            node = node.need(key)
        return node

    def items(self) -> list[Node]:
        if not isinstance(self.value, list):
            odd(self.line, f"“{self.path}”应当是列表")
        return self.value

    def pairs(self) -> dict[str, Node]:
        return self._mapping()

    def text(self, *, most: int = 200) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            odd(self.line, f"“{self.path}”应当是文字")
        words = self.value.strip()
        if len(words) > most:
            odd(self.line, f"“{self.path}”有{len(words)}个字，最多{most}个字")
        return words

    def count(self, *, most: int = MOST) -> int:
        """A whole number that is not negative."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            odd(self.line, f"“{self.path}”应当是整数")
        if not 0 <= self.value <= most:
            odd(self.line, f"“{self.path}”应当在0到{most}之间")
        return self.value

    def decimal(self) -> Decimal:
        """A number that is not negative, with two places after the point at most."""
        value = Decimal(str(self.value))
        if not value.is_finite() or value != round(value, 2):
            odd(self.line, f"“{self.path}”应当是最多两位小数的数")
        if not 0 <= value <= MOST:
            odd(self.line, f"“{self.path}”应当在0到{MOST}之间")
        return value

    def _mapping(self) -> dict[str, Node]:
        if not isinstance(self.value, dict):
            odd(self.line, f"“{self.path}”应当是键值对")
        return self.value


def read(path: Path) -> tuple[Node, bytes]:
    """The file as nodes, and its bytes as they are. Raises CampaignFileOdd."""
    try:
        content = path.read_bytes()
    except OSError as trouble:
        odd(0, f"文件“{path.name}”打不开（{trouble.strerror}）")
    if len(content) > MOST_BYTES:
        odd(0, "文件超过1兆字节")
    return _parse(content), content


def _parse(content: bytes) -> Node:
    try:
        text = content.decode("utf-8")
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
    except RecursionError:
        odd(1, "嵌套太深")
    except UnicodeDecodeError as trouble:
        odd(content[: trouble.start].count(b"\n") + 1, "不是UTF-8文字")
    except yaml.YAMLError as trouble:
        mark = getattr(trouble, "problem_mark", None)
        odd(mark.line + 1 if mark else 1, "不是有效的YAML")
    if tree is None:
        odd(1, "文件是空的")
    return _node(tree, "", set())


def _node(node: yaml.Node, path: str, seen: set[int]) -> Node:
    line = node.start_mark.line + 1
    if id(node) in seen:
        odd(line, "不能使用锚点和引用")
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return Node(_pairs(node, path, seen), line, path)
    if isinstance(node, yaml.SequenceNode):
        rows = [_node(child, f"{path}{n}.", seen) for n, child in enumerate(node.value)]
        return Node(rows, line, path)
    loader = yaml.SafeLoader("")
    try:
        return Node(loader.construct_object(node), line, path.rstrip("."))
    except (yaml.YAMLError, ValueError):
        odd(line, f"“{path.rstrip('.')}”的值读不懂")


def _pairs(node: yaml.MappingNode, path: str, seen: set[int]) -> dict[str, Node]:
    pairs: dict[str, Node] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in pairs:
            odd(key.start_mark.line + 1, f"“{path}{name}”出现了两次")
        pairs[name] = _node(value, f"{path}{name}.", seen)
    return pairs
