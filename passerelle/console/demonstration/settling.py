"""The months of Tandem: how it settles with its spaces, days that passes paid, two months closed and one that runs.

Names, numbers and accounts are invented: numbers that check themselves and are nobody’s, accounts of manuals.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from passerelle.care.actions.paying import take_in
from passerelle.console.demonstration.listed import space_of_the_story
from passerelle.console.demonstration.selling import IBAN, OnSale
from passerelle.console.demonstration.story import Happening, Tale, acts_of, open_days
from passerelle.invoices.actions import choose_tax, name_tax, set_party
from passerelle.invoices.queries import taxes_of
from passerelle.invoices.rules import Category
from passerelle.invoices.rules.drafts import Side
from passerelle.kit import clock
from passerelle.ledger.rules.months import month_after
from passerelle.networks.queries import Network
from passerelle.passes.actions.buying import Purchase, buy
from passerelle.passes.actions.contesting import contest_charge, stand_by
from passerelle.passes.queries.charges import charges_on
from passerelle.passes.queries.holding import Product
from passerelle.payments.actions.receiving import Came, record_transfer, take_cash
from passerelle.payments.queries import payments_for
from passerelle.payments.rules import Method
from passerelle.people.queries import Person, person_at
from passerelle.rates.actions import keep_published
from passerelle.rates.rules import Published
from passerelle.settlement.actions import (
    Wished,
    agree_to_self_billing,
    close_month,
    money_moved,
    set_conditions,
    write_files,
)
from passerelle.settlement.actions.documents import issue_documents
from passerelle.settlement.queries import closing_of, is_over_everywhere, transfers_of
from passerelle.visits.actions import Asking, ask_for_a_visit

StaffOf = Callable[[str], Person]

RATES = {"GBP": "0.8512", "CHF": "0.9431", "HKD": "9.0385", "PLN": "4.2610", "USD": "1.1624"}
"""What one euro buys in the demonstration, day after day."""
CONDITIONS = Wished(commission_bp=1_000, smallest_payout=2_000, days_until_paid=15)
HOME, REVERSED = "be_21", "reverse_charge"
WHY_REVERSED = "Autoliquidation: article 196 de la directive 2006/112/CE"

NETWORK = Side(
    "", "Tandem ASBL", "Rue des Brasseurs 8", "5000", "Namur", "BE", "BE0123456749", "0123456749",
    "odile@example.org", IBAN,
)  # fmt: skip
SPACES = {
    "coworking-namur": (
        HOME,
        Side(
            "", "Coworking Namur SRL", "Avenue Reine Astrid 16", "5000", "Namur", "BE", "BE0123456848", "0123456848",
            "hugo@example.org", "BE68 5390 0754 7034",
        ),
    ),
    "le-quai-des-plantes": (
        HOME,
        Side(
            "", "Le Quai des Plantes SC", "Boulevard de la Meuse 3", "5000", "Namur", "BE", "BE0123456947",
            "0123456947", "robin@example.org", "BE62 5100 0754 7061",
        ),
    ),
    "la-verriere": (
        REVERSED,
        Side(
            "", "La Verrière SAS", "Rue Oberkampf 112", "75011", "Paris", "FR", "FR11123456782", "123456782",
            "robin@example.org", "FR14 2004 1010 0505 0001 3M02 606",
        ),
    ),
    "azulejo": (
        REVERSED,
        Side(
            "", "Azulejo Lda", "Rua da Boavista 84", "1200-068", "Lisboa", "PT", "PT123456789", "123456789",
            "robin@example.org", "PT50 0002 0123 1234 5678 9015 4",
        ),
    ),
    "de-sluis": (
        REVERSED,
        Side(
            "", "De Sluis BV", "Prinsengracht 300", "1016 HX", "Amsterdam", "NL", "NL123456782B12", "",
            "robin@example.org", "NL91 ABNA 0417 1643 00",
        ),
    ),
    "nadodrze": (
        REVERSED,
        Side(
            "", "Nadodrze sp. z o.o.", "Chrobrego 24", "50-254", "Wrocław", "PL", "PL1234563218", "",
            "robin@example.org", "PL61 1090 1014 0000 0712 1981 2874",
        ),
    ),
}  # fmt: skip
"""By space, under which tax it sells its days, and how documents name it. Nau Poblenou has said nothing so far."""


def agree_how_to_settle(network: Network, treasurer: Person, staff_of: StaffOf) -> None:
    """The treasurer sets conditions, names the network and chooses taxes; all spaces but one say what is needed."""
    set_conditions(network, CONDITIONS, by=treasurer)
    set_party(network, NETWORK, by=treasurer)
    taxes = {tax.code: tax for tax in taxes_of(network)}
    taxes[REVERSED] = name_tax(network, REVERSED, 0, Category.REVERSE_CHARGE, WHY_REVERSED, by=treasurer)
    for name, (tax, side) in SPACES.items():
        space, manager = space_of_the_story(name), staff_of(name)
        choose_tax(network, space, taxes[tax], by=treasurer)
        set_party(space, side, by=manager)
        agree_to_self_billing(space, network, by=manager)
    choose_tax(network, space_of_the_story("nau-poblenou"), taxes[REVERSED], by=treasurer)
    _know_rates()


def live_through_months(
    network: Network, on_sale: OnSale, treasurer: Person, today: datetime, staff_of: StaffOf
) -> Iterator[Happening]:
    """What holders and the treasurer did, and when: the two last months that are over are closed, in their order."""
    last = _last_over(today)
    before = (last - timedelta(days=1)).replace(day=1)
    yield from _bought(on_sale, treasurer, today, before, last, staff_of)
    for tale in (*_worked_in(before, last, today), LATELY):
        yield from acts_of(tale, today, staff_of)
    yield today, lambda: _contest(_at(LATELY.who), staff_of(LATELY.host))
    for month in (before, last):
        moment = min(_at_noon(month_after(month) + timedelta(days=1)), today)
        yield moment, lambda month=month: _close(network, month, treasurer)  # type: ignore[misc]
    yield _at_noon(month_after(before) + timedelta(days=16)), lambda: _pay(network, before, treasurer)


LATELY = Tale("jordi", "nau-poblenou", "de-sluis", 9, None, 1, "A week of meetings.", comes=1)
"""What is contested, and what the space stands by."""


def _worked_in(before: date, last: date, today: datetime) -> Iterator[Tale]:
    """Who worked where in both months: from which day of the month, for how many days."""
    days = (
        (before, "marit", "de-sluis", "coworking-namur", 5, 2),
        (before, "jordi", "nau-poblenou", "le-quai-des-plantes", 10, 3),
        (before, "marit", "de-sluis", "nadodrze", 16, 1),
        (last, "marit", "de-sluis", "coworking-namur", 4, 2),
        (last, "jordi", "nau-poblenou", "la-verriere", 6, 1),
        (last, "elise", "la-verriere", "de-sluis", 8, 2),
        (last, "jordi", "nau-poblenou", "nadodrze", 12, 2),
        (last, "elise", "la-verriere", "nau-poblenou", 15, 2),
        (last, "marit", "de-sluis", "azulejo", 17, 1),
    )
    for month, who, home, host, day, count in days:
        begins = (month.replace(day=day) - today.date()).days
        yield Tale(who, home, host, 3.0 - begins, begins, count, comes=count)


def _bought(
    on_sale: OnSale, treasurer: Person, today: datetime, before: date, last: date, staff_of: StaffOf
) -> Iterator[Happening]:
    """Ten days of five holders, one paid in cash, one at home nowhere; a month that renews soon; one not paid yet."""
    days_ago = timedelta(days=1)
    for who, product, moment in (
        ("marit", on_sale.ten_days, _at_noon(before)),
        ("jordi", on_sale.ten_days, _at_noon(before.replace(day=2))),
        ("sofia", on_sale.monthly, today - 25 * days_ago),
        ("ana", on_sale.ten_days, today - 5 * days_ago),
        ("noe", on_sale.ten_days, today - 3 * days_ago),
    ):
        yield moment, lambda who=who, product=product: _buy_and_pay(product, _at(who), treasurer)  # type: ignore[misc]
    yield _at_noon(last), lambda: _buy_in_cash(on_sale.ten_days, _at("elise"), "la-verriere", staff_of)
    yield today - days_ago, lambda: buy(_purchase(on_sale.ten_days), by=_at("tom"))
    yield today - days_ago, lambda: _announce_on_a_pass(on_sale.ten_days.network, _at("noe"))


def _announce_on_a_pass(network: Network, person: Person) -> None:
    """Somebody without a home comes on the pass alone: the terms say yes to whoever announces a day."""
    host = space_of_the_story("la-verriere")
    days = open_days(host, 1, 2)
    ask_for_a_visit(Asking(network, host, days, "Cartographe, sans bureau fixe.", shows_address=True), by=person)


def _buy_and_pay(product: Product, person: Person, treasurer: Person) -> None:
    payment = payments_for(buy(_purchase(product), by=person).ref).get()
    take_in(record_transfer, payment, Came(payment.amount, clock.today()), by=treasurer)


def _buy_in_cash(product: Product, person: Person, where: str, staff_of: StaffOf) -> None:
    purchase = Purchase(product, Method.CASH, product.price, space_of_the_story(where))
    take_in(take_cash, payments_for(buy(purchase, by=person).ref).get(), by=staff_of(where))


def _purchase(product: Product) -> Purchase:
    return Purchase(product, Method.TRANSFER, product.price)


def _contest(holder: Person, staff: Person) -> None:
    charge = charges_on(holder)[0]
    contest_charge(charge, "I left before ten: the network was down all morning.", by=holder)
    stand_by(charge, "It was back at half past nine, and you stayed until noon.", by=staff)


def _close(network: Network, month: date, treasurer: Person) -> None:
    """The month is closed, its documents have numbers, and the files for the bank are written."""
    assert close_month(network, month, by=treasurer).is_closed
    issue_documents(clock.now())
    closing = closing_of(network, month)
    assert closing is not None
    write_files(closing, by=treasurer)


def _pay(network: Network, month: date, treasurer: Person) -> None:
    """What the bank’s statement says of the files of that month."""
    closing = closing_of(network, month)
    assert closing is not None
    for transfer in transfers_of(closing):
        money_moved(transfer, clock.today(), by=treasurer)


def _last_over(now: datetime) -> date:
    """The last month that is over everywhere."""
    month = now.date().replace(day=1)
    while not is_over_everywhere(month, now):
        month = (month - timedelta(days=1)).replace(day=1)
    return month


def _know_rates() -> None:
    """As if the bank had published once a week, for as long as anybody may move the clock."""
    first = clock.now().date()
    days = [first + timedelta(days=step) for step in range(0, 800, 7)]
    keep_published((Published(one, day, Decimal(value)) for day in days for one, value in RATES.items()), by="console")


def _at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.zone("UTC"))


def _at(address: str) -> Person:
    person = person_at(f"{address}@example.org")
    assert person is not None, address
    return person
