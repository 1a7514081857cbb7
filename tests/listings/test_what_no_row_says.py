"""What no row says is not invented: a kind that is not known, and what was derived, each with how it is known."""

import pytest

from passerelle.kit import clock
from passerelle.kit.places import Point
from passerelle.listings.actions.imports import Sent, ask_to_take_in, say_source, send_list
from passerelle.listings.actions.taking_in import Whose
from passerelle.listings.jobs import take_up_lists
from passerelle.listings.models import Listing, Source
from passerelle.listings.queries import derived_of, origins_of
from passerelle.listings.rules import Basis
from passerelle.spaces.actions.places import describe_space
from passerelle.spaces.models import Space, Square
from passerelle.spaces.rules import Description, Kind
from tests.listings.lists import LIEGE, NAMUR, take, written
from tests.makers import make_staff, make_town

pytestmark = pytest.mark.django_db
CAFE, NO_TOWN = NAMUR | {"type": "Café"}, {name: said for name, said in NAMUR.items() if name != "town"}


@pytest.fixture(autouse=True)
def _namur():
    make_town("Namur", "BE", Point(50.4669, 4.8675), 110_000)


def the(name="La Ruche"):
    return Space.objects.get(name=name)


def hand_over(source, space):
    """What a person says of a likely pair: the row of this source tells of that space."""
    Listing.objects.filter(source__name=source).update(space=space)


def test_a_kind_that_no_list_says_is_not_known_and_comes_from_nowhere():
    take(NAMUR)
    assert the().kind == Kind.UNKNOWN
    assert "kind" not in origins_of(the())
    assert {square.kind for square in Square.objects.filter(spaces_count=1)} == {Kind.UNKNOWN}


def test_a_newer_file_fills_a_kind_that_was_not_known_and_may_empty_it_again():
    take(NAMUR)
    assert take(CAFE).updated == 1
    assert the().kind == Kind.CAFE
    assert {square.kind for square in Square.objects.filter(spaces_count=1)} == {Kind.CAFE}
    assert take(NAMUR).updated == 1
    assert the().kind == Kind.UNKNOWN


def test_another_source_fills_a_kind_that_was_not_known_and_changes_none_that_was():
    take(NAMUR, source="First")
    take(NAMUR, source="Second")
    hand_over("Second", Space.objects.order_by("pk")[0])
    take(CAFE, source="Second")
    space = Space.objects.order_by("pk")[0]
    assert (space.kind, origins_of(space)["kind"].source) == (Kind.CAFE, "Second")
    take(NAMUR | {"type": "Coworking"}, source="First")
    assert Space.objects.order_by("pk")[0].kind == Kind.CAFE


def test_a_kind_that_a_manager_chose_is_never_written_over(bo):
    take(NAMUR)
    make_staff(bo, the())
    describe_space(the(), Description("La Ruche", "Namur", Kind.GETAWAY, address="Rue de Fer 48"), by=bo)
    take(CAFE, kind=Kind.COWORKING)
    assert the().kind == Kind.GETAWAY


def test_a_kind_is_said_once_for_a_whole_list_and_holds_when_it_is_sent_again():
    rows = (NAMUR, LIEGE | {"type": "Café"}, {"id": 3, "name": "Centre d’affaires", "town": "Namur", "country": "BE"})
    assert take(*rows, kind=Kind.COWORKING).added == 3
    kinds = {space.name: space.kind for space in Space.objects.all()}
    assert kinds == {"La Ruche": "coworking", "Le Quai": "cafe", "Centre d’affaires": "office_centre"}
    assert origins_of(the())["kind"].derived == Basis.LIST
    assert take(*rows).unchanged == 3
    assert Source.objects.get().kind == Kind.COWORKING
    assert take(*rows, kind=Kind.GETAWAY).updated == 1
    assert (the().kind, the("Le Quai").kind) == (Kind.GETAWAY, Kind.CAFE)


def test_an_organiser_says_it_with_the_file(visa, olga):
    one = send_list(visa, Sent("list.json", written(NAMUR)), by=olga)
    say_source(one, Whose("Map", kind=Kind.COWORKING), by=olga)
    take_up_lists(clock.now())
    one.refresh_from_db()
    ask_to_take_in(one, by=olga)
    take_up_lists(clock.now())
    assert (the().kind, Source.objects.get().kind) == (Kind.COWORKING, Kind.COWORKING)


def test_a_town_that_follows_from_the_pin_is_not_credited_to_the_list():
    take(NO_TOWN)
    origin = origins_of(the())["town"]
    assert (the().town, origin.source, origin.derived) == ("Namur", "Map of 2014", Basis.PIN)
    assert derived_of([the()]) == {the().pk: {"town": Basis.PIN, "country": Basis.PIN}}
    assert take(NO_TOWN).unchanged == 1
    assert take(NAMUR).updated == 1
    assert origins_of(the())["town"].derived == ""
    assert derived_of([the()]) == {the().pk: {"country": Basis.PIN}}


def test_whoever_says_a_town_goes_before_who_derived_it():
    take(NO_TOWN, source="First")
    take(NO_TOWN, source="Second")
    space = Space.objects.order_by("pk")[0]
    hand_over("Second", space)
    take(NAMUR | {"town": "Jambes"}, source="Second")
    space.refresh_from_db()
    assert (space.town, origins_of(space)["town"].source, origins_of(space)["town"].derived) == ("Jambes", "Second", "")
    assert take(NO_TOWN, source="First").unchanged == 1
    take(NAMUR | {"town": "Salzinnes"}, source="First")
    space.refresh_from_db()
    assert space.town == "Jambes"


def test_a_word_of_the_name_is_a_guess_that_any_word_of_a_list_goes_before():
    row = NAMUR | {"name": "Café Coworking du Pont"}
    take(row, source="First")
    take(row, source="Second")
    space = Space.objects.order_by("pk")[0]
    assert (space.kind, origins_of(space)["kind"].derived) == (Kind.COWORKING, Basis.NAME)
    hand_over("Second", space)
    take(row | {"type": "Café"}, source="Second")
    space.refresh_from_db()
    assert (space.kind, origins_of(space)["kind"].source) == (Kind.CAFE, "Second")
