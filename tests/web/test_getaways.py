import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from passerelle.getaways.access import sealed
from passerelle.getaways.actions import accept_stay, offer_getaway
from passerelle.getaways.jobs import lapse_unanswered
from passerelle.getaways.models import Getaway, Stay
from passerelle.kit import clock
from passerelle.networks.models import Network
from passerelle.payments.models import Payment
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.getaways.offering import BY_THE_SEA, JULY
from tests.getaways.paying import transferred
from tests.passes.makers import make_pass

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
DAYS = {"first": "2027-07-05", "last": "2027-07-09"}
TYPED = {
    "title_fr": "Au vert",
    "title_en": "In the green",
    "setting": "green",
    "comprises": "room",
    "since": "2027-04-01",
    "last_day": "2027-04-30",
    "minimum_days": "2",
    "places": "3",
    "price": "480.50",
    "price_for": "stay",
    "free_days": "7",
    "kept_percent": "30",
}


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(first|last|price|key)" value="([^"]*)"', page))


def test_a_stranger_reads_what_is_offered_and_its_rule(by_the_sea: Getaway, as_: As) -> None:
    browser = as_(None)
    shown = browser.get("/getaways/").content.decode()
    assert "A week by the sea" in shown
    assert "HK$650.00" in shown
    page = browser.get(f"/getaways/{by_the_sea.reference}/").content.decode()
    assert "Free until 14 days before; afterwards 50 % of the price stay with the space." in page
    assert "Sheets are there." in page


@pytest.mark.parametrize(
    ("asked", "finds"),
    [
        ("", True),
        ("?setting=seaside&setting=green&comprises=both&month=2027-06&country=hk", True),
        ("?setting=green", False),
        ("?month=2027-09", False),
        ("?month=9999-12", True),
        ("?country=BE", False),
        ("?setting=moon&comprises=&month=soon&country=HKG&page=x", True),
    ],
)
def test_filters_keep_one_and_leave_the_other(asked: str, finds: bool, by_the_sea: Getaway, as_: As) -> None:
    answer = as_(None).get(f"/getaways/{asked}")
    assert answer.status_code == 200
    assert ("A week by the sea" in answer.content.decode()) is finds


def test_the_price_and_the_last_free_day_are_read_before_anything_is_asked(by_the_sea: Getaway, as_: As) -> None:
    page = as_(None).get(f"/getaways/{by_the_sea.reference}/", DAYS).content.decode()
    assert "HK$3,250.00" in page
    assert "Cancelling is free until Monday 21\N{NO-BREAK SPACE}June" in page
    assert not Stay.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2027-07-05", "2027-07-06", "A stay has 3 days at least here."),
        ("2027-08-30", "2027-09-02", "Some of these days lie outside the season."),
        ("2027-07-09", "2027-07-05", "These days end before they begin."),
        ("2027-07-99", "2027-07-05", "Enter a valid date."),
    ],
)
def test_days_that_cannot_be_had_are_answered_with_the_reason(
    first: str, last: str, said: str, by_the_sea: Getaway, as_: As
) -> None:
    page = as_(None).get(f"/getaways/{by_the_sea.reference}/", {"first": first, "last": last}).content.decode()
    assert said in page


def test_asking_needs_a_name_and_leads_to_the_stay(by_the_sea: Getaway, ana: Person, as_: As) -> None:
    address = f"/getaways/{by_the_sea.reference}/"
    sent = hidden(as_(ana).get(address, DAYS).content.decode()) | {"about": "I translate novels."}
    assert "/account/login/" in as_(None).post(address, sent).headers["Location"]
    answer = as_(ana).post(address, sent, follow=True).content.decode()
    assert "Birch is asked, and answers by" in answer
    as_(ana).post(address, sent)
    assert Stay.objects.get().about == "I translate novels."


def test_another_price_than_the_one_that_was_read_is_not_agreed_to(by_the_sea: Getaway, ana: Person, as_: As) -> None:
    answer = as_(ana).post(f"/getaways/{by_the_sea.reference}/", DAYS | {"price": "1"})
    assert answer.status_code == 422
    assert "The price has changed since you opened the page." in answer.content.decode()
    assert not Stay.objects.exists()


