"""Choosing an institution in the forms of other rooms."""

from __future__ import annotations

from django import forms

from institutions.models import Institution


class InstitutionField(forms.ModelChoiceField):
    """Named as people look for it: the name, then kind and state."""

    def label_from_instance(self, institution: Institution) -> str:
        kind, state = institution.get_kind_display(), institution.get_state_display()
        return f"{institution.name}（{kind}，{state}）"
