"""A television: how it is called, what it speaks, how it looks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.people.rules import Language
from passerelle.walls.rules import LONGEST_NAME, Look
from passerelle.web.words import LANGUAGES, listed_choices
from passerelle.web.words_of_walls import LOOKS


class WallForm(forms.Form):
    """What a wall needs to be hung."""

    name = forms.CharField(
        label=_("Name"), help_text=_("By which your team knows it: “Kitchen”, “Entrance”."), max_length=LONGEST_NAME
    )
    language = forms.ChoiceField(label=_("Language"), choices=listed_choices(LANGUAGES, Language))
    look = forms.ChoiceField(
        label=_("Light or dark"), choices=listed_choices(LOOKS, Look), initial=Look.BY_HOUR, widget=forms.RadioSelect
    )
