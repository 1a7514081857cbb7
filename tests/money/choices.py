"""What there is now to do something with: rules pick from it, so that little of what they try is refused."""

from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet

from passerelle.getaways.models import Stay
from passerelle.getaways.rules import OPEN
from passerelle.kit import clock
from passerelle.passes.models import Charge, Pass
from passerelle.passes.queries.accounts import Holder, standing_of
from passerelle.passes.queries.holding import withdrawal_until
from passerelle.passes.rules import ChargeState, State
from passerelle.passes.rules.charging import CONTESTING_LASTS, CORRECTING_LASTS
from passerelle.passes.rules.renewing import RENEWING
from passerelle.payments.models import Payment, Refund
from passerelle.payments.rules import WAITING
from passerelle.payments.rules import State as Paid
from passerelle.settlement.models import Transfer
from passerelle.settlement.queries import is_over_everywhere, next_to_close
from passerelle.spaces.queries import today_at
from tests.money.world import World


def to_pay(world: World) -> list[Payment]:
    """What is asked; and what was cancelled, since its money may be on its way."""
    found = Payment.objects.filter(state__in=[*WAITING, Paid.CANCELLED])
    return list(found.select_related("network", "payer", "taken_by").order_by("pk"))


def by_card(**facts: object) -> QuerySet[Payment]:
    """Payments that the gateway knows."""
    return Payment.objects.exclude(gateway_ref=None).filter(**facts).order_by("pk")


def to_refuse(world: World) -> list[Payment]:
    return list(Payment.objects.filter(state=Paid.ASKED, method="card").order_by("pk"))


def to_go_back_at_the_gateway(world: World) -> list[Payment]:
    return list(by_card(state__in=[Paid.PAID, Paid.DISPUTED], refunded__lt=F("amount")))


def to_contest_at_the_bank(world: World) -> list[Payment]:
    """What came by card, and of which no bank has decided yet."""
    came = by_card(state__in=[Paid.PAID, Paid.REFUNDED, Paid.DISPUTED])
    return list(came.exclude(disputes__state__in=["won", "lost"]))


def to_send_back(world: World) -> list[Refund]:
    return list(Refund.objects.exclude(state="paid").select_related("payment__network").order_by("pk"))


def of_passes(world: World) -> list[tuple[str, Pass]]:
    """What a holder may say of each pass."""
    found: list[tuple[str, Pass]] = []
    for one in Pass.objects.select_related("person", "network").filter(person__forgotten_at=None).order_by("pk"):
        if one.state == State.ASKED:
            found.append(("give up", one))
        if one.state == State.OPEN:
            until = withdrawal_until(one)
            if until is not None and clock.today() <= until:
                found.append(("withdraw", one))
            if one.sold.kind in RENEWING:
                found.append(("off" if one.renews_on else "on", one))
    return found


def of_charges(world: World) -> list[tuple[str, Charge]]:
    """What can be said of each charge, and by whom it is."""
    found: list[tuple[str, Charge]] = []
    charges = Charge.objects.exclude(state=ChargeState.TAKEN_BACK).filter(decided_at=None)
    for one in charges.select_related("of_pass__person", "of_pass__network", "space", "lot").order_by("pk"):
        is_young, is_known = world.now < one.charged_at + CORRECTING_LASTS, one.of_pass.person.forgotten_at is None
        if one.state == ChargeState.CHARGED and is_known and world.now < one.charged_at + CONTESTING_LASTS:
            found.append(("contest", one))
        if one.state in (ChargeState.CHARGED, ChargeState.CONTESTED) and is_young:
            found.append(("correct", one))
        if one.state == ChargeState.CONTESTED:
            found += [("give back", one), ("stand by", one)]
        if one.state == ChargeState.UPHELD:
            found += [("keep", one), ("return", one)]
    return found


def of_arrivals(world: World) -> list[tuple[Any, Any]]:
    """Visits and their days that were used within the last day."""
    return list(world.arrivals_since(world.now - timedelta(hours=24)))


def of_stays(world: World) -> list[tuple[str, Stay]]:
    """How each stay may end."""
    found: list[tuple[str, Stay]] = []
    open_ones = Stay.objects.filter(state__in=OPEN, person__forgotten_at=None)
    for one in open_ones.select_related("getaway__space", "getaway__network", "person").order_by("pk"):
        found.append(("withdraw", one))
        if one.first_day > today_at(one.getaway.space):
            found.append(("cancel", one))
    return found


def paid_too_much(world: World) -> list[Holder]:
    """Holders whose account is below nothing."""
    everybody = [Holder(person, world.network, "EUR") for person in world.here if world.owed[person.pk] < 0]
    return [one for one in everybody if standing_of(one).over]


def to_close(world: World) -> list[Any]:
    """The month that can be closed now, if one can."""
    month = next_to_close(world.network)
    return [month] if month and is_over_everywhere(month, world.now) else []


def to_move(world: World) -> list[Transfer]:
    return list(Transfer.objects.exclude(state="done").select_related("closing__network").order_by("pk"))