def test_opening_the_link_of_the_letter_does_nothing_and_its_button_answers(
    asks_for_a_stay: Callable[..., Stay], ana: Person, as_: As
) -> None:
    stay = asks_for_a_stay(ana)
    browser, address = as_(None), f"/stays/answer/{sealed(stay)}/"
    page = browser.get(address)
    assert "Ana Duarte would like to come" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store, private"
    stay.refresh_from_db()
    assert stay.state == "asked"
    assert (
        "Undo my answer" in browser.post(address, {"act": "accept", "line": "Welcome."}, follow=True).content.decode()
    )
    stay.refresh_from_db()
    assert (stay.state, stay.answer_line) == ("accepted", "Welcome.")
    browser.post(address, {"act": "take_back"})
    stay.refresh_from_db()
    assert stay.state == "asked"


def test_two_who_answer_make_one_and_the_second_reads_how_it_stands(
    asks_for_a_stay: Callable[..., Stay], ana: Person, dee: Person, as_: As
) -> None:
    stay = asks_for_a_stay(ana)
    as_(None).post(f"/stays/answer/{sealed(stay)}/", {"act": "decline"})
    answer = as_(dee).post(f"/desk/birch/stays/{stay.reference}/", {"act": "accept"})
    assert answer.status_code == 422
    assert "Meanwhile this stay is “declined”." in answer.content.decode()


def test_the_traveller_reads_what_cancelling_costs_and_cancels(
    asks_for_a_stay: Callable[..., Stay], ana: Person, bo: Person, as_: As
) -> None:
    stay = accept_stay(asks_for_a_stay(ana), by=bo)
    browser, address = as_(ana), f"/stays/{stay.reference}/"
    assert "If you cancel now, you owe nothing." in browser.get(address).content.decode()
    assert "You cancelled. You owe nothing." in browser.post(address, {"act": "cancel"}, follow=True).content.decode()
    assert "cancelled" in browser.get("/stays/").content.decode()


def test_a_manager_offers_changes_and_stops(tandem: Network, birch: Space, bo: Person, as_: As) -> None:
    browser = as_(bo)
    browser.post("/manage/birch/getaways/new/", TYPED)
    getaway = Getaway.objects.get()
    assert (getaway.price, getaway.until, getaway.network) == (48_050, date(2027, 5, 1), tandem)
    address = f"/manage/birch/getaways/{getaway.reference}/"
    assert 'value="480.50"' in browser.get(address).content.decode()
    assert 'value="2027-04-30"' in browser.get(address).content.decode()
    browser.post(address, TYPED | {"places": "4"})
    browser.post(f"{address}offered/", {"act": "stop"})
    getaway.refresh_from_db()
    assert (getaway.places, getaway.offered) == (4, False)
    assert "offered no longer" in browser.get("/desk/birch/getaways/").content.decode()


