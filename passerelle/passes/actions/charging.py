"""Charging a pass, once: a day at a space, or what its desk asks besides; and taking a charge back.

Whoever charges first takes the holder's passes of the network: what is left on them, and what is owed, are sums that
two desks would otherwise both find large enough. Passes are taken after the host's days, the visit and its presences,
and before the books. Charging a day and taking back do not ask who may: whoever calls has asked that already.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from passerelle.invoices.rules import tax_upon, tax_within
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.kit.shares import share_of
from passerelle.ledger.actions import open_accounts, post_many, reverse
from passerelle.ledger.queries import day_to_book, entries_by_key
from passerelle.ledger.rules import Draft, Move
from passerelle.logbook.actions import write_down
from passerelle.networks.models import Network
from passerelle.passes.access import may_charge
from passerelle.passes.actions.giving_back import Back, give_credit_back
from passerelle.passes.mails import charges as mails
from passerelle.passes.models import Charge, Lot, Pass
from passerelle.passes.queries.charges import (
    WITH_EVERYBODY,
    charge_under,
    must_fit_on_account,
    open_one_of,
    owed_under_the_cap,
    passes_for,
    price_in,
    what_pays,
)
from passerelle.passes.rules import ChargeKind, ChargeState
from passerelle.passes.rules.charging import (
    Parties,
    Price,
    Told,
    moves_besides_days,
    moves_of_a_day,
    moves_of_a_sale,
    part_of,
    priced,
    worth_next,
)
from passerelle.payments.actions.steps import hold_payments
from passerelle.people.models import Person
from passerelle.spaces.models import Space

DAY_LINE, CUSTOM_LINE, STAY_LINE = "day", "besides days", "stay"
"""What the books say of a charge. They name nobody, so what a desk has typed stays with the charge."""
STANDING = (ChargeState.CHARGED, ChargeState.CONTESTED, ChargeState.UPHELD)


@dataclass(frozen=True)
class Asked:
    """What is to be charged: to whose pass of which network, at which space, on which of its local days, and why.

    `price` is the space's own, in minor units of its currency without tax; None where it has none. `key` makes what is
    sent twice one charge; `cause` names what it is for (`visit:42`), `line` explains what is no day.

    What is agreed ahead (`days` together, from `day` on) is charged on the day `agreed_on`: by what the pass holds
    then, at the rate of then. The space is owed it in the month of `day`.
    """

    person: Person
    network: Network
    space: Space
    day: date
    price: int | None
    key: str
    cause: str = ""
    line: str = ""
    days: int = 1
    agreed_on: date | None = None

    @property
    def charged_on(self) -> date:
        """The day whose passes and rates count."""
        return self.agreed_on or self.day


@transaction.atomic
def charge_day(asked: Asked, *, by: str) -> Charge:
    """Days are paid by the person's pass of the network: by credits, on account, or by a plan that counts none.

    Raises Refusal `no_pass`, `pass_not_open`, `pass_is_empty`, `pay_first`, `no_day_price`, `rate_is_missing`,
    `charge_key_means_another`.
    """
    passes = _take_in_hand(asked)
    if before := charge_under(asked.space, asked.key, asked.person, asked.network):
        return before
    if asked.price is None:
        raise Refusal("no_day_price")
    means = what_pays(passes, asked.charged_on, asked.days)
    price = price_in(means.of_pass, asked.price, asked.space, asked.charged_on)
    price = owed_under_the_cap(means, asked.space, asked.day, price)
    if means.lot:
        return _charge_lot(asked, means.lot, price, by)
    return _told(_sell(asked, means.of_pass, price, asked.days * means.of_pass.sold.price, by))


@transaction.atomic
def charge_at_a_price(asked: Asked, whole: int, *, by: str) -> Charge:
    """What no credit is for goes on the account of the person's open pass at `whole`, in the space's currency.

    That is what the holder has read, tax included, whatever the tax; what it brings beyond the space's own price, or
    costs, is the network's. Raises Refusal `no_pass`, `pass_not_open`, `pay_first`, `no_price`, `rate_is_missing`,
    `charge_key_means_another`.
    """
    passes = _take_in_hand(asked)
    if before := charge_under(asked.space, asked.key, asked.person, asked.network):
        return before
    if not asked.price:
        raise Refusal("no_price")
    of_pass = open_one_of(passes)
    gross = price_in(of_pass, whole, asked.space, asked.charged_on).amount
    must_fit_on_account(of_pass, gross)
    price = price_in(of_pass, asked.price, asked.space, asked.charged_on)
    return _told(_sell(asked, of_pass, price, gross, by, kind=ChargeKind.CUSTOM, credits=0))


@transaction.atomic
def charge_besides(asked: Asked, *, by: Person) -> Charge:
    """What is no day (a meeting room, printing, a night) goes on the account of the person's open pass.

    Raises NotFound, Refusal `no_pass`, `pass_not_open`, `pay_first`, `no_price`, `line_is_empty`, `rate_is_missing`,
    `charge_key_means_another`.
    """
    if not may_charge(by, asked.space):
        raise NotFound
    passes = _take_in_hand(asked)
    if before := charge_under(asked.space, asked.key, asked.person, asked.network):
        return before
    if not asked.line.strip():
        raise Refusal("line_is_empty")
    if not asked.price or asked.price < 0:
        raise Refusal("no_price")
    of_pass = open_one_of(passes)
    sold, price = of_pass.sold, price_in(of_pass, asked.price, asked.space, asked.day)
    tax = tax_upon(price.amount, sold.percent_bp)
    must_fit_on_account(of_pass, price.amount + tax)
    charge = _keep(asked, of_pass, price, by.ref, kind=ChargeKind.CUSTOM, credits=0, on_account=price.amount + tax)
    _post(charge, moves_besides_days(_parties(charge), price, tax, sold.tax), by.ref, CUSTOM_LINE)
    return _told(charge)


@transaction.atomic
def take_back(charge: Charge, states: Iterable[ChargeState], answer: str = "", *, by: str) -> bool:
    """A charge in one of `states` never was: its entry is reversed, its credit is there again. False in another state.

    What becomes of the credit is said in `giving_back`. The charge is read again.
    """
    if not _undo(charge, states, answer, by):
        return False
    if charge.lot:
        give_credit_back(charge, charge.lot, Back(charge.credits, charge.worth), by=by)
    return True


def _undo(charge: Charge, states: Iterable[ChargeState], answer: str, by: str) -> bool:
    """The charge stands no more, and its entry is reversed; what it took of a lot is still to be given back."""
    take_pass_of(charge)
    standing = Charge.objects.filter(pk=charge.pk, state__in=[state.value for state in states])
    said = {"answered_at": clock.now(), "answered_by": by} | ({"answer": answer.strip()[:500]} if answer else {})
    if not standing.update(state=ChargeState.TAKEN_BACK, **said):
        return False
    charge.refresh_from_db(from_queryset=Charge.objects.select_related(*WITH_EVERYBODY))
    book = charge.of_pass.network.ref
    entry = entries_by_key(book).filter(key=charge.ref).first()
    if entry:
        reverse(entry, f"{charge.ref}/back", cause=charge.ref, line="taken back", by=by)
    return True


@transaction.atomic
def take_back_in_part(charge: Charge, percent: int, on: date, *, by: str) -> bool:
    """What was agreed ahead is cancelled: only so many percent of it are charged after all, on the day `on`.

    From the same pass and lot and at the same rate, whatever became of them since: what is kept is never given back.
    Credits do not divide: those of which a part would be kept are. False where the charge did not stand any more.
    """
    if not _undo(charge, STANDING, "", by):
        return False
    kept = Back(0, 0)
    if percent:
        kept = Back(charge.credits * percent // 100, _worth_kept(charge, percent))
        asked = Asked(
            charge.of_pass.person, charge.of_pass.network, charge.space, on, part_of(charge.price, percent),
            f"{charge.key}/kept", charge.cause, charge.line, kept.credits, on,
        )  # fmt: skip
        base = charge.of_pass.sold.currency
        price = priced(part_of(charge.price, percent), charge.currency, base, charge.rate, charge.rate_on)
        if charge.lot:
            facts = {"lot": charge.lot, "worth": kept.worth, "credits": kept.credits}
            again = _keep(asked, charge.of_pass, price, by, **facts)
            _post(again, moves_of_a_day(_parties(again), price, kept.worth), by, _line(asked))
        else:
            gross = part_of(charge.on_account, percent)
            _sell(asked, charge.of_pass, price, gross, by, kind=charge.kind)
    if charge.lot:
        back = Back(charge.credits - kept.credits, charge.worth - kept.worth)
        give_credit_back(charge, charge.lot, back, by=by)
    return True


def _worth_kept(charge: Charge, percent: int) -> int:
    """What the credits that are kept are worth of what the charge took; of what is not counted, so many percent."""
    if charge.lot is None or charge.lot.credits is None:
        return part_of(charge.worth, percent)
    return share_of(charge.worth, charge.credits, charge.credits * percent // 100)


def take_pass_of(charge: Charge) -> None:
    """The pass is ours until the transaction ends; whoever may take a charge back takes it before the charge.

    What is given back may go to what paid for the pass: payments are taken before passes, everywhere.
    """
    hold_payments(charge.of_pass.ref)
    list(Pass.objects.select_for_update(no_key=True).filter(pk=charge.of_pass_id).values_list("pk"))


def _take_in_hand(asked: Asked) -> list[Pass]:
    """The person's passes of the network are ours until the transaction ends. Their order is that of their keys."""
    held = passes_for(asked.person, asked.network).select_related("network", "person")
    return list(held.select_for_update(of=("self",), no_key=True))


