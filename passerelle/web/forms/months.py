"""On which conditions a network closes its months, as a treasurer types them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle.settlement.actions import Wished
from passerelle.web.forms.payments import AmountField


class ConditionsForm(forms.Form):
    """Commission in percent, the smallest payout in the network's currency, days, a till or none."""

    commission = forms.DecimalField(label=_("Commission, in percent"), min_value=0, max_value=100, decimal_places=2)
    days = forms.IntegerField(label=_("Days until it is paid"), min_value=0, max_value=365)
    has_till = forms.BooleanField(
        label=_("The network has an account of its own, and pays the spaces from it"), required=False
    )

    field_order = ("commission", "smallest", "days", "has_till")

    def __init__(self, *typed: Any, currency: str, **how: Any) -> None:
        super().__init__(*typed, **how)
        self.fields["smallest"] = AmountField(
            currency=currency,
            least=0,
            label=_("Smallest payout, in %(currency)s") % {"currency": currency},
            help_text=_("What is less counts in the next month, whichever way it is owed."),
        )
        self.order_fields(self.field_order)

    def wished(self) -> Wished:
        """What was typed."""
        told = self.cleaned_data
        return Wished(int(told["commission"] * 100), told["smallest"], told["days"], told["has_till"])
