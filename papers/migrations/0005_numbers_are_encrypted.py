"""Numbers of persons in the facts and in the words of papers that are there become marks.

What a paper says stays: opened, the marks give back every word (``papers.numbers``). The guard
that keeps an approved paper as it is rests for the moment of this change.
"""

import re
from typing import Any

from django.db import migrations

from papers.numbers import in_texts, marks_in, opened, sealed

_GUARD = "ALTER TABLE papers_officialpaper {} TRIGGER approved_paper_is_frozen"
_BATCH = 500
_SHORTEST = 7


def encrypt(apps: Any, editor: Any) -> None:
    _change(apps, editor, '"(id_number|phone)"', _encrypted)


def decrypt(apps: Any, editor: Any) -> None:
    _change(apps, editor, "⟦(id_number|phone):sm4", lambda value, _facts: opened(value))


def _change(apps: Any, editor: Any, wanted: str, turned: Any) -> None:
    model = apps.get_model("papers", "OfficialPaper")
    rows = model.objects.filter(facts__iregex=wanted) | model.objects.filter(payload__iregex=wanted)
    if not rows.exists():
        return
    editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with waiting checks cannot be altered
    editor.execute(_GUARD.format("DISABLE"))
    for paper in rows.order_by("pk").iterator(_BATCH):
        facts = turned(paper.facts, {})
        payload = turned(paper.payload, facts) if paper.payload else paper.payload
        model.objects.filter(pk=paper.pk).update(facts=facts, payload=payload)
    editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    editor.execute(_GUARD.format("ENABLE"))


def _encrypted(value: Any, facts: Any) -> Any:
    """Facts, or a payload whose facts get the marks that the paper's own facts have."""
    if "view" not in value:
        return sealed(value)
    within = sealed(value.get("facts") or {}, like=facts)
    return {**value, "facts": within, "view": _covered(value["view"], marks_in(within))}


def _covered(view: Any, marks: dict[str, str]) -> Any:
    """The words with every number as its mark, the longest first; what is too short to be one
    (无, 110) is not looked for, it would be found in words that say something else."""
    sought = sorted((one for one in marks if len(one) >= _SHORTEST), key=len, reverse=True)
    if not sought:
        return view
    numbers = re.compile("|".join(map(re.escape, sought)))
    return in_texts(view, lambda text: numbers.sub(lambda found: marks[found[0]], text))


class Migration(migrations.Migration):
    dependencies = [("papers", "0004_orders_speak_of_no_penalty")]
    operations = [migrations.RunPython(encrypt, decrypt)]
