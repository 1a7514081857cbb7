from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from passerelle.care.actions.forgetting import forget
from passerelle.getaways.access import ByLetter, opened, sealed
from passerelle.getaways.actions import (
    Asking,
    accept_stay,
    ask_for_a_stay,
    cancel_stay,
    change_getaway,
    decline_stay,
    offer_getaway,
    set_offered,
    take_back_answer,
    withdraw_stay,
)
from passerelle.getaways.jobs import lapse_unanswered
from passerelle.getaways.models import Getaway, Stay
from passerelle.getaways.queries import Wanted, full_days_ahead, getaways_ahead, getaways_offered, networks_that_sell
from passerelle.getaways.rules import Comprises, NotPossible, Setting, Span, State
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.models import Record
from passerelle.mail.models import Letter
from passerelle.networks.models import Affiliation, Network
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.getaways.offering import AUGUST, BY_THE_SEA, JULY, SUMMER
from tests.getaways.paying import transferred
from tests.makers import make_person

pytestmark = pytest.mark.django_db


def refused(call: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value


def waiting(kind: str) -> Letter:
    return Letter.objects.get(kind=kind, state="waiting")


# Offering


def test_a_space_offers_through_networks_that_sell_and_in_which_it_stands(
    by_the_sea: Getaway, birch: Space, visa: Network, tandem: Network, bo: Person
) -> None:
    assert networks_that_sell(birch, date(2027, 1, 6)) == [tandem]
    assert by_the_sea.offer == SUMMER
    assert by_the_sea.currency == "HKD"
    assert refused(lambda: offer_getaway(birch, visa, BY_THE_SEA, by=bo)).code == "network_does_not_sell"


def test_only_managers_of_the_space_offer_change_and_stop(
    by_the_sea: Getaway, birch: Space, tandem: Network, dee: Person, cy: Person
) -> None:
    for person in (dee, cy):
        for press in (
            lambda by: offer_getaway(birch, tandem, BY_THE_SEA, by=by),
            lambda by: change_getaway(by_the_sea, BY_THE_SEA, by=by),
            lambda by: set_offered(by_the_sea, False, by=by),
        ):
            with pytest.raises(NotFound):
                press(person)


def test_what_cannot_be_offered_is_refused_with_every_fault(birch: Space, tandem: Network, bo: Person) -> None:
    wrong = replace(BY_THE_SEA, title_fr=" ", offer=replace(SUMMER, price=0))
    refusal = refused(lambda: offer_getaway(birch, tandem, wrong, by=bo))
    assert refusal.facts["faults"] == {"price": "out_of_range", "title_fr": "title_is_missing"}
    assert not Getaway.objects.exists()


def test_a_change_leaves_what_was_asked_before_as_it_was(
    by_the_sea: Getaway, asks_for_a_stay: Callable[..., Stay], ana: Person, bo: Person
) -> None:
    stay = asks_for_a_stay(ana)
    dearer = replace(BY_THE_SEA, offer=replace(SUMMER, price=90_000))
    assert change_getaway(by_the_sea, dearer, by=bo).price == 90_000
    stay.refresh_from_db()
    assert stay.price == 5 * 65_000
    assert Record.objects.get(act="getaway_changed").facts == {"fields": ["price"]}
    assert refused(lambda: asks_for_a_stay(ana, AUGUST)).code == "price_has_changed"


def test_a_search_finds_what_is_offered_and_leaves_out_the_rest(by_the_sea: Getaway, bo: Person) -> None:
    today = date(2027, 1, 6)

    def found(**wanted: object) -> list[Getaway]:
        return list(getaways_offered(Wanted(**wanted), today))  # type: ignore[arg-type]

    assert found() == found(settings=[Setting.SEASIDE, Setting.GREEN]) == [by_the_sea]
    assert found(country="HK", comprises=[Comprises.BOTH], month=date(2027, 8, 1)) == [by_the_sea]
    assert not found(settings=[Setting.GREEN])
    assert not found(comprises=[Comprises.DESK])
    assert not found(country="BE")
    assert not found(month=date(2027, 9, 1))
    assert not found(month=date(2027, 5, 1))
    assert not list(getaways_offered(Wanted(), date(2027, 9, 1)))
    Affiliation.objects.filter(space=by_the_sea.space, network=by_the_sea.network).update(until=today)
    assert not found()
    assert getaways_ahead(by_the_sea.space, today) == []
    Affiliation.objects.update(until=None)
    assert getaways_ahead(by_the_sea.space, today) == [by_the_sea]
    set_offered(by_the_sea, False, by=bo)
    assert not found()


# Asking and answering


def test_a_space_that_has_left_the_network_is_not_asked_and_says_no_yes(
    by_the_sea: Getaway, asks_for_a_stay: Callable[..., Stay], ana: Person, fay: Person, bo: Person
) -> None:
    stay = asks_for_a_stay(ana)
    Affiliation.objects.filter(space=by_the_sea.space, network=by_the_sea.network).update(until=date(2027, 1, 6))
    assert refused(lambda: asks_for_a_stay(fay)).code == "getaway_is_over"
    assert refused(lambda: accept_stay(stay, by=bo)).code == "network_does_not_sell"
    assert decline_stay(stay, by=bo).state == State.DECLINED


def test_asking_writes_to_the_space_and_holds_nothing(asks_for_a_stay: Callable[..., Stay], ana: Person) -> None:
    stay = asks_for_a_stay(ana)
    assert (stay.state, stay.price, stay.currency) == (State.ASKED, 325_000, "HKD")
    assert stay.lapse_at == clock.now() + timedelta(days=3)
    letter = waiting("ask_space")
    assert letter.to == "birch@example.org"
    assert "I translate novels." in letter.text
    assert "free until Monday 21" in letter.text
    assert f"/stays/answer/{sealed(stay)}/" in letter.text
    assert "ana@example.org" not in letter.text


def test_the_same_request_sent_twice_is_one(by_the_sea: Getaway, ana: Person) -> None:
    asking = Asking(by_the_sea, JULY, SUMMER.price_of(JULY), key="once")
    assert ask_for_a_stay(asking, by=ana) == ask_for_a_stay(asking, by=ana)
    assert Letter.objects.filter(kind="ask_space").count() == 1


def test_what_cannot_be_had_is_refused_with_its_reason(
    by_the_sea: Getaway, asks_for_a_stay: Callable[..., Stay], ana: Person, bo: Person
) -> None:
    refusal = refused(lambda: asks_for_a_stay(ana, Span(JULY.first, JULY.first)))
    assert (refusal.code, refusal.facts["why"]) == ("stay_not_possible", NotPossible.TOO_SHORT)
    asks_for_a_stay(ana)
    assert refused(lambda: asks_for_a_stay(ana, Span(JULY.last, date(2027, 7, 12)))).code == "stay_already_asked"
    set_offered(by_the_sea, False, by=bo)
    assert refused(lambda: asks_for_a_stay(ana, AUGUST)).code == "getaway_is_over"


def test_a_person_has_ten_requests_open_at_once(asks_for_a_stay: Callable[..., Stay], ana: Person) -> None:
    for week in range(10):
        asks_for_a_stay(ana, Span(*(day + timedelta(days=7 * week - 28) for day in (JULY.first, JULY.last))))
    assert (
        refused(lambda: asks_for_a_stay(ana, Span(date(2027, 8, 20), date(2027, 8, 24)))).code
        == "too_many_open_requests"
    )


def test_a_yes_takes_a_place_and_its_letters_wait_ten_minutes(
    by_the_sea: Getaway, asks_for_a_stay: Callable[..., Stay], ana: Person, fay: Person, bo: Person
) -> None:
    for person in (ana, fay):
        stay = accept_stay(asks_for_a_stay(person), by=bo, line="Bring shoes.")
        assert stay.state == State.ACCEPTED
    letters = Letter.objects.filter(kind__in=["tell_traveller_of_yes", "confirm_to_space"])
    assert {letter.due_at for letter in letters} == {clock.now() + timedelta(minutes=10)}
    third = make_person("Third")
    assert refused(lambda: asks_for_a_stay(third)).facts["days"] == JULY.days
    assert full_days_ahead(by_the_sea, date(2027, 1, 6)) == [JULY]


def test_a_third_who_asked_before_the_places_were_gone_cannot_be_accepted(
    asks_for_a_stay: Callable[..., Stay], ana: Person, fay: Person, bo: Person
) -> None:
    third = asks_for_a_stay(make_person("Third"), Span(JULY.first, date(2027, 7, 12)))
    for person in (ana, fay):
        accept_stay(asks_for_a_stay(person), by=bo)
    assert refused(lambda: accept_stay(third, by=bo)).code == "stay_days_full"
    third.refresh_from_db()
    assert third.state == State.ASKED


def test_the_letter_proves_the_right_for_one_stay_and_no_other(
    asks_for_a_stay: Callable[..., Stay], ana: Person, fay: Person, dee: Person, cy: Person
) -> None:
    stay, right = opened(sealed(asks_for_a_stay(ana)))
    other = asks_for_a_stay(fay)
    for actor in (right, cy, fay):
        with pytest.raises(NotFound):
            decline_stay(other, by=actor)
    assert accept_stay(stay, by=right).state == State.ACCEPTED
    assert accept_stay(other, by=dee).state == State.ACCEPTED
    assert right == ByLetter(stay.pk)
    assert refused(lambda: opened(sealed(stay).replace(stay.reference, other.reference))).code == "link_not_valid"


def test_two_answers_make_one(asks_for_a_stay: Callable[..., Stay], ana: Person, bo: Person) -> None:
    stay = decline_stay(asks_for_a_stay(ana), by=bo, line="We paint the house.")
    refusal = refused(lambda: accept_stay(stay, by=bo))
    assert (refusal.code, refusal.facts["state"]) == ("stay_has_moved_on", State.DECLINED)
    assert "We paint the house." in waiting("tell_traveller_of_no").text


@pytest.mark.parametrize("answer", [accept_stay, decline_stay])
def test_for_ten_minutes_an_answer_can_be_taken_back(
    answer: Callable[..., Stay], asks_for_a_stay: Callable[..., Stay], ana: Person, bo: Person, wednesday_noon: datetime
) -> None:
    stay = answer(asks_for_a_stay(ana), by=bo)
    with clock.at(wednesday_noon + timedelta(minutes=9)):
        assert take_back_answer(stay, by=bo).state == State.ASKED
        assert not Letter.objects.filter(kind__startswith="tell_traveller", state="waiting").exists()
        again = answer(stay, by=bo)
    assert Letter.objects.filter(kind__startswith="tell_traveller", state="waiting").count() == 1
    with clock.at(wednesday_noon + timedelta(minutes=19)):
        assert refused(lambda: take_back_answer(again, by=bo)).code == "too_late_to_take_back"


# Giving up


@pytest.mark.parametrize(
    ("on", "kept"),
    [
        (datetime(2027, 6, 21, 10, tzinfo=UTC), 0),
        (datetime(2027, 6, 21, 17, tzinfo=UTC), 162_500),
        (datetime(2027, 7, 4, tzinfo=UTC), 162_500),
    ],
)
def test_cancelling_keeps_what_was_agreed_by_the_days_of_the_space(
    on: datetime, kept: int, agreed: Callable[..., Stay], tess: Person, ana: Person
) -> None:
    stay = agreed(ana)
    transferred(stay, tess)
    with clock.at(on):
        assert cancel_stay(stay, by=ana).kept == kept
        assert waiting("tell_space_of_cancellation").to == "birch@example.org"
        assert waiting("confirm_cancellation").to == "ana@example.org"
    assert not Letter.objects.filter(kind="tell_traveller_of_yes", state="waiting").exists()


def test_a_request_is_given_up_for_nothing_and_a_stay_that_has_begun_no_more(
    asks_for_a_stay: Callable[..., Stay], ana: Person, fay: Person, bo: Person
) -> None:
    assert cancel_stay(asks_for_a_stay(ana), by=ana).kept == 0
    stay = accept_stay(asks_for_a_stay(fay), by=bo)
    with pytest.raises(NotFound):
        cancel_stay(stay, by=ana)
    with clock.at(clock.midnight(JULY.first, "Asia/Hong_Kong")):
        assert refused(lambda: cancel_stay(stay, by=fay)).code == "stay_has_begun"


def test_the_space_takes_its_yes_back_with_a_reason_and_nothing_is_owed(
    by_the_sea: Getaway, asks_for_a_stay: Callable[..., Stay], ana: Person, bo: Person
) -> None:
    stay = accept_stay(asks_for_a_stay(ana), by=bo)
    assert refused(lambda: withdraw_stay(stay, " ", by=bo)).code == "reason_is_missing"
    assert withdraw_stay(stay, "The roof leaks.", by=bo).kept == 0
    assert "The roof leaks." in waiting("tell_traveller_of_withdrawal").text
    assert full_days_ahead(by_the_sea, date(2027, 1, 6)) == []


def test_a_request_that_nobody_answers_lapses_and_the_traveller_is_told(
    asks_for_a_stay: Callable[..., Stay], ana: Person, bo: Person, fay: Person, wednesday_noon: datetime
) -> None:
    asked, answered = asks_for_a_stay(ana), accept_stay(asks_for_a_stay(fay), by=bo)
    assert lapse_unanswered(wednesday_noon + timedelta(days=3, seconds=-1)) == 0
    with clock.at(wednesday_noon + timedelta(days=3)):
        assert lapse_unanswered(clock.now()) == 1
    for stay in (asked, answered):
        stay.refresh_from_db()
    assert (asked.state, answered.state) == (State.LAPSED, State.ACCEPTED)
    assert waiting("tell_traveller_of_lapse").to == "ana@example.org"
    assert Letter.objects.get(kind="ask_space", mentions__ref=asked.ref).state == "withheld"


def test_whoever_is_forgotten_leaves_no_stay_behind_and_the_space_is_told_without_a_name(
    asks_for_a_stay: Callable[..., Stay], fay: Person, bo: Person
) -> None:
    asked, agreed = asks_for_a_stay(fay), accept_stay(asks_for_a_stay(fay, AUGUST), by=bo)
    forget(fay)
    for stay in (asked, agreed):
        stay.refresh_from_db()
        assert (stay.state, stay.about, stay.answer_line) == (State.CANCELLED, "", "")
    letters = Letter.objects.filter(kind="tell_space_of_cancellation", state="waiting")
    assert letters.count() == 2
    assert not any("Fay" in letter.text or "Fay" in letter.subject for letter in letters)
