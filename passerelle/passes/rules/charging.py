"""What a charge is: what the space is owed, what leaves the holder's credits, and until when it can be put right."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from passerelle.kit.shares import share_of
from passerelle.ledger.rules.chart import Kind as Account
from passerelle.rates.rules import changed, changed_back

CONTESTING_LASTS = timedelta(days=14)
CORRECTING_LASTS = timedelta(hours=24)
GIVEN_BACK_LASTS = timedelta(days=30)
"""How long a credit stays that was given back after the days it was bought with had ended."""


@dataclass(frozen=True)
class Price:
    """What a space is owed: `price` in its own currency, which is `amount` in `base`, that of the pass, at `rate`.

    `rate` says how much of `currency` one of `base` buys, as published on `rate_on`; None where both are the same.
    """

    price: int
    currency: str
    amount: int
    base: str
    rate: Decimal | None = None
    rate_on: date | None = None

    @property
    def is_changed(self) -> bool:
        """Whether a rate stands between the space's currency and that of the pass."""
        return self.rate is not None

    def at_most(self, most: int) -> "Price":
        """The same, where the space is owed no more than `most` in the currency of the pass."""
        if self.amount <= most:
            return self
        own = most if self.rate is None else changed_back(most, self.rate, of=self.currency, into=self.base)
        return replace(self, price=min(own, self.price), amount=most)


def priced(price: int, currency: str, base: str, rate: Decimal | None = None, rate_on: date | None = None) -> Price:
    """A space's price, also in the currency of the pass."""
    if rate is None:
        return Price(price, currency, price, base)
    return Price(price, currency, changed(price, rate, of=currency, into=base), base, rate, rate_on)


def worth_next(paid: int, recognised: int, credits_: int | None, used: int, amount: int, days: int = 1) -> int:
    """What leaves the holder's credits with the next `days` of a lot, in minor units.

    A counted credit takes what brings the lot to its share of what was paid, whatever was given back in between, so
    that the last one leaves nothing over. Where nothing is counted it is the space's price, as far as the money goes.
    """
    if credits_ is None:
        return min(amount, paid - recognised)
    return max(0, min(share_of(paid, credits_, used + days), paid) - recognised)


def part_of(amount: int, percent: int) -> int:
    """So many percent of an amount in minor units, halves up."""
    return (amount * percent + 50) // 100


@dataclass(frozen=True)
class Held:
    """An account by its names on the chart."""

    kind: Account
    owner: str
    currency: str


@dataclass(frozen=True)
class Parties:
    """Who stands in the books of a charge, each by reference."""

    network: str
    space: str
    of_pass: str


Told = tuple[Held, Held, int]
"""From one account to another, so much; what comes to nothing is left out before it is posted."""


def moves_of_a_day(of: Parties, price: Price, worth: int) -> Iterator[Told]:
    """The space is owed its price, the holder's credits shrink by their worth, the network has the difference."""
    credits_ = Held(Account.CREDITS, of.of_pass, price.base)
    result = Held(Account.CREDIT_RESULT, of.network, price.base)
    met = min(price.amount, worth)
    source = yield from _owed_to_space(of, price)
    yield source, credits_, met
    yield source, result, price.amount - met
    yield result, credits_, worth - met


def moves_of_a_sale(of: Parties, base: str, net: int, tax: int, tax_code: str) -> Iterator[Told]:
    """A credit is sold at the door, on account."""
    owed = Held(Account.OWED_BY_HOLDER, of.of_pass, base)
    yield Held(Account.CREDITS, of.of_pass, base), owed, net
    yield Held(Account.TAX_OWED, f"tax:{tax_code}", base), owed, tax


def moves_besides_days(of: Parties, price: Price, tax: int, tax_code: str) -> Iterator[Told]:
    """The space is owed its price, and the holder owes it, with the tax."""
    owed = Held(Account.OWED_BY_HOLDER, of.of_pass, price.base)
    source = yield from _owed_to_space(of, price)
    yield source, owed, price.amount
    yield Held(Account.TAX_OWED, f"tax:{tax_code}", price.base), owed, tax


def _owed_to_space(of: Parties, price: Price) -> Generator[Told, None, Held]:
    """What the space is owed, in its currency; gives the account from which the same goes on in that of the pass."""
    owed = Held(Account.OWED_TO_SPACE, of.space, price.currency)
    if not price.is_changed:
        return owed
    yield owed, Held(Account.EXCHANGE, of.network, price.currency), price.price
    return Held(Account.EXCHANGE, of.network, price.base)


def may_be_contested(charged_at: datetime, now: datetime) -> bool:
    """Whether the holder can still say that a charge is wrong: for 14 days."""
    return now < charged_at + CONTESTING_LASTS


def may_be_corrected(charged_at: datetime, now: datetime) -> bool:
    """Whether the space can still take a charge back by itself: for 24 hours."""
    return now < charged_at + CORRECTING_LASTS
