"""What our code never does. Read from the code itself, so that a new file is asked as well."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.files import ROOT, name_of, own_files

SHELLS_AND_BELOW = [
    path
    for path in own_files(".py")
    if name_of(path).partition("/")[0] not in ("tests", "bench", "script")
]
TEMPLATES = [path for path in own_files(".html") if "/templates/" in name_of(path)]
SCRIPTS = sorted((ROOT / "staff" / "static" / "staff" / "js").glob("*.js"))


@cache
def nodes() -> tuple[tuple[Path, ast.AST], ...]:
    """Every node of every file, read once for all tests of this one."""
    return tuple(
        (path, node)
        for path in SHELLS_AND_BELOW
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call | ast.ClassDef | ast.Import | ast.ImportFrom)
    )


@cache
def calls() -> tuple[tuple[Path, ast.Call, str], ...]:
    """Every call with its dotted name."""
    return tuple(
        (path, node, ast.unparse(node.func)) for path, node in nodes() if isinstance(node, ast.Call)
    )


def imported() -> Iterator[tuple[str, str]]:
    for path, node in nodes():
        if isinstance(node, ast.Import):
            yield from ((name_of(path), name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield name_of(path), node.module


def files_that_call(*names: str) -> set[str]:
    return {name_of(path) for path, _, name in calls() if name in names}


def files_that_import(*modules: str) -> set[str]:
    return {path for path, module in imported() if module.partition(".")[0] in modules}


def test_nothing_runs_text_as_code():
    assert files_that_call("eval", "exec", "compile", "os.system", "os.popen") == set()
    # With a SafeLoader, of files of our own.
    assert files_that_call("yaml.load") <= {"policies/catalogue.py", "papers/catalogue.py"}
    assert files_that_import("pickle", "marshal", "shelve", "code") == set()
    with_shell = [
        name_of(path)
        for path, call, _ in calls()
        for word in call.keywords
        if word.arg == "shell" and ast.unparse(word.value) != "False"
    ]
    assert with_shell == []


def test_sql_holds_no_values():
    """Queries are Django's or take their values apart; ruff's S608 looks at each exception."""
    assert files_that_call("RawSQL") == set()
    methods = {
        name_of(path): name
        for path, _, name in calls()
        if name.endswith((".extra", ".raw")) and "objects" in name
    }
    assert methods == {}


def test_no_pattern_is_made_of_data():
    made = [
        f"{name_of(path)}: {ast.unparse(call.args[0])}"
        for path, call, name in calls()
        if name in ("re.compile", "re.match", "re.search", "re.sub", "re.fullmatch", "re.findall")
        if not isinstance(call.args[0], ast.Constant)
        and "re.escape" not in ast.unparse(call.args[0])
        and not _is_made_of_constants(call.args[0])
    ]
    assert made == []


def _is_made_of_constants(pattern: ast.expr) -> bool:
    """A constant of the module, or text with nothing but such constants in it."""
    names = {node.id for node in ast.walk(pattern) if isinstance(node, ast.Name)}
    calls_made = [node for node in ast.walk(pattern) if isinstance(node, ast.Call)]
    return not calls_made and all(re.fullmatch(r"_?[A-Z_]+", name) for name in names)


def test_nothing_calls_out():
    outward = ("requests", "httpx", "aiohttp", "smtplib", "ftplib", "telnetlib", "paramiko")
    # Mail by SMTP names the library's troubles; Django's own backend sends.
    assert files_that_import(*outward) == {"messaging/channels/mail.py"}
    outward_files = {
        path for path, module in imported() if module in ("urllib.request", "http.client")
    }
    assert outward_files == {
        "messaging/http.py",  # webhooks and gateways, to addresses that were looked at
        "common/timestamps.py",  # to the time-stamping authority of the settings, nobody else
        "signing/seal_service.py",  # to the certified seal service of the settings
        "signing/revocation.py",  # to the lists named in certificates that the county registered
    }


def test_no_template_is_made_of_data():
    """But for the paragraphs of forms, which a county words: variables of the form's own fields
    and three harmless tags, held by ``papers.wording.paragraph_problem`` before they are kept.
    """
    assert files_that_call("Template", "Engine", "engine.from_string") == {"papers/wording.py"}


def test_format_strings_are_literals():
    """A format string of somebody else reads attributes; only a class's own sentence is one."""
    odd = {
        f"{name_of(path)}: {name}"
        for path, call, name in calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ("format", "format_map")
        and not _is_made_of_constants(call.func.value)
        and "sql.SQL(" not in ast.unparse(call.func.value)  # psycopg's own, which quotes
    }
    assert {line.partition(":")[0] for line in odd} <= KNOWN_FORMATS, odd