def test_what_cannot_be_offered_stays_as_typed_with_its_reasons(
    tandem: Network, bo: Person, as_: As, birch: Space
) -> None:
    wrong = TYPED | {"title_en": "", "last_day": "2027-03-01", "kept_percent": "101"}
    answer = as_(bo).post("/manage/birch/getaways/new/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in ("Give it a title in both languages.", "The season ends before it begins.", "too small or too great"):
        assert said in page
    assert 'value="Au vert"' in page
    assert not Getaway.objects.exists()


def test_a_space_that_stands_in_no_network_that_sells_offers_none(cedar: Space, cy: Person, as_: As) -> None:
    assert "this space stands in none" in as_(cy).get("/manage/cedar/getaways/new/").content.decode()
    as_(cy).post("/manage/cedar/getaways/new/", TYPED)
    assert not Getaway.objects.exists()


def test_the_lists_ask_no_more_for_many_than_for_one(
    by_the_sea: Getaway,
    birch: Space,
    tandem: Network,
    asks_for_a_stay: Callable[..., Stay],
    ana: Person,
    bo: Person,
    as_: As,
    django_assert_max_num_queries: Any,
) -> None:
    asks_for_a_stay(ana, JULY)
    for _ in range(30):
        offer_getaway(birch, tandem, BY_THE_SEA, by=bo)
    for person, address in ((None, "/getaways/"), (ana, "/stays/"), (bo, "/desk/birch/getaways/")):
        browser = as_(person)
        with django_assert_max_num_queries(8):
            assert browser.get(address).status_code == 200


# Paying


def test_the_traveller_reads_the_rule_then_pays_and_reads_the_receipt(
    agreed: Callable[..., Stay], tandem: Network, tess: Person, ana: Person, as_: As
) -> None:
    stay = agreed(ana)
    browser, address = as_(ana), f"/stays/{stay.reference}/"
    page = browser.get(address).content.decode()
    for said in ("Pay €400.00", "Once it is paid, cancelling is free until", "To be paid by", "HK$3,250.00"):
        assert said in page
    assert "Pay with my pass" not in page
    to_pay = browser.post(address, {"act": "pay"}, follow=True).content.decode()
    assert "A week by the sea, Birch" in to_pay
    assert "tess" not in to_pay
    assert "A week by the sea, Birch" in as_(tess).get("/networks/tandem/payments/").content.decode()
    transferred(stay, tess)
    page = browser.get(address).content.decode()
    assert "Birch expects you." in page
    assert "If you cancel now, all of what you paid goes back to you." in page
    browser.post(address, {"act": "cancel"})
    page = browser.get(address).content.decode()
    assert "You cancelled. All of what you paid goes back to you." in page
    assert "Goes back to you" in page


def test_a_pass_pays_with_one_press_and_pressed_again_says_so(
    agreed: Callable[..., Stay], tandem: Network, ana: Person, bo: Person, as_: As
) -> None:
    make_pass(ana, tandem, on_account=100_000)
    stay = agreed(ana)
    browser, address = as_(ana), f"/stays/{stay.reference}/"
    page = browser.get(address).content.decode()
    assert "With your pass it goes on its account" in page
    assert "by your pass" in browser.post(address, {"act": "pay_by_pass"}, follow=True).content.decode()
    again = browser.post(address, {"act": "pay_by_pass"})
    assert again.status_code == 422
    assert "There is nothing to pay for this stay now." in again.content.decode()
    ours = as_(bo).get("/desk/birch/getaways/").content.decode()
    assert "paid" in ours
    assert "You are owed HK$3,250.00" in as_(bo).get(f"/desk/birch/stays/{stay.reference}/").content.decode()


@pytest.mark.parametrize("act", ["pay", "pay_by_pass", "cancel", ""])
def test_nobody_else_pays_or_sees_a_stay_that_waits_for_its_price(
    act: str, agreed: Callable[..., Stay], tandem: Network, ana: Person, fay: Person, bo: Person, tess: Person, as_: As
) -> None:
    stay = agreed(ana)
    for person in (None, fay, bo, tess):
        answer = as_(person).post(f"/stays/{stay.reference}/", {"act": act})
        assert answer.status_code == (302 if person is None else 404)
    assert not Payment.objects.exists()
    stay.refresh_from_db()
    assert (stay.state, stay.paid_at) == ("accepted", None)


def test_the_space_reads_until_when_it_is_paid_and_that_it_was_not(
    agreed: Callable[..., Stay], ana: Person, bo: Person, as_: As
) -> None:
    stay = agreed(ana)
    address = f"/desk/birch/stays/{stay.reference}/"
    assert "Ana Duarte is to pay" in as_(bo).get(address).content.decode()
    assert "to be paid by" in as_(bo).get("/desk/birch/getaways/").content.decode()
    assert stay.lapse_at is not None
    with clock.at(stay.lapse_at):
        lapse_unanswered(clock.now())
        assert "has not paid in time" in as_(bo).get(address).content.decode()
        assert "The price has not come in time" in as_(ana).get(f"/stays/{stay.reference}/").content.decode()


def test_the_page_of_a_stay_asks_few_queries(
    agreed: Callable[..., Stay], tandem: Network, ana: Person, as_: As, django_assert_max_num_queries: Any
) -> None:
    make_pass(ana, tandem, on_account=100_000)
    address, browser = f"/stays/{agreed(ana).reference}/", as_(ana)
    browser.get(address)
    with django_assert_max_num_queries(12):
        assert browser.get(address).status_code == 200


def test_the_directory_leads_to_the_getaways(birch: Space, as_: As) -> None:
    assert 'href="/getaways/"' in as_(None).get("/spaces/").content.decode()