def _charge_lot(asked: Asked, lot: Lot, price: Price, by: str) -> Charge:
    worth = worth_next(lot.paid, lot.recognised, lot.credits, lot.used, price.amount, asked.days)
    left = Lot.objects.filter(pk=lot.pk, used=lot.used, recognised=lot.recognised)
    if not left.update(used=F("used") + asked.days, recognised=F("recognised") + worth):
        raise Refusal("pass_is_empty")  # the pass is locked, so that only something around this program does this
    lot.used, lot.recognised = lot.used + asked.days, lot.recognised + worth
    charge = _keep(asked, lot.of_pass, price, by, lot=lot, worth=worth, credits=asked.days)
    _told(charge)
    # Last of all: from here on whoever posts to an account of the network waits until this one is kept.
    _post(charge, moves_of_a_day(_parties(charge), price, worth), by, _line(asked))
    return charge


def _sell(asked: Asked, of_pass: Pass, price: Price, gross: int, by: str, **facts: object) -> Charge:
    """Sold on account for `gross`, in the currency of the pass: a day as one goes, or what has a price of its own."""
    sold = of_pass.sold
    tax = tax_within(gross, sold.percent_bp)
    worth = gross - tax
    charge = _keep(asked, of_pass, price, by, worth=worth, on_account=gross, **{"credits": asked.days} | facts)
    of = _parties(charge)
    sale = moves_of_a_sale(of, sold.currency, worth, tax, sold.tax)
    _post(charge, [*sale, *moves_of_a_day(of, price, worth)], by, _line(asked))
    return charge


