"""How a party is named on documents, and under which tax a space sells. The rules judge, the form keeps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.invoices.rules.drafts import Side
from passerelle.invoices.rules.identifiers import COUNTRIES
from passerelle.kit.fold import fold
from passerelle.kit.refusals import Refusal
from passerelle.web import phrases
from passerelle.web.refusals import sentence


def countries() -> list[tuple[str, Any]]:
    """Every country by its name in the reader's language, after an empty line."""
    named = sorted(((code, phrases.country(code)) for code in COUNTRIES), key=lambda one: fold(one[1]))
    return [("", _("Choose a country")), *named]


class PartyForm(forms.Form):
    """Legal name, address and numbers. What cannot be kept stays as typed, with the reason beside it."""

    name = forms.CharField(label=_("Legal name"), required=False, help_text=_("With its form: SRL, ASBL, Ltd."))
    street = forms.CharField(label=_("Street and number"), required=False)
    postcode = forms.CharField(
        label=_("Postcode"),
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "postal-code"}),
    )
    town = forms.CharField(label=_("Town"), required=False)
    country = forms.ChoiceField(label=_("Country"), choices=countries, required=False)
    vat_number = forms.CharField(
        label=_("VAT number"), required=False, help_text=_("With the letters of the country: BE0123456749.")
    )
    company_number = forms.CharField(
        label=_("Company number"),
        required=False,
        help_text=_("In Belgium the enterprise number: electronic invoices are sent to it."),
    )
    iban = forms.CharField(label="IBAN", required=False, widget=forms.TextInput(attrs={"spellcheck": "false"}))
    bic = forms.CharField(label="BIC", required=False, widget=forms.TextInput(attrs={"class": "short"}))
    account = forms.CharField(
        label=_("Account number, where there is no IBAN"),
        required=False,
        help_text=_("As your bank writes it. Its BIC is needed too."),
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
    )
    email = forms.CharField(
        label=_("Mail address for documents"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def side(self, ref: str) -> Side:
        """What was typed."""
        return Side(ref=ref, **{field: self.cleaned_data[field] or "" for field in self.fields})

    def refuse(self, refusal: Refusal) -> None:
        """Put each reason beside its line, and above the form that nothing is lost."""
        self.add_error(None, sentence(refusal))
        for field, fault in refusal.facts.get("faults", {}).items():
            self.add_error(field, sentence(fault))


class CompanyForm(PartyForm):
    """A holder's company: nothing is paid to it, so no account is asked for."""

    iban = None  # type: ignore[assignment]
    bic = None  # type: ignore[assignment]
    account = None  # type: ignore[assignment]
