"""What is typed about charges: what a desk charges besides days, why one is contested, and what is answered."""

from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_LINE, LONGEST_REASON = 120, 500


class BesidesForm(forms.Form):
    """A meeting room, printing, a night: for whom, what, and the space's price without tax."""

    visit = forms.ChoiceField(label=_("For whom"))
    line = forms.CharField(
        label=_("What it is for"),
        max_length=LONGEST_LINE,
        help_text=_("For instance: meeting room, two hours. The holder reads it at once."),
        error_messages={"required": _("Say what it is for: the holder reads it.")},
    )
    price = forms.DecimalField(
        localize=False,
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "decimal", "step": "any"}),
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, typed: Any = None, *, currency: str, visitors: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(typed, **given)
        self.currency = currency
        choosing: Any = self.fields["visit"]
        choosing.choices = visitors
        self.fields["price"].label = _("Price without tax, in %(currency)s") % {"currency": currency}

    @property
    def amount(self) -> int:
        """The price in minor units."""
        return int(self.cleaned_data["price"].scaleb(get_currency_precision(self.currency)).to_integral_value())


class SayingForm(forms.Form):
    """Why a charge is contested or taken back, or why it stands; the other side reads it."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        help_text=_("The other side reads it."),
        error_messages={"required": _("Say why in a line: those concerned will be told.")},
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_REASON}),
    )


class RateForm(forms.Form):
    """What one euro buys of a currency that the European Central Bank does not publish."""

    currency = forms.CharField(label=_("Currency, in three capital letters"), max_length=3)
    day = forms.DateField(
        label=_("As of"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("It counts for days after this one."),
    )
    value = forms.CharField(label=_("One euro buys"), max_length=20, widget=forms.TextInput(attrs={"class": "short"}))
