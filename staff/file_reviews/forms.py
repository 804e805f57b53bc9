"""The form of a draw, and the score sheet of one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from staff.forms import StaffForm

_MOST_SIGNS = 1000


class DrawForm(StaffForm):
    """Of which year, and how many. Who draws chooses no file."""

    year = forms.TypedChoiceField(label="年度", coerce=int)
    wanted = forms.IntegerField(
        label="抽取件数", min_value=1, max_value=9999, help_text="不多于当年结案的件数"
    )

    def __init__(self, *args: Any, years: Mapping[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [
            (year, f"{year}年（结案{count}件）") for year, count in years.items()
        ]


class ScoreForm(StaffForm):
    """Points and findings for every item of a sheet; made by ``score_form``."""

    sheet: Sequence[tuple[str, int]] = ()

    def marks(self) -> dict[str, tuple[int, str]]:
        """What the verb takes: (points, finding) by item."""
        typed = self.cleaned_data
        return {
            item: (typed[f"points_{no}"], typed[f"finding_{no}"])
            for no, (item, _) in enumerate(self.sheet)
        }


def score_form(sheet: Sequence[tuple[str, int]]) -> type[ScoreForm]:
    """The form of one score sheet: [[item, most points], …]."""
    fields: dict[str, object] = {"sheet": sheet, "wide": ("findings",)}
    for no, (item, most) in enumerate(sheet):
        fields[f"points_{no}"] = forms.IntegerField(
            label=f"{item}（满分{most}分）", min_value=0, max_value=most
        )
        fields[f"finding_{no}"] = forms.CharField(
            label=f"{item}：发现的问题",
            required=False,
            max_length=_MOST_SIGNS,
            widget=forms.Textarea(attrs={"rows": 2, "placeholder": "扣分的须写明"}),
        )
    fields["findings"] = forms.CharField(
        label="评查意见", max_length=2 * _MOST_SIGNS, widget=forms.Textarea(attrs={"rows": 4})
    )
    return type("ScoreSheet", (ScoreForm,), fields)
