"""Sales for a test."""

from typing import Any

from passerelle.invoices.models import Tax
from passerelle.people.models import Person
from passerelle.sales.actions import Selling, sell
from passerelle.sales.models import Sale
from passerelle.spaces.models import Space


def make_tax(space: Space) -> Tax:
    """Twenty-one percent, as the space chose it."""
    return Tax.objects.get_or_create(space=space, code="be_21", defaults={"percent_bp": 2100})[0]


def make_sale(space: Space, buyer: Person, key: str = "membership:7/1", *, by: Person, **facts: Any) -> Sale:
    """A month that a space sells for 121.00, by transfer unless `facts` say otherwise."""
    given = {"cause": "membership:7", "line": "A month", "amount": 12100} | facts
    given.setdefault("tax", make_tax(space))
    return sell(Selling(space=space, buyer=buyer, key=key, **given), by=by)
