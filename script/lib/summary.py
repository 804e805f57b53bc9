"""The closing lines of script/test, read from pytest's report.

python -m script.lib.summary FILE CODE
"""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

from .failure import Failure, run_main


def main(arguments: list[str]) -> int:
    """Print what happened; exit code 1 when no test ran at all."""
    report, code = Path(arguments[0]), int(arguments[1])
    if not report.exists():
        raise Failure("pytest wrote no report; the lines above say why.")
    passed, failed, skipped = counts(report.read_text())
    print("script/test: everything holds." if code == 0 else "script/test: something failed.")
    # Alone on its line: machines that start us read it.
    print(f"tests: {passed} passed, {failed} failed, {skipped} skipped")
    return 0 if passed + failed > 0 else 1


def counts(report: str) -> tuple[int, int, int]:
    """Passed, failed and skipped, over all suites of a JUnit report."""
    # The file was written by our own pytest a moment ago.
    suites = ElementTree.fromstring(report).iter("testsuite")  # noqa: S314 -- our own file
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    return total - failed - skipped, failed, skipped


if __name__ == "__main__":
    run_main(main)
