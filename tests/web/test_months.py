"""The months of a paid network: the treasurer closes, the space reads what it earned; nobody else does."""

from datetime import date

import pytest

from passerelle.kit import clock
from passerelle.settlement.actions import take_up_closings
from passerelle.settlement.models import Agreement, Closing, Conditions, MoneyFile, Statement, Transfer
from passerelle.spaces.rules import Role
from tests.makers import make_affiliation, make_person, make_space, make_staff
from tests.settlement.makers import IN_FEBRUARY, charge, make_paid_network, make_payable

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
    charge(network, space, "a17", 10_000, date(2027, 1, 20))
    with clock.at(IN_FEBRUARY):
        yield network, treasurer, space, manager


def test_a_treasurer_closes_a_month_and_sends_what_follows(world, client) -> None:
    network, treasurer, space, _ = world
    at = f"/networks/{network.slug}/months/"
    client.force_login(treasurer)
    page = client.get(at).content.decode()
    assert "January" in page
    assert "€90.00" in page
    assert not Closing.objects.exists()
    month = client.post(at, {"month": "2027-01"}).url
    assert "0 of 1" in client.get(month).content.decode()
    assert take_up_closings(clock.now()) == 1
    assert "the agreement to self-billing" in client.get(month).content.decode()
    client.post(month, {"act": "files"})
    assert not MoneyFile.objects.exists()
    make_payable(network, space)
    client.post(month, {"act": "files"})
    file = MoneyFile.objects.get()
    sent = client.get(f"{at}files/{file.pk}/")
    assert sent.content.decode() == file.content
    client.post(month, {"act": "moved", "transfer": Transfer.objects.get().pk, "on": "2027-02-02"})
    assert Transfer.objects.get().done_on == date(2027, 2, 2)
    statement = client.get(f"{at}statements/{Statement.objects.get().pk}/").content.decode()
    assert "a17" in statement
    assert f'href="{month}"' in client.get(at).content.decode()


def test_conditions_are_set_anew_and_the_old_ones_stay(world, client) -> None:
    network, treasurer, _, _ = world
    client.force_login(treasurer)
    at = f"/networks/{network.slug}/months/"
    client.post(at, {"commission": "12.5", "smallest": "20", "days": "30", "has_till": "on"})
    newest = Conditions.objects.filter(network=network).first()
    assert (newest.version, newest.commission_bp, newest.smallest_payout) == (2, 1_250, 2_000)
    assert client.post(at, {"commission": "101", "smallest": "20", "days": "30"}).status_code == 200
    assert Conditions.objects.filter(network=network).count() == 2


def test_a_space_agrees_and_reads_what_it_earned(world, client) -> None:
    network, treasurer, space, manager = world
    client.force_login(treasurer)
    client.post(f"/networks/{network.slug}/months/", {"month": "2027-01"})
    take_up_closings(clock.now())
    client.force_login(manager)
    at = f"/spaces/{space.slug}/earned/"
    page = client.get(at).content.decode()
    assert "January" in page
    assert "€90.00" in page
    client.post(at, {"network": network.slug})
    assert Agreement.objects.get().agreed_by == manager.ref
    statement = Statement.objects.get()
    assert "a17" in client.get(f"{at}{statement.pk}/").content.decode()
    table = client.get(f"{at}{statement.pk}/?as=csv").content.decode().splitlines()
    assert table[1] == "2027-01-20,a17,day,10000,0,1000,EUR"


def test_nobody_else_reads_it(world, client) -> None:
    network, treasurer, space, manager = world
    client.force_login(treasurer)
    client.post(f"/networks/{network.slug}/months/", {"month": "2027-01"})
    take_up_closings(clock.now())
    key, other, desk = Statement.objects.get().pk, make_space("Other"), make_person("Dee")
    make_staff(desk, space, Role.DESK)
    assert client.get(f"/spaces/{space.slug}/earned/").status_code == 404
    client.force_login(manager)
    assert client.get(f"/networks/{network.slug}/months/").status_code == 404
    make_staff(manager, other)
    assert client.get(f"/spaces/{other.slug}/earned/{key}/").status_code == 404
    client.force_login(desk)
    assert client.get(f"/spaces/{space.slug}/earned/{key}/").status_code == 404
