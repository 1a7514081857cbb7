"""What a manager types about a plan."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.kit.refusals import Refusal
from passerelle.plans.rules import Described, Kind
from passerelle.web.forms.payments import AmountField
from passerelle.web.forms.products import number_field
from passerelle.web.words import listed_choices, tax_word
from passerelle.web.words_of_plans import PLAN_KINDS

if TYPE_CHECKING:
    from passerelle.invoices.models import Tax

WRONG = {
    "name_is_missing": _("Give it a name in both languages."),
    "out_of_range": _("This number is too small or too great for this kind of plan."),
    "hours_cannot_be_read": _("These hours cannot be read. Write them like “Mo-Fr 09:00-18:00”."),
}
VISA = {"usual": _("as usual: by the month yes, else no"), "yes": _("yes"), "no": _("no")}
SAID = {"usual": None, "yes": True, "no": False}


class PlanForm(forms.Form):
    """A plan to be offered. What cannot be offered stays as typed, with the reason beside it."""

    kind = forms.ChoiceField(
        label=_("For how long"), choices=listed_choices(PLAN_KINDS, Kind), initial=Kind.MONTH, widget=forms.RadioSelect
    )
    name_fr = forms.CharField(label=_("Name, in French"), max_length=80, required=False)
    name_en = forms.CharField(label=_("Name, in English"), max_length=80, required=False)
    tax = forms.ChoiceField(
        label=_("Tax within the price"),
        required=False,
        help_text=_("With it anybody can take the plan by themselves, pay it and have an invoice."),
    )
    days = number_field(_("Days included"), _("In a bundle, a week or a month. Empty: every day that is open."))
    valid_days = number_field(_("A bundle is good for so many days"), _("Empty for ever."))
    pause_days = number_field(_("Days a year that may be paused"), _("By the month. Empty: members cannot pause it."))
    hours = forms.CharField(
        label=_("Hours"),
        max_length=240,
        required=False,
        help_text=_("Where they are not the space’s own: “Mo-Fr 18:00-23:00”, « lundi au vendredi de 18h à 23h »."),
    )
    carries_visa = forms.ChoiceField(
        label=_("Does it carry the visa?"),
        choices=list(VISA.items()),
        initial="usual",
        widget=forms.RadioSelect,
        help_text=_("Whoever is on a plan that does is welcome in the other spaces."),
    )
    is_trial = forms.BooleanField(
        label=_("To try the space"), required=False, help_text=_("For whoever was never a member here. It may be free.")
    )

    def __init__(self, typed: Any = None, *, currency: str, taxes: Iterable["Tax"] = ()) -> None:
        super().__init__(typed)
        self.taxes = {str(tax.pk): tax for tax in taxes}
        choices: Any = self.fields["tax"]
        words = [(key, tax_word(tax)) for key, tax in self.taxes.items()]
        choices.choices = [("", _("none: we enter people on it ourselves")), *words]
        label = _("Price in %(currency)s, tax included") % {"currency": currency}
        self.fields["price"] = AmountField(currency=currency, least=0, label=label)

    @property
    def chosen_tax(self) -> "Tax | None":
        """The treatment that was chosen, if any."""
        return self.taxes.get(self.cleaned_data["tax"])

    def described(self) -> Described:
        """What was typed."""
        given = self.cleaned_data
        return Described(
            given["name_fr"],
            given["name_en"],
            Kind(given["kind"]),
            given["price"],
            given["days"] or 0,
            given["valid_days"] or 0,
            given["hours"],
            SAID[given["carries_visa"]],
            given["is_trial"],
            given["pause_days"] or 0,
        )

    def refuse(self, refusal: Refusal) -> None:
        """Put each reason beside its line."""
        for field, code in refusal.facts.get("faults", {}).items():
            self.add_error(field, WRONG[code])
