"""The getaways of the demonstration, through the network that sells: one stay paid, one to be paid, one asked."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from passerelle.care.actions.paying import take_in
from passerelle.console.demonstration.listed import space_of_the_story
from passerelle.console.demonstration.selling import TANDEM_TERMS
from passerelle.getaways.actions import Asking, Described, accept_stay, ask_for_a_stay, ask_to_be_paid, offer_getaway
from passerelle.getaways.queries import Getaway
from passerelle.getaways.rules import Cancelling, Comprises, Offer, PriceFor, Setting, Span
from passerelle.invoices.actions.parties import choose_tax
from passerelle.invoices.queries import tax_for, taxes_of
from passerelle.kit import clock
from passerelle.networks.actions import admit_space, set_deviations
from passerelle.networks.queries import Network
from passerelle.payments.actions.receiving import Came, record_transfer
from passerelle.people.queries import Person, person_at

TARIFA, NAMUR, LISBON = "duna-tarifa", "le-quai-des-plantes", "azulejo"
SEASON = timedelta(days=150)


def offer_and_stay(
    network: Network, who_answers: Callable[[str], Person], organiser: Person, treasurer: Person, today: datetime
) -> None:
    """Three spaces offer a few days; Grace has paid hers, Ana is to pay, by her pass if she likes, Liam has asked."""
    with clock.at(today - timedelta(days=40)):
        affiliation = admit_space(network, space_of_the_story(TARIFA), by=organiser)
        set_deviations(affiliation, TANDEM_TERMS.with_deviations({"day_price": 1_900}), by=who_answers(TARIFA))
        _choose_taxes(network, treasurer)
        offers = {name: _offer(name, network, who_answers(name)) for name in (TARIFA, NAMUR, LISBON)}
    with clock.at(today - timedelta(days=9)):
        for address, name, ahead, days in (("grace", TARIFA, 30, 7), ("ana", NAMUR, 24, 3)):
            _ask(offers[name], address, ahead, days)
    with clock.at(today - timedelta(days=8)):
        grace = offers[TARIFA].stays.get()
        accept_stay(grace, by=who_answers(TARIFA), line="Bring something warm for the evenings.")
    with clock.at(today - timedelta(days=7)):
        payment = ask_to_be_paid(grace, by=grace.person)
    with clock.at(today - timedelta(days=5)):
        take_in(record_transfer, payment, Came(payment.amount, clock.today()), by=treasurer)
    with clock.at(today - timedelta(hours=20)):
        accept_stay(offers[NAMUR].stays.get(), by=who_answers(NAMUR))
        _ask(offers[TARIFA], "liam", 40, 5)


def _choose_taxes(network: Network, treasurer: Person) -> None:
    """What these spaces sell bears the tax that the passes bear, where the treasurer has not said otherwise."""
    for name in (TARIFA, NAMUR, LISBON):
        space = space_of_the_story(name)
        if tax_for(network, space) is None:
            choose_tax(network, space, taxes_of(network)[0], by=treasurer)


def _offer(name: str, network: Network, manager: Person) -> Getaway:
    return offer_getaway(space_of_the_story(name), network, _described()[name], by=manager)


def _ask(getaway: Getaway, address: str, ahead: int, days: int) -> None:
    """Somebody asks for days from so many days ahead on."""
    person = person_at(f"{address}@example.org")
    assert person is not None, address
    first = clock.today() + timedelta(days=ahead)
    span = Span(first, first + timedelta(days=days - 1))
    ask_for_a_stay(Asking(getaway, span, getaway.offer.price_of(span)), by=person)


def _described() -> Mapping[str, Described]:
    """What is offered, for a season from today on."""
    since, until = clock.today(), clock.today() + SEASON
    return {
        TARIFA: Described(
            "Une semaine face au vent",
            "A week facing the wind",
            Offer(Setting.SEASIDE, Comprises.BOTH, since, until, 3, 4, 6_500, PriceFor.DAY, Cancelling(14, 50)),
            "Le matin, un bureau à deux pas de la plage ; l’après-midi, le vent. Une chambre simple, draps compris.",
            "A desk near the beach in the morning, the wind in the afternoon. A plain room; sheets are there.",
        ),
        NAMUR: Described(
            "Trois jours au vert, le long de la Meuse",
            "Three days in the green, along the Meuse",
            Offer(Setting.GREEN, Comprises.DESK, since, until, 2, 3, 2_400, PriceFor.DAY, Cancelling(3, 50)),
            "Une table parmi les plantes, le chemin de halage devant la porte, un vélo prêté.",
            "A table among the plants, the towpath in front of the door, and a bicycle on loan.",
        ),
        LISBON: Described(
            "Lisbonne, une chambre au-dessus de l’atelier",
            "Lisbon, a room above the studio",
            Offer(Setting.HOLIDAY, Comprises.ROOM, since, until, 4, 1, 28_000, PriceFor.STAY, Cancelling(21, 100)),
            "Une chambre sur le toit, quatre nuits au moins. Le café est compris, le sommeil est garanti.",
            "A room on the roof, for four days or more. Coffee is included.",
        ),
    }
