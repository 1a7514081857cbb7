"""The network of the demonstration that sells days: its spaces in several currencies, and its passes."""

from collections.abc import Callable
from dataclasses import dataclass

from passerelle.console.demonstration.listed import space_of_the_story
from passerelle.invoices.actions import name_tax
from passerelle.invoices.rules import Category
from passerelle.networks.actions import Founding, admit_space, found_network, set_deviations
from passerelle.networks.queries import Network
from passerelle.networks.rules import Terms, Way
from passerelle.passes.actions.products import Described, sell
from passerelle.passes.queries.holding import Product
from passerelle.passes.rules import Kind, Unused
from passerelle.payments.actions.accounts import Details, set_bank_account
from passerelle.people.queries import Person

TANDEM = "tandem"
TANDEM_TERMS = Terms(free_days=0, way=Way.NOTICE, notice_hours=4, visitors_a_day=6)
SUMMARY = (
    "Un pass, et une place dans chaque espace du réseau, de la Meuse à Wan Chai. Chaque journée est payée à l’espace.",
    "One pass, and a desk in every space of the network, from the Meuse to Wan Chai. Each day is paid to its space.",
)
DAY_PRICES = {
    "le-quai-des-plantes": 900,
    "coworking-namur": 1_800,
    "la-verriere": 2_800,
    "azulejo": 1_800,
    "de-sluis": 2_600,
    "nau-poblenou": 2_200,
    "nadodrze": 6_000,
    "lantern-row": 24_000,
}
"""By space, without tax, in its own currency: euros, złotys, and dollars of Hong Kong."""
IBAN = "BE71 0961 2345 6769"  # of manuals, nobody’s


@dataclass(frozen=True)
class OnSale:
    """The two passes that the story sells."""

    ten_days: Product
    monthly: Product


def found_tandem(founder: Person, organiser: Person, treasurer: Person) -> Network:
    """It is founded in paid mode, which never changes."""
    founding = Founding("Tandem", "paid", *SUMMARY, slug=TANDEM, terms=TANDEM_TERMS)
    network = found_network(founding, organiser=organiser, treasurer=treasurer, by=founder)
    set_bank_account(network, Details("Tandem ASBL", IBAN), by=treasurer)
    return network


def join_tandem(network: Network, organiser: Person, who_answers: Callable[[str], Person]) -> None:
    """Its spaces stand in it, each at its own price."""
    for name, price in DAY_PRICES.items():
        affiliation = admit_space(network, space_of_the_story(name), by=organiser)
        set_deviations(affiliation, TANDEM_TERMS.with_deviations({"day_price": price}), by=who_answers(name))


def put_on_sale(network: Network, treasurer: Person) -> OnSale:
    """The four kinds of passes; gives those that are held."""
    vat = name_tax(network, "be_21", 2_100, Category.STANDARD, "", by=treasurer)
    as_one_goes = Described("Au jour le jour", "Day by day", Kind.AS_YOU_GO, 1_900, vat, on_account=19_000)
    ten = Described("Dix jours", "Ten days", Kind.PACK, 14_900, vat, days=10)
    monthly = Described(
        "Cinq jours par mois", "Five days a month", Kind.MONTHLY, 7_000, vat, days=5, unused=Unused.ROLL_OVER
    )
    unlimited = Described("Sans compter", "Without counting", Kind.UNLIMITED, 26_000, vat, cap=29_000)
    for described in (as_one_goes, unlimited):
        sell(network, described, by=treasurer)
    return OnSale(sell(network, ten, by=treasurer), sell(network, monthly, by=treasurer))
