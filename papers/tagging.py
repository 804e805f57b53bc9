"""The structure of several tagged PDFs as one tree, so that the whole can still be read aloud."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

_ELEMENT_KEYS = ("/StructParent", "/StructParents")


class StructureTree:
    """Grows part by part: elements stay as they were, their page references get new numbers."""

    def __init__(self, whole: pikepdf.Pdf) -> None:
        self._whole = whole
        self._kids = Array()
        self._numbers = Array()
        self._roles = Dictionary()
        self._next = 0

    def add(self, part: pikepdf.Pdf, pages: list[pikepdf.Page]) -> None:
        """Take over the structure of ``part``, whose pages now stand in the whole as ``pages``."""
        if Name.StructTreeRoot not in part.Root:
            for thing in _numbered(pages):
                for key in _ELEMENT_KEYS:
                    if key in thing:
                        del thing[key]
            return
        source = part.make_indirect(part.Root.StructTreeRoot)
        tree = self._whole.copy_foreign(source)
        self._kids.extend(_listed(tree.get(Name.K)))
        for role, meaning in (tree.get(Name.RoleMap) or Dictionary()).items():
            self._roles[role] = meaning
        parents = pikepdf.NumberTree(tree.ParentTree) if Name.ParentTree in tree else {}
        most = -1
        for number in sorted(parents):
            self._numbers.append(self._next + number)
            self._numbers.append(parents[number])
            most = number
        for thing in _numbered(pages):
            for key in _ELEMENT_KEYS:
                if key in thing:
                    thing[key] = int(thing[key]) + self._next
        self._next += most + 1

    def close(self) -> bool:
        """Write the tree into the whole; False when no part had one."""
        if not len(self._kids):
            return False
        whole = self._whole
        root = whole.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=self._kids))
        root.ParentTree = whole.make_indirect(Dictionary(Nums=self._numbers))
        root.ParentTreeNextKey = self._next
        if len(self._roles.keys()):
            root.RoleMap = self._roles
        for kid in self._kids:
            kid.P = root
        whole.Root.StructTreeRoot = root
        whole.Root.MarkInfo = Dictionary(Marked=True)
        return True


def _listed(kids: Any) -> list[Any]:
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _numbered(pages: list[pikepdf.Page]) -> list[Any]:
    """Each page and what on it may carry a number of the structure: annotations, forms, pictures.

    Pages may share a form or a picture, which is named once.
    """
    found: list[Any] = []
    for page in pages:
        resources = page.obj.get(Name.Resources) or Dictionary()
        found += [page.obj, *(page.obj.get(Name.Annots) or [])]
        found += [form for _, form in (resources.get(Name.XObject) or Dictionary()).items()]
    shared = {thing.objgen: thing for thing in found if thing.is_indirect}
    return [*shared.values(), *(thing for thing in found if not thing.is_indirect)]
