"""What a day costs: which lot pays, what the books say of it, and why it is refused."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.actions import open_account, post
from passerelle.ledger.queries import balances, entries_about, faults_in
from passerelle.ledger.rules import Draft, Move
from passerelle.logbook.models import Record
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.passes.actions.charging import Asked, charge_besides, charge_day, take_back
from passerelle.passes.models import Charge, Lot
from passerelle.passes.queries.charges import outlook, rounding_of
from passerelle.passes.rules import ChargeState, Kind, State
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.makers import make_affiliation, make_network, make_person
from tests.passes.makers import make_lot, make_paid_network, make_pass, make_rate

TUESDAY = date(2027, 1, 5)
DAYS = [TUESDAY + timedelta(days=step) for step in range(60)]
pytestmark = pytest.mark.usefixtures("wednesday_noon")


@pytest.fixture
def network(alder: Space, birch: Space) -> Network:
    network = make_paid_network()
    for space in (alder, birch):
        make_affiliation(space, network)
    return network


def asked(person: Person, network: Network, space: Space, day: date = TUESDAY, **facts: Any) -> Asked:
    given = {"price": 1100, "key": f"visit:1/{day}", "cause": "visit:1"} | facts
    return Asked(person, network, space, day, **given)


def charge(*told: Any, **facts: Any) -> Charge:
    return charge_day(asked(*told, **facts), by="person:9")


def held(network: Network) -> dict[tuple[str, str], int]:
    """All balances that are not nothing, by kind and currency."""
    return {(account.kind, account.currency): amount for account, amount in balances(network.ref) if amount}


def refused(*told: Any, **facts: Any) -> Refusal:
    before = Charge.objects.count(), list(Lot.objects.values_list("used", "recognised"))
    with pytest.raises(Refusal) as no:
        charge(*told, **facts)
    assert (Charge.objects.count(), list(Lot.objects.values_list("used", "recognised"))) == before
    return no.value


def test_a_credit_pays_and_the_network_has_the_difference(ana: Person, alder: Space, network: Network) -> None:
    lot = make_lot(make_pass(ana, network))
    done = charge(ana, network, alder)
    lot.refresh_from_db()
    assert (lot.used, lot.recognised, done.worth, done.price) == (1, 1231, 1231, 1100)
    assert held(network) == {
        ("credits", "EUR"): 12314 - 1231,
        ("bank", "EUR"): 12314,
        ("owed_to_space", "EUR"): 1100,
        ("credit_result", "EUR"): 131,
    }
    assert "9\N{NO-BREAK SPACE}days" in Letter.objects.get().text
    entry = entries_about(done.ref).get()
    assert (entry.key, entry.dated_on, entry.line) == (done.ref, TUESDAY, "day")
    assert list(faults_in()) == []


def test_a_dearer_space_costs_the_network(ana: Person, alder: Space, network: Network) -> None:
    make_lot(make_pass(ana, network))
    charge(ana, network, alder, price=2000)
    assert held(network)["credit_result", "EUR"] == 1231 - 2000
    assert held(network)["credits", "EUR"] == 12314 - 1231


def test_two_spaces_in_two_currencies_as_in_the_books_second_example(
    ana: Person, alder: Space, birch: Space, network: Network
) -> None:
    make_lot(make_pass(ana, network))
    make_rate("HKD", date(2027, 1, 4), "8.1500")
    charge(ana, network, alder)
    for day in (date(2027, 1, 7), date(2027, 1, 8)):
        done = charge(ana, network, birch, day, price=15000)
        assert (done.amount, done.rate, done.rate_on) == (1840, done.rate, date(2027, 1, 4))
    assert held(network) == {
        ("credits", "EUR"): 8620,
        ("bank", "EUR"): 12314,
        ("owed_to_space", "EUR"): 1100,
        ("owed_to_space", "HKD"): 30000,
        ("exchange", "EUR"): 3680,
        ("exchange", "HKD"): -30000,
        ("credit_result", "EUR"): 131 - 608 - 609,
    }
    assert rounding_of(network, date(2027, 1, 1)) == 1
    assert rounding_of(network, date(2027, 2, 1)) == 0


def test_sent_twice_it_is_charged_once(ana: Person, alder: Space, network: Network) -> None:
    lot = make_lot(make_pass(ana, network))
    assert charge(ana, network, alder) == charge(ana, network, alder)
    lot.refresh_from_db()
    assert (lot.used, Charge.objects.count(), Letter.objects.count()) == (1, 1, 1)
    assert Record.objects.filter(act="pass_charged").count() == 1


def test_a_key_never_gives_the_charge_of_somebody_else(ana: Person, alder: Space, network: Network) -> None:
    make_lot(make_pass(ana, network))
    charge(ana, network, alder, key="k")
    other = make_person("Fay")
    make_lot(make_pass(other, network))
    assert refused(other, network, alder, key="k").code == "charge_key_means_another"


def test_the_lot_that_ends_soonest_pays(ana: Person, alder: Space, network: Network) -> None:
    pack = make_pass(ana, network)
    endless = make_lot(pack)
    over = make_lot(pack, ends_on=TUESDAY)
    late = make_lot(pack, ends_on=date(2027, 3, 1))
    soon = make_lot(pack, credits=1, ends_on=date(2027, 2, 1))
    to_come = make_lot(pack, begins_on=date(2027, 1, 6), ends_on=date(2027, 1, 20))
    used = [charge(ana, network, alder, TUESDAY, key=f"k{number}").lot for number in range(12)]
    assert used == [soon, *[late] * 10, endless]
    assert charge(ana, network, alder, date(2027, 1, 6)).lot == to_come
    over.refresh_from_db()
    assert over.used == 0


def test_a_plan_that_counts_nothing_pays_before_credits_do(ana: Person, alder: Space, network: Network) -> None:
    make_lot(make_pass(ana, network), ends_on=date(2027, 1, 7))
    uncounted = make_lot(make_pass(ana, network, Kind.UNLIMITED, days=0), ends_on=date(2027, 2, 1))
    assert charge(ana, network, alder).lot == uncounted


def test_the_last_credit_leaves_nothing_over(ana: Person, alder: Space, network: Network) -> None:
    lot = make_lot(make_pass(ana, network))
    for day in DAYS[:10]:
        charge(ana, network, alder, day)
    lot.refresh_from_db()
    assert (lot.used, lot.recognised) == (10, lot.paid)
    assert refused(ana, network, alder, DAYS[10]).code == "pass_is_empty"
    assert ("credits", "EUR") not in held(network)


def test_what_is_taken_back_can_be_used_again_and_still_comes_out_even(
    ana: Person, alder: Space, network: Network
) -> None:
    lot = make_lot(make_pass(ana, network))
    done = [charge(ana, network, alder, day) for day in DAYS[:7]]
    for one in (done[0], done[3]):
        assert take_back(one, [ChargeState.CHARGED], by="person:9")
        assert not take_back(one, [ChargeState.CHARGED], by="person:9")
    for day in DAYS[7:12]:
        charge(ana, network, alder, day)
    lot.refresh_from_db()
    assert (lot.used, lot.recognised) == (10, lot.paid)
    assert held(network)["owed_to_space", "EUR"] == 11000
    assert list(faults_in()) == []


def test_a_space_is_owed_no_more_than_the_cap_in_its_month(
    ana: Person, alder: Space, birch: Space, network: Network
) -> None:
    """Example 3 of docs/money.md; another space and another month have a cap of their own."""
    make_lot(make_pass(ana, network, Kind.UNLIMITED, price=20000, days=0, cap=6000))
    make_rate("HKD", date(2027, 1, 1), "8.0000")
    owed = [charge(ana, network, alder, day, price=2500).price for day in DAYS[:4]]
    assert owed == [2500, 2500, 1000, 0]
    assert held(network)["credits", "EUR"] == 16529 - 6000
    assert not entries_about(Charge.objects.get(day=DAYS[3]).ref).exists()
    assert charge(ana, network, alder, date(2027, 2, 1), price=2500).price == 2500
    dear = charge(ana, network, birch, DAYS[5], price=80000)
    assert (dear.price, dear.amount) == (48000, 6000)


def test_a_plan_that_brought_less_than_its_days_costs_the_network(ana: Person, alder: Space, network: Network) -> None:
    lot = make_lot(make_pass(ana, network, Kind.UNLIMITED, price=2420, days=0))
    for day in DAYS[:3]:
        charge(ana, network, alder, day)
    lot.refresh_from_db()
    assert (lot.used, lot.recognised) == (3, lot.paid)
    assert held(network)["credit_result", "EUR"] == 2000 - 3300


def test_as_one_goes_a_day_is_sold_and_used_at_once_until_it_must_be_paid(
    ana: Person, alder: Space, network: Network
) -> None:
    make_pass(ana, network, Kind.AS_YOU_GO, price=1815, days=0, on_account=4000)
    for day in DAYS[:2]:
        done = charge(ana, network, alder, day)
    assert (done.lot, done.on_account, done.worth) == (None, 1815, 1500)
    assert held(network) == {
        ("owed_by_holder", "EUR"): 3630,
        ("tax_owed", "EUR"): 630,
        ("owed_to_space", "EUR"): 2200,
        ("credit_result", "EUR"): 800,
    }
    no = refused(ana, network, alder, DAYS[2])
    assert (no.code, no.facts) == ("pay_first", {"owed": 3630, "most": 4000, "currency": "EUR"})


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (State.ASKED, "pass_not_open"), (State.BLOCKED, "pass_not_open"),
        (State.ENDED, "no_pass"), (State.WITHDRAWN, "no_pass"),
    ],
)  # fmt: skip
def test_only_an_open_pass_pays(ana: Person, alder: Space, network: Network, state: State, code: str) -> None:
    make_lot(make_pass(ana, network, state=state))
    assert refused(ana, network, alder).code == code


def test_neither_a_pass_of_another_network_nor_another_persons_pays(
    ana: Person, fay: Person, alder: Space, network: Network
) -> None:
    make_lot(make_pass(ana, make_paid_network("Another")))
    make_lot(make_pass(fay, network))
    assert refused(ana, network, alder).code == "no_pass"


def test_without_a_price_or_a_rate_nothing_is_charged(
    ana: Person, alder: Space, birch: Space, network: Network
) -> None:
    make_lot(make_pass(ana, network))
    assert refused(ana, network, alder, price=None).code == "no_day_price"
    make_rate("HKD", TUESDAY, "8.1500")  # published on the day itself, in the afternoon
    assert refused(ana, network, birch).code == "rate_is_missing"


def test_what_would_pay_is_told_without_charging(ana: Person, alder: Space, network: Network) -> None:
    lot = make_lot(make_pass(ana, network), used=6)
    told = outlook(ana, network, alder, TUESDAY, 1100)
    assert (told.left, told.refusal, told.price and told.price.price) == (4, None, 1100)
    assert outlook(make_person("X"), network, alder, TUESDAY, 1100).refusal.code == "no_pass"  # type: ignore[union-attr]
    lot.refresh_from_db()
    assert lot.used == 6


def test_a_credit_given_back_after_its_lot_has_ended_lasts_thirty_days(
    ana: Person, alder: Space, network: Network
) -> None:
    lot = make_lot(make_pass(ana, network), ends_on=date(2027, 1, 7))
    done = charge(ana, network, alder)
    with clock.at(datetime(2027, 1, 9, 12, tzinfo=UTC)):
        take_back(done, [ChargeState.CHARGED], by="person:9")
        lot.refresh_from_db()
        again = Lot.objects.get(key=f"{done.ref}/back")
        assert (lot.used, lot.credits, lot.paid, lot.recognised) == (0, 9, 11083, 0)
        assert (again.credits, again.paid) == (1, 1231)
        assert charge(ana, network, alder, date(2027, 1, 9)).lot == again
    assert held(network)["credits", "EUR"] == lot.paid


def test_what_is_given_back_of_a_plan_that_has_ended_is_the_networks(
    ana: Person, alder: Space, network: Network
) -> None:
    lot = make_lot(make_pass(ana, network, Kind.UNLIMITED, days=0), ends_on=date(2027, 1, 7))
    done = charge(ana, network, alder)
    with clock.at(datetime(2027, 1, 9, 12, tzinfo=UTC)):
        take_back(done, [ChargeState.CHARGED], by="person:9")
    lot.refresh_from_db()
    assert held(network)["credits", "EUR"] == lot.paid - lot.recognised
    assert held(network)["credit_result", "EUR"] == 1100
    assert ("owed_to_space", "EUR") not in held(network)


@pytest.mark.parametrize("kind", ["owed_by_holder", "disputed"])
def test_what_is_owed_on_an_older_pass_counts_against_the_limit(
    kind: str, ana: Person, alder: Space, network: Network
) -> None:
    """A bank that takes money back leaves it on the oldest pass, which may be over."""
    old = make_pass(ana, network, state=State.ENDED)
    make_pass(ana, network, Kind.AS_YOU_GO, price=1815, days=0, on_account=4000)
    whence, where = (
        open_account(network.ref, kind_, owner, "EUR", by="worker").pk
        for kind_, owner in (("bank", network.ref), (kind, old.ref))
    )
    moved = Draft("account:1", f"{kind}/1", TUESDAY, [Move(whence, where, 2186)])
    post(network.ref, moved, by="worker")
    refusal = refused(ana, network, alder)
    assert (refusal.code, refusal.facts["owed"], refusal.facts["most"]) == ("pay_first", 2186, 4000)
    post(network.ref, Draft("account:1", f"{kind}/2", TUESDAY, [Move(where, whence, 1)]), by="worker")
    assert charge(ana, network, alder).on_account == 1815


def test_what_a_desk_charges_besides_days_goes_on_account_with_tax(
    ana: Person, dee: Person, birch: Space, network: Network
) -> None:
    make_lot(make_pass(ana, network, on_account=5000))
    make_rate("HKD", date(2027, 1, 4), "8.1500")
    what = asked(ana, network, birch, price=30000, key="besides-1", line="Meeting room, two hours")
    done = charge_besides(what, by=dee)
    assert charge_besides(what, by=dee) == done
    assert (done.amount, done.on_account, done.credits, done.worth) == (3681, 3681 + 773, 0, 0)
    assert held(network)["owed_by_holder", "EUR"] == 4454
    assert held(network)["owed_to_space", "HKD"] == 30000
    assert held(network)["tax_owed", "EUR"] == 773
    assert entries_about(done.ref).get().line == "besides days"
    letter = Letter.objects.get()
    assert (letter.kind, letter.to) == ("tell_holder_of_charge", ana.email)
    assert "Meeting room, two hours" in letter.text
    with pytest.raises(Refusal, match="pay_first"):
        charge_besides(asked(ana, network, birch, price=9000, key="besides-2", line="Printing"), by=dee)


@pytest.mark.parametrize(
    ("facts", "code"), [({"line": " "}, "line_is_empty"), ({"price": 0}, "no_price"), ({"price": None}, "no_price")]
)
def test_a_desk_says_what_it_charges(
    ana: Person, dee: Person, birch: Space, network: Network, facts: dict[str, Any], code: str
) -> None:
    make_lot(make_pass(ana, network))
    with pytest.raises(Refusal, match=code):
        charge_besides(asked(ana, network, birch, **{"line": "Printing", "price": 100, "key": "b"} | facts), by=dee)
    assert Charge.objects.count() == 0


def test_a_network_in_hospitality_has_no_passes_that_pay(ana: Person, alder: Space) -> None:
    assert outlook(ana, make_network(), alder, TUESDAY, 1100).refusal.code == "no_pass"  # type: ignore[union-attr]


def test_only_who_receives_at_the_space_charges_something_besides(
    ana: Person, cy: Person, birch: Space, network: Network
) -> None:
    make_lot(make_pass(ana, network))
    for person in (ana, cy):
        with pytest.raises(NotFound):
            charge_besides(asked(ana, network, birch, price=100, key="b", line="Printing"), by=person)
    assert Charge.objects.count() == 0
