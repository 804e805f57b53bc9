"""13. The repository says nothing about the machine, the workshop or the mirror it was built with."""

import re

from tests.house.files import name_of, project_files

# Written apart, so that this file does not hold what it looks for.
_SLASH = "/"
PATTERNS = {
    "a path of the machine it was built on": re.compile(
        rf"(?<![\w.-]){_SLASH}(?:work|home{_SLASH}\w+|tmp{_SLASH}\w+)(?:{_SLASH}|\b)"
    ),
    "a folder beside the project": re.compile(rf"shared{_SLASH}(?:domain|mission|house)"),
    "a library of the workshop": re.compile(r"(?<!\w)\.lib" + r"rary\b"),
    "the host of a package registry": re.compile(
        "|".join(
            host.replace(" ", r"\.")
            for host in (
                "py" + "pi org",
                "python" + "hosted org",
                "registry npm" + "js org",
                "deb debian" + " org",
                "security debian" + " org",
                "proxy golang" + " org",
                "crates" + " io",
                "mirrors [a-z0-9-]+" + " (?:cn|com|edu)",
            )
        )
    ),
}

# "path" -> why it may hold one of them.
ALLOWED: dict[str, str] = {}


def test_no_file_names_the_machine_or_a_registry():
    found = []
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
        for what, pattern in PATTERNS.items():
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{name_of(path)}:{line} names {what}: {match.group()}")

    assert [one for one in found if one.partition(":")[0] not in ALLOWED] == []
