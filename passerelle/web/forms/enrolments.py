"""What somebody types who takes a plan."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.members.rules import excluded_end
from passerelle.payments.rules import Method
from passerelle.people.rules import LONGEST_NAME
from passerelle.web.forms.members import day_field

WAYS = {
    Method.CARD: _("by card: your plan opens at once"),
    Method.TRANSFER: _("by transfer: your plan opens when the money is there"),
    Method.CASH: _("at the desk, in cash, when you arrive"),
}


class JoinForm(forms.Form):
    """The first day, how it is paid, and a name where none is known yet."""

    name = forms.CharField(
        label=_("Your name"), max_length=LONGEST_NAME, help_text=_("As it stands on your passport or card.")
    )
    first_on = day_field(_("First day"), required=True)
    method = forms.ChoiceField(label=_("How will you pay?"), widget=forms.RadioSelect)
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, typed: Any = None, *, today: date, has_name: bool, ways: list[Method], key: str) -> None:
        super().__init__(typed, initial={"first_on": today, "key": key, "method": ways[0] if ways else ""})
        if has_name:
            del self.fields["name"]
        choices: Any = self.fields.get("method")
        if ways:
            choices.choices = [(way.value, WAYS[way]) for way in ways]
        else:
            del self.fields["method"]


class PauseForm(forms.Form):
    """From which day to which a plan rests, both included, as people say it."""

    since = day_field(_("First day of the pause"), required=True)
    last = day_field(_("Last day of the pause"), required=True, help_text=_("Included."))
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    @property
    def until(self) -> date:
        """The first day on which the member is there again."""
        return excluded_end(self.cleaned_data["last"]) or date.max
