"""What a manager types about a getaway, and what a traveller asks for."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from passerelle.getaways.actions import Described
from passerelle.getaways.queries import Getaway
from passerelle.getaways.rules import Cancelling, Comprises, Offer, PriceFor, Setting, Span
from passerelle.kit.refusals import Refusal
from passerelle.ledger.rules.months import month_named
from passerelle.web.forms.payments import AmountField, typed_amount
from passerelle.web.words import COMPRISES, PRICES_FOR, SETTINGS, listed_choices

WRONG = {
    "season_ends_before_it_begins": _("The season ends before it begins."),
    "season_is_too_short": _("The season is shorter than the shortest stay."),
    "out_of_range": _("This number is too small or too great."),
    "title_is_missing": _("Give it a title in both languages."),
}
LAST_DAY = date(2199, 12, 31)
ASKED_FOR = {"until": "last_day"}
"""The rules name their fields; the form asks for some otherwise."""


def _date(label: Any, **how: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=[MaxValueValidator(LAST_DAY)], **how)


def _number(label: Any, help_text: Any = "") -> forms.IntegerField:
    attrs = {"class": "short", "inputmode": "numeric", "min": 0}
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=0, max_value=100_000, widget=forms.NumberInput(attrs=attrs)
    )


def _text(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}))


class GetawayForm(forms.Form):
    """What a space offers for a season. What cannot be kept stays as typed, with the reason beside it."""

    title_fr = forms.CharField(label=_("Title, in French"), max_length=80, required=False)
    title_en = forms.CharField(label=_("Title, in English"), max_length=80, required=False)
    setting = forms.ChoiceField(
        label=_("What surrounds it"), choices=listed_choices(SETTINGS, Setting), widget=forms.RadioSelect
    )
    comprises = forms.ChoiceField(
        label=_("What one gets"), choices=listed_choices(COMPRISES, Comprises), widget=forms.RadioSelect
    )
    text_fr = _text(_("In a few lines, in French"))
    text_en = _text(_("In a few lines, in English"))
    since = _date(_("First day of the season"))
    last_day = _date(_("Last day of the season"), help_text=_("Included."))
    minimum_days = _number(_("Days at least"))
    places = _number(_("Places on each day"), _("How many stays at once."))
    price_for = forms.ChoiceField(
        label=_("That is the price of"), choices=listed_choices(PRICES_FOR, PriceFor), widget=forms.RadioSelect
    )
    free_days = _number(_("Cancelling is free until so many days before"))
    kept_percent = _number(_("Afterwards, so many percent of the price stay with you"))

    def __init__(self, typed: Any = None, *, currency: str, getaway: Getaway | None = None) -> None:
        super().__init__(typed, initial=_initial(getaway) if getaway else NEW)
        label = _now("Price in %(currency)s, tax included") % {"currency": currency}
        self.fields["price"] = AmountField(currency=currency, label=label)

    def described(self) -> Described:
        """What was typed."""
        given = self.cleaned_data
        offer = Offer(
            Setting(given["setting"]),
            Comprises(given["comprises"]),
            given["since"],
            given["last_day"] + timedelta(days=1),
            given["minimum_days"],
            given["places"],
            given["price"],
            PriceFor(given["price_for"]),
            Cancelling(given["free_days"], given["kept_percent"]),
        )
        return Described(given["title_fr"], given["title_en"], offer, given["text_fr"], given["text_en"])

    def refuse(self, refusal: Refusal) -> None:
        """Put each reason beside its line."""
        for field, code in refusal.facts.get("faults", {}).items():
            self.add_error(ASKED_FOR.get(field, field), WRONG[code])


NEW = {
    "setting": Setting.SEASIDE.value,
    "comprises": Comprises.BOTH.value,
    "minimum_days": 3,
    "places": 1,
    "price_for": PriceFor.DAY.value,
    "free_days": 14,
    "kept_percent": 50,
}


def _initial(getaway: Getaway) -> dict[str, Any]:
    same: dict[str, Any] = {name: getattr(getaway, name) for name in GetawayForm.base_fields if hasattr(getaway, name)}
    return {**same, **getaway.cancelling, "price": typed_amount(getaway.price, getaway.currency)}


class StayForm(forms.Form):
    """Which days, and a line about oneself. `price` is the one that was read before sending."""

    first = _date(_("First day"))
    last = _date(_("Last day"), help_text=_("Included."))
    about = forms.CharField(
        label=_("A line about you"),
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 280}),
    )
    price = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def span(self) -> Span:
        """The days."""
        return Span(self.cleaned_data["first"], self.cleaned_data["last"])


def month_of(text: str) -> date | None:
    """The first of the month that a filter says as 2027-07; None for what is no month."""
    try:
        return month_named(text)
    except ValueError:
        return None
