"""What a manager types about a service for companies."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.kit.refusals import Refusal
from passerelle.provisions.rules import LONGEST_NAME, LONGEST_TEXT, Described, Kind, Per
from passerelle.web.forms.payments import AmountField, typed_amount
from passerelle.web.forms.products import number_field
from passerelle.web.words import listed_choices, tax_word
from passerelle.web.words_of_provisions import PERS, PROVISION_KINDS

if TYPE_CHECKING:
    from passerelle.invoices.models import Tax
    from passerelle.provisions.models import Provision

WRONG = {
    "name_is_missing": _("Give it a name in both languages."),
    "text_is_missing": _("Say what it comprises, in one language at least."),
    "approval_is_missing": _("Without the number of your approval, domiciliation cannot be offered."),
    "term_is_missing": _("Say how many months a contract of domiciliation lasts at least."),
    "out_of_range": _("This number is too small or too great."),
    "too_long": _("This is too long."),
}
TEXT = {"rows": 3}
LINES = (
    "kind", "per", "name_fr", "name_en", "text_fr", "text_en", "approval_number", "approved_by", "term_months",
)  # fmt: skip


def _line(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_NAME, required=False, help_text=help_text)


def _text(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs=TEXT))


class ProvisionForm(forms.Form):
    """A service to be offered, or changed. What cannot be offered stays as typed, with the reason beside it."""

    kind = forms.ChoiceField(
        label=_("Which service"),
        choices=listed_choices(PROVISION_KINDS, Kind),
        initial=Kind.DOMICILIATION,
        widget=forms.RadioSelect,
    )
    name_fr = _line(_("Name, in French"), _("Where it is more than the kind says: “Accueil téléphonique”."))
    name_en = _line(_("Name, in English"))
    text_fr = _text(_("What it comprises, in French"))
    text_en = _text(_("What it comprises, in English"))
    per = forms.ChoiceField(label=_("The price is for"), choices=listed_choices(PERS, Per), initial=Per.MONTH)
    tax = forms.ChoiceField(label=_("Tax on top"), required=False)
    approval_number = _line(
        _("Number of the approval"),
        _(
            "Who gives companies a registered office needs one: in Belgium the registration as a provider of services "
            "to companies, in France the approval of the prefecture."
        ),
    )
    approved_by = _line(_("Who gave the approval"))
    term_months = number_field(
        _("Least term, in months"), _("How long a contract lasts at least. For domiciliation the law says how long.")
    )

    def __init__(
        self, typed: Any = None, *, currency: str, taxes: Iterable["Tax"] = (), known: "Provision | None" = None
    ) -> None:
        super().__init__(typed, initial=_as_typed(known) if known else None)
        self.taxes = {str(tax.pk): tax for tax in taxes}
        choices: Any = self.fields["tax"]
        words = [(key, tax_word(tax)) for key, tax in self.taxes.items()]
        choices.choices = [("", _("not said")), *words]
        label = _("Price in %(currency)s, without tax") % {"currency": currency}
        self.fields["price"] = AmountField(currency=currency, label=label)

    @property
    def chosen_tax(self) -> "Tax | None":
        """The treatment that was chosen, if any."""
        return self.taxes.get(self.cleaned_data["tax"])

    def described(self) -> Described:
        """What was typed."""
        given = {name: self.cleaned_data[name] for name in LINES} | {"price": self.cleaned_data["price"]}
        given |= {"kind": Kind(given["kind"]), "per": Per(given["per"]), "term_months": given["term_months"] or 0}
        return Described(**given)

    def refuse(self, refusal: Refusal) -> None:
        """Put each reason beside its line."""
        for field, code in refusal.facts.get("faults", {}).items():
            self.add_error(field, WRONG[code])


def _as_typed(known: "Provision") -> dict[str, Any]:
    lines = {name: getattr(known, name) for name in LINES}
    lines |= {"tax": str(known.tax_id or ""), "term_months": known.term_months or None}
    return lines | {"price": typed_amount(known.price, known.currency)}
