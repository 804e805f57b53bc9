"""What one app may touch of another: its doors, never its rules, tasks or inner modules.

Import tools see the floors, not the rooms; so this test reads the imports.
"""

import ast
from collections.abc import Iterator

from tests.house.files import ROOT
from tests.house.floors import own_rooms

EVERYWHERE = {"services", "queries", "states", "errors", "models", "filters"}
MORE = {
    "accounts": {"permissions", "roles", "access", "lifecycle", "door"},
    "clients": {"scopes"},  # as permissions, of machines
    "feeds": {"triggers"},  # for migrations of rooms above
    "inspections": {"matching"},
    "documents": {
        "composition",
        "faces",
        "rendering",
        "pictures",
        "bundles",
        "wording",
        "photos",
        "payloads",
        "pdfs",
        "seals",
    },
    "funds": {"verification", "filters_of_contracts", "filters_of_findings"},
    "imports": {"reading"},
    "cases": {"after", "figures", "money", "roles"},
    "papers": {"binding", "catalogue", "county_words", "kinds", "numbers", "packages"},
    "serving": {"demands"},
    "signing": {"credentials", "digests", "seals", "standing", "verification"},
    "reports": {
        "anomalies",
        "case_workbook",
        "checks",
        "counts",
        "end_report",
        "followup",
        "following",
        "prepaid_failure",
        "prepaid_month",
        "progress",
        "sheet",
        "workbook",
    },
    "tenants": {
        "work",
        "work_desk",
        "away",
        "copying",
        "current",
        "keys",
        "management.base",
        "migrating",
        "pg_tools",
        "schemas",
        "searching",
        "sentences",
        "spares",
    },
}
PLAIN = ("common", "config")  # no app: common is open to all, config imports whom it puts together


def test_apps_enter_each_other_by_their_doors_only():
    assert [line for app in own_rooms() if app != "config" for line in _wrong(app)] == []


def _wrong(app: str) -> Iterator[str]:
    for path in sorted((ROOT / app).rglob("*.py")):
        for line, module in _imports(path.read_text(encoding="utf-8")):
            other, _, inner = module.partition(".")
            if other == app or other in PLAIN or other not in own_rooms():
                continue
            if inner and inner not in EVERYWHERE | MORE.get(other, set()):
                yield f"{path.relative_to(ROOT)}:{line} imports {module}"


def _imports(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
