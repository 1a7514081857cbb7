"""Books of a network in paid mode, with days sold by its spaces."""

from datetime import UTC, date, datetime

from passerelle.invoices.models import Party, SpaceTax, Tax
from passerelle.ledger.actions import open_account, post
from passerelle.ledger.models import Entry
from passerelle.ledger.rules import Draft, Move
from passerelle.networks.models import Network
from passerelle.networks.rules import Mode, NetworkRole
from passerelle.people.models import Person
from passerelle.settlement.models import Agreement, Conditions
from passerelle.spaces.models import Space
from tests.makers import make_network, make_officer, make_person

JANUARY, FEBRUARY = date(2027, 1, 1), date(2027, 2, 1)
IN_FEBRUARY = datetime(2027, 2, 3, 12, tzinfo=UTC)
IN_MARCH = datetime(2027, 3, 3, 12, tzinfo=UTC)
IBAN = "BE68539007547034"


def make_paid_network(**facts) -> tuple[Network, Person]:
    """A network that sells passes, its treasurer, and conditions: a tenth of commission, ten euros at least."""
    network, treasurer = make_network("Sold", mode=Mode.PAID), make_person("Tess")
    make_officer(treasurer, network, NetworkRole.TREASURER)
    given = {"version": 1, "commission_bp": 1000, "smallest_payout": 1000, "set_by": treasurer.ref} | facts
    Conditions.objects.create(network=network, **given)
    return network, treasurer


def charge(network: Network, space: Space, ref: str, amount: int, on: date, currency: str = "EUR") -> Entry:
    """A day that the space sold, as docs/money.md posts it."""
    book = network.ref
    owed = open_account(book, "owed_to_space", space.ref, currency, by="worker")
    given = open_account(book, "credits", "person:1", currency, by="worker")
    draft = Draft(f"charge:{ref}", f"charge:{ref}", on, [Move(owed.pk, given.pk, amount)], "day")
    return post(book, draft, by="worker")


def collect(network: Network, space: Space, ref: str, amount: int, on: date) -> None:
    """The space takes in what a pass costs, for the network."""
    book = network.ref
    whence = open_account(book, "credits", "person:1", "EUR", by="worker")
    where = open_account(book, "collected", space.ref, "EUR", by="worker")
    post(book, Draft("pass:1", f"payment:{ref}", on, [Move(whence.pk, where.pk, amount)]), by="worker")


def make_payable(network: Network, space: Space, **facts) -> None:
    """The space has a party with an account, and lets the network write its invoices."""
    given = {"name": f"{space.name} SRL", "country": "BE", "iban": IBAN} | facts
    Party.objects.create(owner=space.ref, **given)
    Agreement.objects.create(network=network, space=space, agreed_by="person:1")


def make_taxed(network: Network, space: Space, percent_bp: int = 2100) -> None:
    """The space sells its days under this tax."""
    tax, _ = Tax.objects.get_or_create(network=network, code=f"be_{percent_bp // 100}", percent_bp=percent_bp)
    SpaceTax.objects.create(network=network, space=space, tax=tax)
