"""Every form stands in docs/forms.md under its own title, and nothing else does."""

import re
from datetime import date

from papers.catalogue import all_forms
from tests.house.files import ROOT


def test_the_catalogue_of_forms_is_told_as_it_is():
    text = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    told = {
        one
        for row in re.findall(r"^\| [DF]\d\d \| (.+) \| (?:F\d+|—) \|$", text, re.M)
        for one in row.split("; ")
    }

    assert told == {f"{form.code} {form.title}" for form in all_forms(date.max)}
