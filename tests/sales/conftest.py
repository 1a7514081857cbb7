"""Birch, in Hong Kong, sells a month to Ana; Bo manages it, Dee stands at its desk, and Cy must see nothing of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from passerelle.invoices.models import Tax
from passerelle.payments.models import BankAccount
from passerelle.people.models import Person
from passerelle.sales.models import Sale
from passerelle.spaces.models import Space
from tests.sales.makers import make_sale, make_tax

Sells = Callable[..., Sale]


@pytest.fixture
def tax(birch: Space) -> Tax:
    """Twenty-one percent, as Bo chose it."""
    return make_tax(birch)


@pytest.fixture
def sells(wednesday_noon: datetime, birch: Space, ana: Person, bo: Person, tax: Tax) -> Sells:
    """`sells(key, …)`: Birch sells Ana a month for 121.00, by transfer and by Bo unless the facts say otherwise."""
    BankAccount.objects.create(space=birch, holder="Birch Ltd", iban="BE68539007547034")

    def sale(key: str = "membership:7/1", **facts: Any) -> Sale:
        return make_sale(birch, ana, key, **{"by": bo, "tax": tax} | facts)

    return sale
