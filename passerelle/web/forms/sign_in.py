"""The two fields of signing in."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from passerelle.kit.addresses import is_mail_address


class AddressForm(forms.Form):
    """A mail address, limited in how often a code may go there and be asked for from one place."""

    email = forms.EmailField(
        label=_("Your mail address"),
        max_length=254,
        error_messages={"invalid": _("This is not a complete mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_email(self) -> str:
        """The address in small letters, if a letter can be sent there."""
        address = str(self.cleaned_data["email"]).lower()
        if not is_mail_address(address):
            raise forms.ValidationError(self.fields["email"].error_messages["invalid"])
        if not ratelimit.consume(self.request, action="request_login_code", key=address):
            raise get_adapter().validation_error("rate_limited")
        return address


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code of the letter, with or without its blank, in small letters or capitals."""

    code = forms.CharField(
        label=_("The code of the letter"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "autofocus": True,
                "spellcheck": "false",
                "class": "as-code",
            }
        ),
    )

    def __init__(self, *args: Any, request: HttpRequest, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.address = address

    def clean_code(self) -> str:
        """Refuses a wrong code, and any code once too many were tried for this address."""
        if not ratelimit.consume(self.request, action="type_login_code", key=self.address):
            raise get_adapter().validation_error("too_many_login_attempts")
        return str(super().clean_code())
