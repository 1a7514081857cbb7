"""Buying a pass, giving up before it was paid, and what opens once the money is there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import F

from passerelle.kit import clock
from passerelle.kit.ids import reference
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.passes.access import may_hold
from passerelle.passes.mails import holding as mails
from passerelle.passes.models import Lot, Pass, Product
from passerelle.passes.rules import Kind, Sold, State, Unused
from passerelle.passes.rules.renewing import RENEWING, ends_on
from passerelle.payments.actions import Asked, ask_for_payment, cancel_payment
from passerelle.payments.actions.steps import hold_payments
from passerelle.payments.models import Payment
from passerelle.payments.queries import payments_for
from passerelle.payments.rules import WAITING, Method
from passerelle.people.models import Person
from passerelle.spaces.models import Space

UNPAID_AT_ONCE = 5  # of one person: each is a letter, and a payment that a treasurer looks for


@dataclass(frozen=True)
class Purchase:
    """What somebody buys and how it is paid. `key` makes what is sent twice one pass.

    `price` is the one that was read: another one, since, is not agreed to unseen. Cash is `taken_by` a space.
    """

    product: Product
    method: Method
    price: int
    taken_by: Space | None = None
    key: str = field(default_factory=reference)


@transaction.atomic
def buy(purchase: Purchase, *, by: Person) -> Pass:
    """A pass that opens once it is paid; paid as one goes, it is open at once.

    Raises Refusal `product_is_not_sold`, `price_has_changed`, `too_many_unpaid`.
    """
    list(Person.objects.select_for_update(no_key=True).filter(pk=by.pk).values_list("pk"))  # two presses of one person
    if first := Pass.objects.filter(key=purchase.key, person=by).first():
        return first
    product = Product.objects.select_related("network", "tax").get(pk=purchase.product.pk)
    _must_be_for_sale(product, purchase, by)
    of_pass = Pass.objects.create(
        key=purchase.key, person=by, network=product.network, product=product, terms=sold_of(product).written()
    )
    write_down("pass_bought", about=of_pass.ref, actor=by.ref, product=product.pk, price=product.price)
    if of_pass.sold.kind is Kind.AS_YOU_GO:
        open_pass(of_pass, clock.today(), by=by.ref)
        mails.tell_holder_it_is_open(of_pass)
    else:
        ask_for_period(of_pass, purchase.method, clock.today(), by=by, taken_by=purchase.taken_by)
    return of_pass


@transaction.atomic
def give_up(of_pass: Pass, *, by: Person) -> None:
    """It is not to be paid after all. Money that comes all the same opens it.

    Raises NotFound, Refusal `pass_has_moved_on`.
    """
    if not may_hold(by, of_pass):
        raise NotFound
    take_in_hand(of_pass.pk)
    become(of_pass, State.ENDED, {State.ASKED}, ended_at=clock.now())
    write_down("pass_given_up", about=of_pass.ref, actor=by.ref)
    cancel_what_waits(of_pass, by=by.ref)


def sold_of(product: Product) -> Sold:
    """A product as it is sold today."""
    return Sold(
        Kind(product.kind),
        product.price,
        product.currency,
        product.tax.code,
        product.tax.percent_bp,
        product.days,
        product.cap,
        product.valid_days,
        Unused(product.unused),
        product.on_account,
    )


def ask_for_period(
    of_pass: Pass, method: Method, begins_on: date, *, by: Person, taken_by: Space | None = None
) -> Payment:
    """Ask for what a pack costs, or the month that begins on `begins_on`: whoever asks holds the pass in hand."""
    Pass.objects.filter(pk=of_pass.pk).update(times_asked=F("times_asked") + 1)
    of_pass.refresh_from_db(fields=["times_asked"])
    name = of_pass.product.name_fr if of_pass.person.language == "fr" else of_pass.product.name_en
    asked = Asked(
        of_pass.ref,
        f"{of_pass.ref}/{of_pass.times_asked}/{begins_on}",
        of_pass.network,
        of_pass.person,
        of_pass.sold.price,
        of_pass.sold.currency,
        method,
        taken_by,
        name,
    )
    return ask_for_payment(asked, by=by)


def open_pass(of_pass: Pass, on: date, *, by: str) -> None:
    """From `on` the pass pays; one that renews does so on each monthly anniversary of that day."""
    renews = ends_on(of_pass.sold, on, on) if of_pass.sold.kind in RENEWING else None
    become(of_pass, State.OPEN, {State.ASKED, State.ENDED}, opened_on=on, renews_on=renews, ended_at=None)
    write_down("pass_opened", about=of_pass.ref, actor=by)


def open_lot(of_pass: Pass, key: str, begins_on: date, *, paid: int, tax: int) -> Lot:
    """The credits that were paid for, or the month without counting."""
    sold, first = of_pass.sold, of_pass.opened_on or begins_on
    return Lot.objects.create(
        of_pass=of_pass,
        key=key,
        credits=sold.days or None,
        paid=paid,
        tax=tax,
        begins_on=begins_on,
        ends_on=ends_on(sold, begins_on, first),
    )


def become(of_pass: Pass, state: State, before: Iterable[State], **facts: object) -> None:
    """Turn the pass into `state`, if it is in one of those `before`. Raises Refusal `pass_has_moved_on`."""
    those = Pass.objects.filter(pk=of_pass.pk, state__in=[one.value for one in before])
    if not those.update(state=state, **facts):
        of_pass.refresh_from_db(fields=["state"])
        raise Refusal("pass_has_moved_on", state=of_pass.state)
    of_pass.refresh_from_db(from_queryset=Pass.objects.select_related("network", "person", "product"))


def take_in_hand(key: int) -> Pass:
    """The pass is ours until the transaction ends, and read as it stands now; what was asked for it before it."""
    hold_payments(f"pass:{key}")
    held = Pass.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("network", "person", "product").get(pk=key)


def cancel_what_waits(of_pass: Pass, *, by: str) -> None:
    """What was asked for it and has not come is asked no longer."""
    for payment in payments_for(of_pass.ref).filter(state__in=[state.value for state in WAITING]):
        cancel_payment(payment, by=by)


def _must_be_for_sale(product: Product, purchase: Purchase, by: Person) -> None:
    if not product.offered:
        raise Refusal("product_is_not_sold")
    if product.price != purchase.price:
        raise Refusal("price_has_changed")
    if by.passes.filter(state=State.ASKED).count() >= UNPAID_AT_ONCE:
        raise Refusal("too_many_unpaid", most=UNPAID_AT_ONCE)
