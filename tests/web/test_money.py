"""A network's money at a glance, and down to the books: for its treasurer alone; what a space earned, for its staff."""

from datetime import date

import pytest

from passerelle.kit import clock
from passerelle.ledger.actions import open_account, post
from passerelle.ledger.rules import Draft, Move
from passerelle.settlement.actions import take_up_closings
from passerelle.settlement.models import Statement
from tests.makers import make_affiliation, make_person, make_space, make_staff
from tests.settlement.makers import IN_FEBRUARY, charge, collect, make_paid_network, make_taxed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def world():
    network, treasurer = make_paid_network()
    space, manager = make_space("Paid"), make_person("Max")
    make_staff(manager, space)
    make_affiliation(space, network)
    pays(network, 30_000, date(2027, 1, 4))
    charge(network, space, "a17", 10_000, date(2027, 1, 20))
    charge(network, space, "b18", 2_500, date(2027, 2, 1))
    with clock.at(IN_FEBRUARY):
        yield network, treasurer, space, manager


def pays(network, amount: int, on: date, number: int = 1) -> None:
    """Something comes by transfer, in the name of a pass."""
    book = network.ref
    whence = open_account(book, "unknown_receipt", network.ref, "EUR", by="worker")
    bank = open_account(book, "bank", network.ref, "EUR", by="worker")
    post(book, Draft("pass:1", f"payment:{number}", on, [Move(whence.pk, bank.pk, amount)]), by="worker")


def read(client, at: str) -> str:
    answer = client.get(at)
    assert answer.status_code == 200, at
    return answer.content.decode().replace("\xa0", " ")


def test_every_figure_leads_to_the_entries_that_make_it(world, client) -> None:
    network, treasurer, _, _ = world
    client.force_login(treasurer)
    page = read(client, f"/networks/{network.slug}/money/")
    assert "€300.00" in page  # in the bank
    assert "January 2027 can be closed" in page
    assert f"/networks/{network.slug}/money/entries/?of=owed&amp;month=2027-01&amp;currency=EUR" in page
    january = read(client, f"/networks/{network.slug}/money/entries/?of=owed_to_space&month=2027-01")
    assert "/charges/a17/" in january
    assert "b18" not in january
    assert january.count("€100.00") == 3  # in this month, afterwards, and the entry itself
    february = read(client, f"/networks/{network.slug}/money/entries/?of=owed_to_space&month=2027-02")
    assert "b18" in february
    assert "€125.00" in february


def test_what_moves_between_accounts_of_a_figure_does_not_change_it(world, client) -> None:
    network, treasurer, _, _ = world
    client.force_login(treasurer)
    assert "/charges/a17/" not in read(client, f"/networks/{network.slug}/money/entries/?of=owed&month=2027-01")
    assert "€300.00" in read(client, f"/networks/{network.slug}/money/entries/?of=owed&month=2027-01")


def test_entries_are_narrowed_by_owner_and_by_why_they_moved(world, client) -> None:
    network, treasurer, space, _ = world
    other = make_space("Other")
    charge(network, other, "c19", 700, date(2027, 1, 21))
    client.force_login(treasurer)
    at = f"/networks/{network.slug}/money/entries/?of=owed_to_space&month=2027-01"
    assert "c19" in read(client, at)
    narrowed = read(client, f"{at}&whose={space.ref}")
    assert "a17" in narrowed
    assert "c19" not in narrowed
    assert "a17" not in read(client, f"{at}&what=payment")
    assert "a17" in read(client, f"{at}&what=charge")


def test_a_settled_month_leads_to_its_statement_and_a_cause_to_all_that_moved_for_it(world, client) -> None:
    network, treasurer, _, _ = world
    client.force_login(treasurer)
    client.post(f"/networks/{network.slug}/months/", {"month": "2027-01"})
    take_up_closings(clock.now())
    settled = read(client, f"/networks/{network.slug}/money/entries/?of=payout&month=2027-01")
    assert f"/networks/{network.slug}/months/statements/{Statement.objects.get().pk}/" in settled
    assert "€90.00" in settled
    told = read(client, f"/networks/{network.slug}/money/entries/?cause=pass:1")
    assert "€300.00" in told
    assert "Payment of a pass" in told


def test_a_long_list_is_paged_and_an_entry_is_never_cut_in_two(world, client) -> None:
    network, treasurer, _, _ = world
    for number in range(60):
        pays(network, 100, date(2027, 1, 5), 100 + number)
    client.force_login(treasurer)
    at = f"/networks/{network.slug}/money/entries/?of=bank&month=2027-01"
    first = read(client, at)
    assert first.count("Payment of a pass") == 50 + 1  # and the choice of the form
    after = first.split("after=")[1].split('"')[0]
    second = read(client, f"{at}&after={after}")
    assert second.count("Payment of a pass") == 11 + 1


def test_a_page_costs_no_query_for_each_row(world, client, django_assert_max_num_queries) -> None:
    network, treasurer, space, _ = world
    for number in range(20):
        charge(network, space, f"n{number}", 100, date(2027, 1, 6))
        pays(network, 100, date(2027, 1, 5), 100 + number)
    client.force_login(treasurer)
    for end in ("money/", "money/entries/?of=owed_to_space&month=2027-01", "money/entries/?of=bank&month=2027-01"):
        with django_assert_max_num_queries(18):
            read(client, f"/networks/{network.slug}/{end}")


@pytest.mark.parametrize(
    "end", ["?of=nothing", "?month=2027-13", "?cause=a b", "?whose=A:B:C", "?what=x", "?currency=E"]
)
def test_what_makes_no_sense_is_not_found(world, client, end: str) -> None:
    network, treasurer, _, _ = world
    client.force_login(treasurer)
    assert client.get(f"/networks/{network.slug}/money/entries/{end}").status_code == 404


def test_nobody_but_the_treasurer_reads_it(world, client) -> None:
    network, _, _, manager = world
    other, stranger = make_paid_network()[1], make_person("Eve")
    for person in (manager, other, stranger):
        client.force_login(person)
        for end in ("", "entries/?of=bank", "entries/?cause=pass:1"):
            assert client.get(f"/networks/{network.slug}/money/{end}").status_code == 404


def test_a_space_reads_what_it_earned_before_a_month_is_closed(world, client) -> None:
    network, _, space, manager = world
    make_taxed(network, space)
    collect(network, space, "9", 1_000, date(2027, 1, 22))
    client.force_login(manager)
    page = read(client, f"/spaces/{space.slug}/earned/")
    assert "€126.13" in page  # 125.00 less 12.50, 23.63 of tax, less 10.00 collected
    assert "1 February 2027" in page
    lines = read(client, f"/spaces/{space.slug}/earned/now/{network.slug}/EUR/")
    assert "/charges/a17/" in lines
    assert "/charges/b18/" in lines
    assert client.get(f"/spaces/{space.slug}/earned/now/{network.slug}/HKD/").status_code == 404


def test_staff_of_another_space_reads_nothing_of_it(world, client) -> None:
    network, treasurer, space, _ = world
    stranger, other = make_person("Eve"), make_space("Other")
    make_staff(stranger, other)
    for person in (stranger, treasurer):
        client.force_login(person)
        assert client.get(f"/spaces/{space.slug}/earned/now/{network.slug}/EUR/").status_code == 404
    client.force_login(stranger)
    assert client.get(f"/spaces/{other.slug}/earned/now/{network.slug}/EUR/").status_code == 404
    assert "Nothing was earned yet" in read(client, f"/spaces/{other.slug}/earned/")
