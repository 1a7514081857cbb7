"""How one is called, and in which language one is written to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.people.rules import LONGEST_NAME, Language
from passerelle.web.words import LANGUAGES, listed_choices


class AboutMe(forms.Form):
    """Name and language."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As the people at the desk are to greet you."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of pages and letters"),
        choices=listed_choices(LANGUAGES, Language),
        widget=forms.RadioSelect,
    )
