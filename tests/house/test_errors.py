"""8. Every refusal has a code of its own, a sentence for people, and stands in docs/errors.md."""

import ast
import re
from collections import Counter

from tests.house.error_docs import PATH, document, refusals
from tests.house.files import name_of, own_files
from tests.house.floors import own_rooms

REFUSALS = refusals()


def test_no_code_is_used_twice():
    codes = Counter(refusal.code for refusal in REFUSALS)

    assert [code for code, count in codes.items() if count > 1] == []


def test_every_refusal_says_its_own_code_and_when_it_comes():
    careless = [
        refusal.__name__
        for refusal in REFUSALS
        if not re.fullmatch(r"[a-z][a-z0-9_]*", vars(refusal).get("code", ""))
        or not refusal.__dict__["__doc__"]
        or not 400 <= refusal.http_status < 600
    ]

    assert careless == []


def test_every_refusal_is_a_chinese_sentence():
    # The whole sentence of BadInput comes from the caller.
    odd = [
        refusal.message
        for refusal in REFUSALS
        if "message" not in vars(refusal)
        or (
            refusal.message != "{sentence}" and not re.search(r"[一-鿿].*[。}）]$", refusal.message)
        )
    ]

    assert odd == []


def _raised() -> list[str]:
    """Every refusal that is raised with facts: the place, and facts its sentence lacks."""
    by_name = {refusal.__name__: refusal for refusal in REFUSALS}
    missing = []
    for path in own_files(".py"):
        if name_of(path).partition("/")[0] not in own_rooms():
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) not in by_name:
                continue
            given = {word.arg for word in node.keywords}
            wanted = set(re.findall(r"{(\w+)", by_name[ast.unparse(node.func)].message))
            if None not in given and not wanted <= given:  # None: ** hands them over
                missing.append(f"{name_of(path)}:{node.lineno} lacks {wanted - given}")
    return missing


def test_every_refusal_is_raised_with_all_facts_of_its_sentence():
    assert _raised() == []


def test_errors_document_says_what_the_classes_say():
    """After a change: python -m tests.house.error_docs --write."""
    assert PATH.read_text(encoding="utf-8") == document()
