"""What a person tells of themself, and to whom; what they look for and give."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.asks.actions import Words
from passerelle.asks.rules import LONGEST_TEXT, Kind, Side
from passerelle.kit import clock
from passerelle.kit.ids import key_of
from passerelle.people.rules import LONGEST_PART, Circle, Language, Part
from passerelle.web.words import LANGUAGES, listed_choices
from passerelle.web.words_of_people import ASK_KINDS, CIRCLES, PARTS, SIDES

HINTS = {
    Part.TRADE: _("Your trade in a few words: graphic designer, accountant, student of law."),
    Part.LANGUAGES: _("In any order: French, Dutch, a little English."),
}
LASTS = timedelta(days=60)


class PartsForm(forms.Form):
    """Each part with a line and a circle. What is new is shown to nobody."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        for part in Part:
            self.fields[part] = forms.CharField(
                label=PARTS[part],
                help_text=HINTS.get(part, ""),
                required=False,
                max_length=LONGEST_PART,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"{part}_to"] = forms.ChoiceField(
                label=_("Who reads it"),
                choices=listed_choices(CIRCLES, Circle),
                initial=Circle.NOBODY,
            )

    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each part beside its circle, in order."""
        return [(self[part], self[f"{part}_to"]) for part in Part]

    def told(self) -> dict[Part, tuple[str, Circle]]:
        """What was typed, once it is valid."""
        return {part: (self.cleaned_data[part], Circle(self.cleaned_data[f"{part}_to"])) for part in Part}


class AskForm(forms.Form):
    """An ask or an offer."""

    side = forms.ChoiceField(label=_("Which of the two"), choices=listed_choices(SIDES, Side), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("What it is about"), choices=listed_choices(ASK_KINDS, Kind), widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("In your words"),
        help_text=_("Two or three sentences. Leave out your name and address: they are given once both agree."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(
        label=_("In which language you wrote"), choices=listed_choices(LANGUAGES, Language), widget=forms.RadioSelect
    )
    until = forms.DateField(
        label=_("Until"),
        help_text=_("Included. Afterwards it is shown to nobody and matched no more."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    shown_to = forms.ChoiceField(
        label=_("Who may read it, without your name"),
        choices=listed_choices(CIRCLES, Circle)[1:],
        initial=Circle.SPACE,
        widget=forms.RadioSelect,
    )
    on_board = forms.BooleanField(
        label=_("It may hang on the board of my space"),
        help_text=_("Without your name. Whoever answers asks to be introduced."),
        required=False,
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def words(self) -> Words:
        """What was typed, once it is valid."""
        given = dict(self.cleaned_data)
        return Words(**given | {"key": key_of(given["key"])})


def first_said(language: str, key: str) -> dict[str, Any]:
    """What an empty form begins with."""
    return {"language": language, "until": clock.today() + LASTS, "key": key}