def _line(asked: Asked) -> str:
    return STAY_LINE if asked.agreed_on else DAY_LINE


def _keep(asked: Asked, of_pass: Pass, price: Price, by: str, **facts: object) -> Charge:
    """The row of a charge. What was charged is written down for whoever reads the logbook, by its public name."""
    try:
        charge = Charge.objects.create(
            key=asked.key, of_pass=of_pass, space=asked.space, day=asked.day, cause=asked.cause,
            line=asked.line.strip()[:120],
            price=price.price, currency=price.currency, amount=price.amount, rate=price.rate, rate_on=price.rate_on,
            charged_at=clock.now(), charged_by=by, **facts,
        )  # fmt: skip
    except IntegrityError as taken:  # for somebody else, at this very moment: whatever was done is undone
        raise Refusal("charge_key_means_another") from taken
    write_down("pass_charged", about=charge.ref, actor=by, day=asked.day, space=asked.space.ref)
    return charge


def _parties(charge: Charge) -> Parties:
    return Parties(charge.of_pass.network.ref, charge.space.ref, charge.of_pass.ref)


def _post(charge: Charge, told: Iterable[Told], by: str, line: str) -> None:
    """What moves something is posted; a charge that moves nothing is no entry."""
    book = charge.of_pass.network.ref
    listed = [(astuple(whence), astuple(where), amount) for whence, where, amount in told if amount]
    if listed:
        opened = open_accounts(book, (name for move in listed for name in move[:2]), by=by)
        moves = [Move(opened[whence].pk, opened[where].pk, amount) for whence, where, amount in listed]
        post_many(book, [Draft(charge.ref, charge.ref, day_to_book(book, charge.day), moves, line)], by=by)


def _told(charge: Charge) -> Charge:
    """The holder reads at once what was charged, and how to contest it."""
    mails.tell_holder_of_charge(charge)
    return charge
