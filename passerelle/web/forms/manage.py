"""What a manager types about a space: its page, its address, its closed dates. The rules judge, the form keeps."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from passerelle.kit.refusals import Refusal
from passerelle.people.rules import Language
from passerelle.spaces.rules import LONGEST, Description, Kind
from passerelle.web.refusals import sentence
from passerelle.web.words import KINDS, LANGUAGES, listed_choices


def kinds_to_choose() -> list[tuple[str, Any]]:
    """The kinds that somebody may say a space is of; none is chosen beforehand where it is not known."""
    known = [(kind, word) for kind, word in listed_choices(KINDS, Kind) if kind != Kind.UNKNOWN]
    return [("", _("choose")), *known]


class DescriptionForm(forms.Form):
    """The lines of a space's page. What cannot be kept stays as typed, with the reason beside it."""

    name = forms.CharField(label=_("Name"), required=False)
    kind = forms.ChoiceField(label=_("What sort of place"), choices=kinds_to_choose, required=False)
    summary = forms.CharField(
        label=_("In a few lines"),
        required=False,
        help_text=_("What one finds, and what is particular. An empty line begins a paragraph."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    address = forms.CharField(label=_("Street and number"), required=False)
    local_address = forms.CharField(
        label=_("The same in the local script"),
        required=False,
        help_text=_("For whoever shows it to a driver: 台北市松山路11號."),
    )
    town = forms.CharField(label=_("Town"), required=False)
    hours = forms.CharField(
        label=_("Hours"),
        required=False,
        help_text=_("As you would say them: “Monday to Friday 9:00–18:00; Saturday 10:00–13:00”."),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    hours_note = forms.CharField(
        label=_("A note on the hours"),
        required=False,
        help_text=_("What cannot be said in hours: “ring twice”, “in August by appointment”."),
    )
    ask_for = forms.CharField(label=_("Whom to ask for at the door"), required=False)
    website = forms.CharField(
        label=_("Website"), required=False, widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"})
    )
    language = forms.ChoiceField(
        label=_("Language at the desk"),
        help_text=_("Letters to the space, the poster and the page behind a visitor’s code speak it."),
        choices=listed_choices(LANGUAGES, Language),
    )
    currency = forms.CharField(
        label=_("Currency"), required=False, widget=forms.TextInput(attrs={"class": "short", "maxlength": 3})
    )
    second_email = forms.CharField(
        label=_("A second address"),
        required=False,
        help_text=_("Asked when the first has been silent for two open days."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def description(self) -> Description:
        """What was typed."""
        return Description(**{field: self.cleaned_data[field] or "" for field in self.fields})

    def refuse(self, refusal: Refusal) -> None:
        """Put each reason beside its line, and above the form that nothing is lost."""
        self.add_error(None, sentence(refusal))
        for field, fault in refusal.facts.get("faults", {}).items():
            self.add_error(field, sentence(Refusal(fault.code, most=fault.most)))


class AddressForm(forms.Form):
    """Where requests are to be sent."""

    email = forms.CharField(
        label=_("Mail address for requests"),
        max_length=LONGEST["second_email"],
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


NOT_FOR_EVER = MaxValueValidator(date(2199, 12, 31))  # the calendar of computers ends, and a day after it is none


class ClosureForm(forms.Form):
    """Days on which no visitor comes; one day alone needs no last day."""

    first_day = forms.DateField(
        label=_("First day closed"), validators=[NOT_FOR_EVER], widget=forms.DateInput(attrs={"type": "date"})
    )
    last_day = forms.DateField(
        label=_("Last day closed"),
        required=False,
        help_text=_("Included. Leave it empty for a single day."),
        validators=[NOT_FOR_EVER],
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.CharField(label=_("Why"), required=False, max_length=120, help_text=_("Visitors read it."))

    def span(self) -> tuple[Any, Any]:
        """From the first day until the day after the last."""
        first = self.cleaned_data["first_day"]
        return first, (self.cleaned_data["last_day"] or first) + timedelta(days=1)
