"""What travellers and hosts write: a request, a line, a reason, other days."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.visits.rules import Purpose
from passerelle.web.words import PURPOSES, listed_choices

LONGEST_LINE = 2000
LONGEST_ANSWER = 500
LONGEST_ABOUT = 280
HOLDING = "pass:"


class DaysField(forms.Field):
    """Days ticked in the months of a page: ISO dates, each once, in order."""

    widget = forms.SelectMultiple

    def to_python(self, value: Sequence[str] | None) -> tuple[date, ...]:
        """The dates; a text that is no date is named."""
        return tuple(sorted({_date(text) for text in value or ()}))


class AskForm(forms.Form):
    """What a traveller asks, from which home or on whose pass (`pass:` and the network).

    `counted` says for which of them and which days the arithmetic was shown before sending.
    """

    days = DaysField(required=False)
    home = forms.RegexField(rf"^({HOLDING})?[-\w]+$", required=False, max_length=90)
    purpose = forms.ChoiceField(
        label=_("Why you come"), choices=listed_choices(PURPOSES, Purpose), initial=Purpose.WORK.value, required=False
    )
    about = forms.CharField(
        label=_("A line about you"),
        max_length=LONGEST_ABOUT,
        required=False,
        help_text=_("What you do, and what would make your days there good. 280 signs at most."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_ABOUT}),
    )
    shows_address = forms.BooleanField(label=_("The space may see my mail address"), required=False)
    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def clean_purpose(self) -> Purpose:
        """To work, unless said otherwise."""
        return Purpose(self.cleaned_data.get("purpose") or Purpose.WORK)


class LineForm(forms.Form):
    """A line to the other side."""

    text = forms.CharField(
        label=_("Your line"), max_length=LONGEST_LINE, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class AnswerForm(forms.Form):
    """The host's answer: a line if it likes, and other days where it proposes some."""

    line = forms.CharField(label=_("A line with it"), max_length=LONGEST_ANSWER, required=False)
    days = DaysField(required=False)


class ReasonForm(forms.Form):
    """Why an accepted visit is taken back."""

    reason = forms.CharField(label=_("Why"), max_length=LONGEST_ANSWER, required=False)


class VouchForm(forms.Form):
    """Until when somebody is a member, the last day included; without end where nothing is said."""

    valid_until = forms.DateField(
        label=_("A member until"),
        required=False,
        error_messages={"invalid": _("This date does not exist.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
    )


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise forms.ValidationError(_("The date “%(text)s” does not exist."), params={"text": text}) from None


def first_error(form: Any) -> str:
    """The first thing wrong with a form, for pages that draw their fields themselves."""
    return next((str(error) for errors in form.errors.values() for error in errors), "")
