"""Which rate holds on a day, what a treasurer may enter, and what is kept of the bank's file."""

from datetime import date
from decimal import Decimal

import pytest

from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.models import Record
from passerelle.networks.models import Network
from passerelle.networks.rules import NetworkRole
from passerelle.people.models import Person
from passerelle.rates.actions import enter_rate, keep_published
from passerelle.rates.models import PublishedRate
from passerelle.rates.queries import last_published, rate_on, rates_entered
from passerelle.rates.rules import read_published
from tests.makers import make_officer, make_person
from tests.passes.makers import make_paid_network, make_rate
from tests.rates.published import envelope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_noon")]

# Easter 2027: Good Friday is 26 March, Easter Monday the 29th; the bank publishes on neither.
MAUNDY, TUESDAY = date(2027, 3, 25), date(2027, 3, 30)


@pytest.fixture
def network() -> Network:
    return make_paid_network()


@pytest.fixture
def treasurer(network: Network) -> Person:
    person = make_person("Tess")
    make_officer(person, network, NetworkRole.TREASURER)
    return person


@pytest.mark.parametrize(
    ("day", "published_on"),
    [
        (MAUNDY, date(2027, 3, 24)),  # not the rate of the day itself: that is published in the afternoon
        (date(2027, 3, 26), MAUNDY),
        (date(2027, 3, 28), MAUNDY),
        (TUESDAY, MAUNDY),
        (date(2027, 3, 31), TUESDAY),
    ],
)
def test_the_last_rate_published_before_the_day_holds_over_easter(day: date, published_on: date) -> None:
    values = {date(2027, 3, 24): "8.10", MAUNDY: "8.20", TUESDAY: "8.30"}
    for known, value in values.items():
        make_rate("HKD", known, value)
    rate = rate_on("HKD", day)
    assert rate is not None
    assert (rate.on, rate.value) == (published_on, Decimal(values[published_on]))


def test_a_currency_that_the_bank_has_given_up_has_no_rate() -> None:
    make_rate("RUB", date(2027, 1, 4), "117.2010")
    assert rate_on("RUB", date(2027, 2, 4)) is not None
    assert rate_on("RUB", date(2027, 2, 5)) is None
    assert rate_on("XXX", date(2027, 2, 4)) is None


def test_a_base_other_than_the_euro_is_crossed() -> None:
    make_rate("CHF", date(2027, 1, 5), "0.9412")
    make_rate("HKD", date(2027, 1, 4), "8.5501")
    rate = rate_on("HKD", date(2027, 1, 6), "CHF")
    assert rate is not None
    assert (rate.value, rate.on) == (Decimal("9.0842541"), date(2027, 1, 4))
    euro = rate_on("EUR", date(2027, 1, 6), "CHF")
    assert euro is not None
    assert (euro.value, euro.on) == (Decimal("1.0624734"), date(2027, 1, 5))


def test_a_treasurer_enters_what_the_bank_does_not_publish(network: Network, treasurer: Person) -> None:
    for _ in range(2):
        enter_rate(network, "MAD", date(2027, 1, 4), "10.85", by=treasurer)
    rate = rate_on("MAD", date(2027, 1, 6), network=network)
    assert rate is not None
    assert (rate.value, rate.on) == (Decimal("10.85"), date(2027, 1, 4))
    assert [entered.currency for entered in rates_entered(network)] == ["MAD"]
    assert Record.objects.get(act="rate_entered").about == network.ref
    assert rate_on("MAD", date(2027, 1, 6)) is None, "it is this network's own"
    assert rate_on("MAD", date(2027, 1, 6), network=make_paid_network("Another")) is None
    make_rate("MAD", date(2027, 1, 3), "10.80")
    theirs = rate_on("MAD", date(2027, 1, 6), network=network)
    assert theirs is not None
    assert theirs.value == Decimal("10.80"), "the bank's word counts before a treasurer's"


@pytest.mark.parametrize(
    ("currency", "day", "value", "code"),
    [
        ("HKD", date(2027, 1, 5), "8.15", "bank_publishes_it"),
        ("EUR", date(2027, 1, 5), "1", "bank_publishes_it"),
        ("MAD", date(2027, 1, 7), "10.85", "rate_of_a_day_to_come"),
        ("MAD", date(2027, 1, 4), "10.95", "rate_is_entered"),
        ("MAD", date(2027, 1, 5), "0", "rate_not_read"),
        ("mad", date(2027, 1, 5), "10.85", "rate_not_read"),
    ],
)
def test_what_a_treasurer_cannot_enter(
    network: Network, treasurer: Person, currency: str, day: date, value: str, code: str
) -> None:
    make_rate("HKD", date(2027, 1, 4), "8.15")
    make_rate("MAD", date(2027, 1, 4), "10.85", network)
    with pytest.raises(Refusal, match=code):
        enter_rate(network, currency, day, value, by=treasurer)
    assert PublishedRate.objects.count() == 2


def test_only_a_treasurer_of_the_network_enters_a_rate(network: Network, treasurer: Person) -> None:
    organiser, other = make_person("Olga"), make_paid_network("Another")
    make_officer(organiser, network)
    for person, where in ((organiser, network), (treasurer, other)):
        with pytest.raises(NotFound):
            enter_rate(where, "MAD", date(2027, 1, 4), "10.85", by=person)


def test_what_is_known_stays_as_it_was_published() -> None:
    first = {date(2027, 1, 4): {"HKD": "8.15", "USD": "1.09"}}
    assert keep_published(read_published(envelope(first)), by="worker") == 2
    again = first | {date(2027, 1, 4): {"HKD": "9.99"}, date(2027, 1, 5): {"HKD": "8.16"}}
    assert keep_published(read_published(envelope(again)), by="worker") == 1
    assert keep_published(read_published(envelope(again)), by="worker") == 0
    assert PublishedRate.objects.get(currency="HKD", day=date(2027, 1, 4)).value == Decimal("8.15")
    assert last_published() == date(2027, 1, 5)
    assert [record.facts for record in Record.objects.filter(act="rates_kept").order_by("id")] == [
        {"new": 2},
        {"new": 1},
    ]
