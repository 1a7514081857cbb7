"""What whoever keeps books types about money: amounts in the seller's currency, days, an account, a bank's file."""

from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from passerelle.payments.rules.lines import MOST_AMOUNT, MOST_BYTES

DAY = {"type": "date"}


class AmountField(forms.DecimalField):
    """An amount in a currency, which becomes whole minor units; a comma or a point parts the cents."""

    def __init__(self, *, currency: str, least: int = 1, **how: Any) -> None:
        self.digits, self.least = get_currency_precision(currency), least
        widget = forms.TextInput(attrs={"class": "short", "inputmode": "decimal", "autocomplete": "off"})
        super().__init__(widget=widget, decimal_places=self.digits, max_digits=13, **how)

    def to_python(self, value: Any) -> Any:
        """From what was typed, « 149,00 » as well as 149.00; an amount that is a Decimal already stays."""
        typed = value.replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace(",", ".") if value else value
        return super().to_python(typed)

    def clean(self, value: Any) -> Any:
        """In minor units."""
        amount: Decimal | None = super().clean(value)
        if amount is None:
            return None
        minor = int(amount.scaleb(self.digits))
        if not self.least <= minor <= MOST_AMOUNT:
            raise forms.ValidationError(_now("This amount cannot be."))
        return minor


def typed_amount(minor: int, currency: str) -> str:
    """An amount as one would type it: 149.00."""
    digits = get_currency_precision(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


class TransferForm(forms.Form):
    """A transfer that was seen on the account. `before` is what had come when the page was read."""

    on = forms.DateField(label=_("Day on the account"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    before = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, typed: Any = None, *, currency: str, came: int, missing: int, today: date) -> None:
        first = {"amount": typed_amount(missing, currency), "on": today, "before": came}
        super().__init__(typed, initial=first)
        label = _now("Amount in %(currency)s") % {"currency": currency}
        self.fields["amount"] = AmountField(currency=currency, label=label)


class GivenBackForm(forms.Form):
    """The day on which money was sent back."""

    on = forms.DateField(label=_("Sent back on"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))


class CountForm(forms.Form):
    """Which payment a receipt is for."""

    reference = forms.CharField(label=_("Reference of the payment"), max_length=40)


class PayoutForm(forms.Form):
    """What the card processor transferred and kept."""

    on = forms.DateField(label=_("Day on the account"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))

    def __init__(self, typed: Any = None, *, currency: str, today: date) -> None:
        super().__init__(typed, initial={"on": today})
        said = {"currency": currency}
        self.fields["amount"] = AmountField(currency=currency, label=_now("Transferred, in %(currency)s") % said)
        self.fields["fee"] = AmountField(currency=currency, least=0, label=_now("Kept as fees, in %(currency)s") % said)


class FeeForm(forms.Form):
    """What the card processor kept of a transfer that is on the account already."""

    def __init__(self, typed: Any = None, *, currency: str) -> None:
        super().__init__(typed, initial={"fee": typed_amount(0, currency)})
        label = _now("Kept as fees, in %(currency)s") % {"currency": currency}
        self.fields["fee"] = AmountField(currency=currency, least=0, label=label)


class AccountForm(forms.Form):
    """Where transfers go."""

    holder = forms.CharField(label=_("Holder of the account"), max_length=70, help_text=_("As the bank knows it."))
    iban = forms.CharField(label="IBAN", max_length=42, widget=forms.TextInput(attrs={"spellcheck": "false"}))
    bic = forms.CharField(label="BIC", max_length=11, required=False, widget=forms.TextInput(attrs={"class": "short"}))


class StatementForm(forms.Form):
    """A file of the bank."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("CAMT.053 (XML) or CSV, as your bank gives it; 5 MB at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,.csv,.txt"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )

    def clean_file(self) -> Any:
        """The file, unless it is too large."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            most = {"most": MOST_BYTES // 1_000_000}
            raise forms.ValidationError(_now("The file is larger than %(most)s MB.") % most)
        return upload
