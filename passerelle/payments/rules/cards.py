"""What a card gateway is to this room, and what it tells. Plain Python: who speaks to one stands in `gateways`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class Progress(StrEnum):
    """How far a payment by card is: for the payer to go on with, in the bank's hands, done, refused, or called off."""

    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    REFUSED = "refused"
    CALLED_OFF = "called_off"


@dataclass(frozen=True)
class CardTold:
    """A payment as the gateway sees it now: `refunded` is all that went back of `amount`, in minor units."""

    gateway_ref: str
    progress: Progress
    amount: int
    currency: str
    refunded: int = 0


@dataclass(frozen=True)
class DisputeTold:
    """A payment that is contested at the payer's bank. `won` is None until the bank has decided."""

    gateway_ref: str
    payment_ref: str
    amount: int
    won: bool | None = None


@dataclass(frozen=True)
class PayoutTold:
    """What the processor transferred to the bank, and kept, since its last transfer."""

    gateway_ref: str
    amount: int
    fee: int
    currency: str
    on: date


@dataclass(frozen=True)
class ReturnTold:
    """Money that was sent back did not arrive, and lies at the processor again. `refund` is our name for it, if any:
    what somebody sent on the processor's own pages has none. `gateway_ref` is how the processor calls it.
    """

    payment_ref: str
    amount: int
    refund: str = ""
    gateway_ref: str = ""


Told = CardTold | DisputeTold | PayoutTold | ReturnTold


class GatewayIsAway(Exception):
    """The gateway did not answer, or not as it should: nothing is known, and it is asked again later."""


class GatewayRefuses(Exception):
    """The gateway answered no, and will not say otherwise when it is asked again."""


@dataclass(frozen=True)
class Wanted:
    """A payment to be begun at the gateway; `reference` makes one of two that are begun."""

    reference: str
    amount: int
    currency: str


@dataclass(frozen=True)
class Begun:
    """A payment at the gateway; with `secret` the payer's browser, and nobody else's, goes on with it there."""

    gateway_ref: str
    secret: str


class CardGateway(Protocol):
    """Whoever takes cards for a seller. Every call may raise GatewayIsAway, since it goes over the network."""

    def takes_cards_for(self, seller: str, currency: str) -> bool:
        """Whether the keys are set, and are of the seller with this name in the address; and whether amounts in this
        currency mean there what they mean here. Asks nobody.
        """

    def begin(self, wanted: Wanted) -> Begun:
        """Begin a payment, or give the one that was begun. Raises GatewayRefuses."""

    def begun(self, gateway_ref: str) -> Begun:
        """A payment that was begun, to go on with."""

    def look_up(self, gateway_ref: str) -> CardTold:
        """How a payment stands now."""

    def pay_back(self, gateway_ref: str, amount: int, key: str) -> None:
        """Send so much back, once for each key. Raises GatewayRefuses."""

    def understand(self, content: bytes, signature: str) -> list[Told]:
        """What an event tells, its signature checked; nothing where it is of no interest. Raises GatewayRefuses."""
