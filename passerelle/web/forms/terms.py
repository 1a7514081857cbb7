"""Terms as a form: each line of the table, and the price in the currency's own units."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.networks.rules import Included, Terms, TermsAreWrong, Way
from passerelle.web import phrases
from passerelle.web.words import INCLUDED, WAYS, listed_choices

WRONG: Mapping[str, Any] = {
    "free_days": _("Between 0 and 31 days."),
    "within_days": _("Between 1 and 366 days."),
    "notice_hours": _("Between 0 and 336 hours, which is two weeks."),
    "visitors_a_day": _("Between 0 and 500 visitors."),
    "from_hour": _("Write an hour like 09:00."),
    "to_hour": _("Visitors leave after they come: choose a later hour, written like 18:00."),
    "minimum_membership_days": _("Between 0 and 366 days."),
    "same_town_km": _("Between 0 and 500 km."),
    "floor_days": _("Between 0 and 31 days."),
    "rest_months": _("Between 0 and 24 months."),
    "most_away_percent": _("Between 0 and 100 %."),
    "day_price": _("A price is nought or more."),
}


def _number(label: Any, most: int, help_text: Any = "", least: int = 0) -> forms.IntegerField:
    attrs = {"min": least, "max": most, "class": "short", "inputmode": "numeric"}
    return forms.IntegerField(label=label, help_text=help_text, widget=forms.NumberInput(attrs=attrs))


def _hour(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, help_text=help_text, widget=forms.TimeInput(attrs={"type": "time"})
    )


class TermsForm(forms.Form):
    """What a host offers visitors. Wrong figures are refused at their line, and everything typed stays."""

    free_days = _number(_("Free days"), 31)
    within_days = _number(_("Within so many days"), 366, _("Counted for each person, whatever the network."), 1)
    way = forms.ChoiceField(label=_("How to come"), choices=listed_choices(WAYS, Way), widget=forms.RadioSelect)
    notice_hours = _number(_("Hours ahead"), 336, _("Where visitors announce themselves."))
    visitors_a_day = _number(_("Visitors a day"), 500, _("0 for none for the time being."))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days for visitors"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    from_hour = _hour(_("Not before"), _("Empty: while the space is open."))
    to_hour = _hour(_("Not after"))
    included = forms.MultipleChoiceField(
        label=_("Included"),
        choices=listed_choices(INCLUDED, Included),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    day_price = forms.DecimalField(
        required=False,
        localize=False,
        min_value=Decimal(0),
        max_value=Decimal(10_000_000),  # what the rules allow in minor units; beyond, no arithmetic is tried
        help_text=_("Empty where no further day is sold."),
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "decimal", "step": "any"}),
        error_messages={"min_value": WRONG["day_price"]},
    )
    minimum_membership_days = _number(_("Days as a member of one’s home"), 366, _("0 where it does not matter."))
    same_town_km = _number(
        _("Kilometres within which members of other spaces are no visitors"), 500, _("0 excludes nobody.")
    )

    floor_days = _number(
        _("As many days as one’s home gives, and never fewer than"),
        31,
        _("0: everybody has the same. A home that gives two days has two here, where you give three."),
    )
    rest_months = _number(_("Months between two visits of the same person"), 24, _("0: no rest."))
    most_away_percent = _number(
        _("Per cent of the working days that a member may spend away"),
        100,
        _("Counted at all hosts together, within 90 days. 0: nobody counts."),
    )
    alone = forms.BooleanField(
        label=_("Each comes alone"), required=False, help_text=_("Whoever comes along asks for themselves.")
    )

    def __init__(self, typed: Any = None, *, currency: str, terms: Terms) -> None:
        super().__init__(typed, initial=_initial(terms, currency))
        self.currency = currency
        self.fields["day_price"].label = _("A day afterwards, in %(currency)s") % {"currency": currency}
        days: Any = self.fields["weekdays"]
        days.choices = [(number, phrases.weekday(number)) for number in range(7)]

    def clean(self) -> dict[str, Any]:
        """Let the rules judge the terms as a whole; what they refuse is said at its line."""
        if self.errors:
            return self.cleaned_data
        try:
            self.terms = Terms.read(self._as_kept())
        except TermsAreWrong as wrong:
            self.add_error(wrong.field, WRONG.get(wrong.field, _("This cannot be kept.")))
        return self.cleaned_data

    def _as_kept(self) -> dict[str, Any]:
        price = self.cleaned_data["day_price"]
        minor = None if price is None else int(price.scaleb(get_currency_precision(self.currency)).to_integral_value())
        hours = {field: self.cleaned_data[field][:5] for field in ("from_hour", "to_hour")}
        return self.cleaned_data | hours | {"day_price": minor}


def _initial(terms: Terms, currency: str) -> dict[str, Any]:
    kept = terms.written()
    if terms.day_price is not None:
        kept["day_price"] = Decimal(terms.day_price).scaleb(-get_currency_precision(currency))
    return kept


class LeavingForm(forms.Form):
    """From when a space no longer stands in a network, and why."""

    last_day = forms.DateField(
        label=_("Last day in the network"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("Included.")
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=240,
        help_text=_("The organisers and the managers read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CharterForm(forms.Form):
    """What the spaces promise each other, in both languages."""

    text_fr = forms.CharField(
        label=_("In French"), required=False, widget=forms.Textarea(attrs={"rows": 10, "lang": "fr"})
    )
    text_en = forms.CharField(
        label=_("In English"), required=False, widget=forms.Textarea(attrs={"rows": 10, "lang": "en"})
    )
