"""What stands on the board: each kind with one card that stays, and one for each reason to go."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from passerelle.asks.rules import Side
from passerelle.board.models import Consent
from passerelle.board.queries import board_version, cards_of
from passerelle.board.queries.cards import SOURCES
from passerelle.board.rules import OPENING_STAYS, Kind, State
from passerelle.events.actions import announce
from passerelle.events.rules import ForWhom
from passerelle.kit import clock
from passerelle.members.models import Membership
from passerelle.networks.models import Network
from passerelle.networks.rules import Terms
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit
from passerelle.visits.rules import State as VisitState
from tests.asks.writing import wants
from tests.board.makers import agree, make_notice
from tests.events.happening import TALK
from tests.makers import WEDNESDAY_NOON, make_affiliation, make_member, make_person, make_space, make_visit

TODAY = date(2027, 1, 6)
DAY = timedelta(days=1)


def titles(space: Space, language: str = "en", **asked: Any) -> list[str]:
    return [card.title for card in cards_of(space, language, **asked)]


@pytest.fixture
def visit(ana: Person, alder: Space, birch: Space, visa: Network, wednesday_noon: object) -> Visit:
    facts = {"state": VisitState.ACCEPTED, "terms": Terms().written()}
    return make_visit(ana, alder, birch, visa, [TODAY, TODAY + DAY], **facts)


def test_a_notice_stands_until_its_day_and_no_longer(birch: Space, bo: Person, wednesday_noon: object) -> None:
    make_notice(birch, bo, "Stays", until=TODAY + DAY, text="One\n\nTwo")
    make_notice(birch, bo, "Is over", until=TODAY)
    for state in set(State) - {State.SHOWN}:
        make_notice(birch, bo, f"Is {state}", state=state)
    (card,) = cards_of(birch, "en")
    assert (card.title, card.lines, card.by, card.last_day) == ("Stays", ("One", "Two"), "Bo Chan", TODAY)
    with clock.at(WEDNESDAY_NOON + timedelta(hours=5)):  # midnight in Hong Kong
        assert titles(birch) == []


def test_who_does_not_sign_is_not_named(birch: Space, bo: Person, wednesday_noon: object) -> None:
    make_notice(birch, bo, signed=False)
    assert [card.by for card in cards_of(birch, "en")] == [""]


def test_a_new_member_is_announced_who_agreed_and_as_long_as_they_belong(birch: Space, wednesday_noon: object) -> None:
    agree(make_member(make_person("Ida Moreau"), birch), "Ida", trade="Illustrator", seeks="a printer")
    make_member(make_person("Never asked"), birch)
    agree(make_member(make_person("Left"), birch, until=TODAY), "Left")
    agree(make_member(make_person("Not yet"), birch, since=TODAY + DAY), "Not yet")
    agree(make_member(make_person("Long ago"), birch), "Long ago", until=TODAY)
    (card,) = cards_of(birch, "en")
    assert (card.kind, card.title, card.lines) == (
        Kind.ARRIVAL, "Ida joins the space", ("Illustrator", "Looks for: a printer")
    )  # fmt: skip
    assert titles(birch, "fr") == ["Ida rejoint l’espace"]
    Consent.objects.all().delete()
    assert titles(birch) == []


def test_a_visitor_is_announced_from_a_week_before_until_the_visit_ends(visit: Visit, birch: Space) -> None:
    agree(visit, "Ana", trade="Draws maps")
    (card,) = cards_of(birch, "en")
    assert (card.title, card.lines[0], card.until) == ("Ana, from Namur", "Draws maps", TODAY + 2 * DAY)
    for days, is_there in ((-8, False), (-7, True), (1, True), (2, False)):
        with clock.at(WEDNESDAY_NOON + days * DAY):
            assert bool(titles(birch)) is is_there


@pytest.mark.parametrize("state", sorted(set(VisitState) - {VisitState.ACCEPTED, VisitState.ARRIVED}))
def test_a_visit_that_is_off_or_not_agreed_is_not_announced(visit: Visit, birch: Space, state: VisitState) -> None:
    agree(visit, "Ana")
    Visit.objects.update(state=state)
    assert titles(birch) == []


@pytest.mark.parametrize(
    ("town", "french"), [("Lisboa", "Ana, de Lisboa"), ("Ottignies", "Ana, d’Ottignies"), ("", "Ana")]
)
def test_where_a_visitor_comes_from_is_said_as_one_says_it(visit: Visit, birch: Space, town: str, french: str) -> None:
    agree(visit, "Ana")
    Space.objects.filter(pk=visit.home_id).update(town=town)
    assert titles(birch, "fr") == [french]


def test_an_opening_is_a_space_new_in_a_network_of_ours(
    birch: Space, alder: Space, cedar: Space, visa: Network, wednesday_noon: object
) -> None:
    new = make_affiliation(make_space("Dune", town="Ostende"), visa, since=TODAY)
    make_affiliation(make_space("Elm"), visa, since=TODAY - OPENING_STAYS)
    make_affiliation(make_space("Fir"), visa, since=TODAY + DAY)
    (card,) = cards_of(birch, "en", outside=True)
    assert (card.title, card.lines) == ("Dune, in Ostende", ("New in The Visa: one more door that opens for you.",))
    assert card.link.endswith(f"/spaces/{new.space.slug}/")
    assert titles(cedar) == []


def test_outside_the_house_one_reads_what_is_for_everybody(birch: Space, bo: Person, wednesday_noon: object) -> None:
    make_notice(birch, bo, "For the house")
    make_notice(birch, bo, "For everybody", readers="everybody")
    assert titles(birch, outside=True) == ["For everybody"]
    assert set(titles(birch)) == {"For the house", "For everybody"}


def test_the_newest_of_each_kind_comes_first(birch: Space, bo: Person, wednesday_noon: object) -> None:
    for number, kind in enumerate((Kind.NEWS, Kind.NEWS, Kind.ASK, Kind.EVENT, Kind.ASK)):
        make_notice(birch, bo, f"{kind} {number}", kind=kind, stood_at=WEDNESDAY_NOON + number * DAY)
    assert titles(birch) == ["event 3", "ask 4", "news 1", "ask 2", "news 0"]


def test_the_version_changes_with_what_is_shown(visit: Visit, birch: Space, bo: Person) -> None:
    seen = [board_version(birch)]
    assert board_version(birch) == seen[0]
    agree(visit, "Ana")
    seen.append(board_version(birch))
    make_notice(birch, bo)
    seen.append(board_version(birch))
    Visit.objects.update(state=VisitState.CANCELLED)
    seen.append(board_version(birch))
    agree(Membership.objects.create(person=bo, space=birch, since=TODAY, source="staff"), "Bo")
    seen.append(board_version(birch))
    assert len(set(seen)) == len(seen)


def test_a_board_asks_few_queries(visit: Visit, birch: Space, bo: Person, django_assert_max_num_queries: Any) -> None:
    for number in range(40):
        make_notice(birch, bo, f"Notice {number}")
    with django_assert_max_num_queries(len(SOURCES)):
        assert len(cards_of(birch, "en")) == 40


def test_what_comes_next_and_what_is_sought_stand_on_it(birch: Space, bo: Person, wednesday_noon: object) -> None:
    make_member(ida := make_person("Ida"), birch)
    soon = replace(TALK, first_on=date(2027, 1, 12))
    announce(birch, soon, by=bo)
    announce(birch, replace(soon, title="For members", for_whom=ForWhom.MEMBERS), by=bo)
    wants(ida, Side.OFFER, "A lamp. " * 20, on_board=True)
    wants(ida, Side.ASK, "Somebody who draws maps.", on_board=False)
    house = {card.title: card for card in cards_of(birch, "en")}
    assert {TALK.title, "For members"} <= set(house)
    (lamp,) = [card for card in house.values() if card.kind is Kind.OFFER]
    assert lamp.title.endswith("…")
    assert lamp.by == ""
    outside = {card.title for card in cards_of(birch, "en", outside=True)}
    assert TALK.title in outside
    assert "For members" not in outside
    assert not any(card.kind is Kind.ASK for card in house.values())