KNOWN_FORMATS = {
    "common/guards.py",  # statements of migrations, a constant of the module
    "console/views.py",  # commands to copy, constants of the module
    "common/errors.py",  # the sentence of a class
    "partners/errors.py",  # the same, as the documentation lists it
    "operations/keeping/figures.py",  # statements, constants of the module
    "common/numbers.py",  # number patterns of the county, which number_faults judges first
    "staff/rules/penalty_forms.py",  # names of columns, constants of the module
    "staff/rules/values.py",  # words for values, constants of the module
}


def test_no_foreign_xml_is_read():
    """The printing reads the page that it made itself.

    Of what is sent only a bank's statement is XML, read without entities and without network
    (tests/funds/statements/test_standards.py).
    """
    readers = {"documents/rendering.py", "funds/statements/camt.py"}
    assert files_that_import("xml", "lxml", "defusedxml") <= readers


def test_secrets_are_drawn_by_the_secrets_module():
    """Invented people of the demonstration may be predictable; nothing else may."""
    predictable = files_that_import("random", "faker")
    assert {path for path in predictable if not path.startswith("operations/")} == set()


def test_cryptography_comes_from_known_libraries():
    foreign = ("Crypto", "Cryptodome", "nacl", "gmssl", "rsa", "ecdsa")
    assert files_that_import(*foreign) == set()


def test_no_weak_hash_and_no_weak_cipher():
    weak = ("md5", "sha1", "MD5", "SHA1", "ECB", "CBC", "ARC4", "TripleDES", "Blowfish", "PKCS1v15")
    used = [
        f"{name_of(path)}: {name}"
        for path, _, name in calls()
        if name.rpartition(".")[2] in weak and not name_of(path).startswith("config/settings/test")
    ]
    # An OCSP question names its certificate so (RFC 6960); whether a registered key fits its
    # certificate. What papers are signed with is the library's.
    assert sorted(used) == ["signing/revocation.py: SHA1", "signing/tokens.py: padding.PKCS1v15"]


def test_no_form_takes_the_fields_of_a_model():
    bases = [
        name_of(path)
        for path, node in nodes()
        if isinstance(node, ast.ClassDef)
        for base in node.bases
        if ast.unparse(base).endswith("ModelForm")
    ]
    assert bases == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_escape_what_people_typed(path):
    text = path.read_text(encoding="utf-8")

    assert "autoescape" not in text
    assert re.findall(r"\|\s*(?:safe|safeseq)\b", text) == []


def test_addresses_are_made_by_name():
    """``javascript:`` and foreign addresses have no way in when every link is ``{% url %}``."""
    made = re.compile(r"""(?:href|action|src|hx-get|hx-post)="(?!\{|/|#|\?|tel:|data:image)[^"]*""")
    found = [
        f"{name_of(path)}: {link}"
        for path in TEMPLATES
        for link in made.findall(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_scripts_run_no_text(path):
    text = path.read_text(encoding="utf-8")

    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "__proto__"):
        assert word not in text
    assert re.findall(r"\beval\(|new Function|postMessage|setTimeout\(\s*[\"']", text) == []
    assert '"use strict"' in text
