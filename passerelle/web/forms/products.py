"""What a treasurer types about taxes and products, and a manager about taxes."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.invoices.rules import Category
from passerelle.kit.refusals import Refusal
from passerelle.passes.actions.products import UNLIMITED_CAP, Described
from passerelle.passes.rules import Kind, Unused
from passerelle.web.forms.payments import AmountField, typed_amount
from passerelle.web.words import PASS_KINDS, TAX_CATEGORIES, UNUSED, listed_choices

WRONG = {
    "name_is_missing": _("Give it a name in both languages."),
    "out_of_range": _("This number is too small or too great for this kind of pass."),
    "less_than_a_day": _("At least the price of a day: otherwise nobody could come even once."),
}


def number_field(label: Any, help_text: Any = "") -> forms.IntegerField:
    """A whole number that may be left empty."""
    attrs = {"class": "short", "inputmode": "numeric", "min": 0}
    return forms.IntegerField(
        label=label, help_text=help_text, required=False, min_value=0, widget=forms.NumberInput(attrs=attrs)
    )


AMOUNTS = {
    "price": (
        _("Price in %(currency)s, tax included"),
        _("For the pack, for a month, or for a day as one goes."),
        True,
    ),
    "cap": (
        _("Most for one space, in %(currency)s without tax"),
        _("Where days are not counted: what one space is owed for one person in a month. Empty: without a limit."),
        False,
    ),
    "on_account": (
        _("On account, in %(currency)s, tax included"),
        _("How much a holder may owe before the month’s invoice: days as one goes, a meeting room, a print."),
        False,
    ),
}
NEW = {"kind": Kind.PACK.value, "unused": Unused.LAPSE.value}


class TaxForm(forms.Form):
    """A treatment of tax, and the word by which the books call it."""

    code = forms.SlugField(label=_("Short name"), max_length=24, help_text=_("For the books: be_21, exempt."))
    category = forms.ChoiceField(
        label=_("Treatment"), choices=listed_choices(TAX_CATEGORIES, Category), widget=forms.RadioSelect
    )
    percent = forms.DecimalField(
        label=_("Percent"),
        min_value=Decimal(0),
        max_value=Decimal(50),
        decimal_places=2,
        initial=0,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "decimal", "step": "any"}),
    )
    reason = forms.CharField(
        label=_("Why nothing is charged"),
        max_length=200,
        required=False,
        help_text=_("An article of law; it is printed on each invoice."),
    )

    def percent_bp(self) -> int:
        """In hundredths of a percent."""
        return int(self.cleaned_data["percent"] * 100)


class ProductForm(forms.Form):
    """A pass that is sold. What cannot be sold stays as typed, with the reason beside it."""

    name_fr = forms.CharField(label=_("Name, in French"), max_length=80, required=False)
    name_en = forms.CharField(label=_("Name, in English"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("What it is"), choices=listed_choices(PASS_KINDS, Kind), widget=forms.RadioSelect)
    tax = forms.ChoiceField(label=_("Tax within it"))
    days = number_field(_("Days"), _("In a pack, or in each month. Empty where days are not counted."))
    valid_days = number_field(_("A pack is good for so many days"), _("Empty for ever."))
    unused = forms.ChoiceField(
        label=_("Days that a month leaves over"), choices=listed_choices(UNUSED, Unused), widget=forms.RadioSelect
    )

    def __init__(self, typed: Any = None, *, currency: str, taxes: list[Any]) -> None:
        super().__init__(typed, initial={**NEW, "cap": typed_amount(UNLIMITED_CAP, currency)})
        self.taxes = {str(tax.pk): tax for tax in taxes}
        choices: Any = self.fields["tax"]
        choices.choices = [(key, tax.code) for key, tax in self.taxes.items()]
        for name, (label, help_text, is_needed) in AMOUNTS.items():
            self.fields[name] = AmountField(
                currency=currency,
                least=0,
                required=is_needed,
                label=label % {"currency": currency},
                help_text=help_text,
            )

    def described(self) -> Described:
        """What was typed. Only an unlimited pass has a cap, and only a pack an end of its own."""
        given, kind = self.cleaned_data, Kind(self.cleaned_data["kind"])
        return Described(
            given["name_fr"],
            given["name_en"],
            kind,
            given["price"],
            self.taxes[given["tax"]],
            days=given["days"] or 0,
            cap=(given["cap"] or 0) if kind is Kind.UNLIMITED else 0,
            valid_days=(given["valid_days"] or 0) if kind is Kind.PACK else 0,
            unused=Unused(given["unused"]),
            on_account=given["on_account"] or 0,
        )

    def refuse(self, refusal: Refusal) -> None:
        """Put each reason beside its line."""
        for field, code in refusal.facts.get("faults", {}).items():
            self.add_error(field, WRONG[code])
