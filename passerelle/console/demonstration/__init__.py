"""The demonstration: an invented network, its people and their visits in every state.

`build(progress)` makes all of it in one go, through the same acts as a real instance; `WHO_IS_WHO` says as whom to sign
in, address and sentence.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from passerelle.console.demonstration.asks import tell_and_ask
from passerelle.console.demonstration.board import fill_boards
from passerelle.console.demonstration.events import fill_calendars
from passerelle.console.demonstration.first_hour import let_members_in, write_first_hours
from passerelle.console.demonstration.getaways import offer_and_stay
from passerelle.console.demonstration.listed import (
    NO_LISTS,
    remember,
    row_for,
    space_of_the_story,
    take_in_hand,
    take_lists,
)
from passerelle.console.demonstration.people import (
    ORGANISER,
    PEOPLE,
    RUNS_THE_INSTANCE,
    STANDS_IN,
    TREASURER,
    WHO_IS_WHO,
    Somebody,
)
from passerelle.console.demonstration.places import TEN, VISA, VISA_TERMS, WALLONIA, WALLONIA_TERMS, Listing
from passerelle.console.demonstration.plans import be_on_evenings, offer_plans, take_plans
from passerelle.console.demonstration.rooms import let_rooms
from passerelle.console.demonstration.selling import found_tandem, join_tandem, put_on_sale
from passerelle.console.demonstration.services import offer_services
from passerelle.console.demonstration.settling import agree_how_to_settle, live_through_months
from passerelle.console.demonstration.story import tell
from passerelle.console.demonstration.walls import hang_walls
from passerelle.console.demonstration.world import INVENTED
from passerelle.console.importing import Wished
from passerelle.kit import clock
from passerelle.kit.fold import fold
from passerelle.kit.signing import seal
from passerelle.members.actions import Term, keep_membership
from passerelle.members.rules import Source
from passerelle.networks.actions import Founding, admit_space, found_network, give_charter, set_deviations
from passerelle.networks.queries import Network
from passerelle.people.actions import know_person, trust_with_the_instance
from passerelle.people.queries import Person, person_at
from passerelle.spaces.actions.places import close_days, confirm_address, list_space
from passerelle.spaces.actions.staff import accept_invitation, invite_staff
from passerelle.spaces.queries import Space, space_at
from passerelle.spaces.rules import Description, Place, Role

__all__ = ["WHO_IS_WHO", "build"]

FOUNDED = timedelta(days=400)
JOINED = timedelta(days=300)
STAYS = timedelta(days=240)

VISA_SUMMARY = (
    "Depuis 2008, les membres d’un espace travaillent dans tous les autres : trois jours offerts, sur demande.",
    "Since 2008, members of one space work free in all the others: three days, on request.",
)
WALLONIA_SUMMARY = (
    "Huit espaces wallons et quelques voisins, plus généreux entre eux : cinq jours, annoncés la veille.",
    "Eight Walloon spaces and a few neighbours, kinder to each other: five days, announced the day before.",
)
CHARTER_FR = """\
Chaque espace accueille les membres des autres comme les siens, dit clairement ce qu’il offre, répond aux demandes,
et prévient quand il ne peut plus.

Personne ne doit rien à personne : on donne quand on peut."""
CHARTER_EN = """\
Each space welcomes members of the others as its own, says clearly what it offers, answers requests, and gives word
when it no longer can.

Nobody owes anybody anything: one gives when one can."""


def build(progress: Callable[..., None], lists: Wished = NO_LISTS) -> None:
    """Make everything, saying through `progress(step, done, out_of)` how far it is; on `lists`, if there are any."""
    today = clock.now()
    with clock.at(today - FOUNDED):
        founder = trust_with_the_instance(_know(RUNS_THE_INSTANCE), by="console")
        networks = _found_networks(founder)
        tandem = found_tandem(founder, _person(ORGANISER), _know(TREASURER))
        for somebody in (*PEOPLE, STANDS_IN):
            _know(somebody)
        take_lists(lists, progress)
        _list_places(networks, founder, progress)
        join_tandem(tandem, _person(ORGANISER), _who_answers)
    with clock.at(today - JOINED):
        for somebody in PEOPLE:
            _enter_at_home(somebody, today)
        offer_plans(_who_answers)
        offer_services(_who_answers)
        treasurer = _person(TREASURER)
        products = put_on_sale(tandem, treasurer)
        agree_how_to_settle(tandem, treasurer, _who_answers)
    progress("lived through the last months")
    _close_for_the_holidays(today)
    tell(today, _who_answers, live_through_months(tandem, products, treasurer, today, _who_answers))
    write_first_hours(_who_answers, today)
    let_members_in(_who_answers, today)
    let_rooms(_who_answers, today)
    tell_and_ask(today)
    fill_calendars(_who_answers, today)
    for taking in (be_on_evenings, take_plans):
        taking(lambda name: _person(next(one for one in PEOPLE if one.address == name)), today)
    fill_boards(_who_answers, today)
    hang_walls(_who_answers)
    offer_and_stay(tandem, _who_answers, _person(ORGANISER), treasurer, today)


def _found_networks(founder: Person) -> dict[str, Network]:
    organiser = _know(ORGANISER)
    foundings = (
        Founding("Coworking Visa", "hospitality", *VISA_SUMMARY, slug=VISA, terms=VISA_TERMS),
        Founding("Coworking Wallonia", "hospitality", *WALLONIA_SUMMARY, slug=WALLONIA, terms=WALLONIA_TERMS),
    )
    networks = {one.slug: found_network(one, organiser=organiser, by=founder) for one in foundings}
    for network in networks.values():
        give_charter(network, CHARTER_FR, CHARTER_EN, by=organiser)
    return networks


def _list_places(networks: dict[str, Network], founder: Person, progress: Callable[..., None]) -> None:
    listings = (*TEN, *INVENTED)
    organiser = _person(ORGANISER)
    for number, listing in enumerate(listings, start=1):
        space, manager = _list(listing, founder)
        for network in listing.networks:
            affiliation = admit_space(networks[network], space, by=organiser)
            terms = networks[network].terms.with_deviations({**listing.otherwise, "day_price": listing.price})
            set_deviations(affiliation, terms, by=manager)
        progress("places", number, len(listings))


def _list(listing: Listing, founder: Person) -> tuple[Space, Person]:
    """The place, whether it stands on a list already or not, and its manager."""
    name = fold(listing.name).replace(" ", "-")
    said, email = _said_of(listing), f"{name}@example.org"
    row = row_for(listing)
    if row is None:
        space = list_space(said, _place_of(listing), by=founder, email=email, slug="" if space_at(name) else name)
        remember(name, confirm_address(space) if listing.is_confirmed else space)
        return space, _staff(name, space, founder)
    manager = _staff(name, row, founder)
    remember(name, row)
    return take_in_hand(row, said, email, by=manager, is_confirmed=listing.is_confirmed), manager


def _place_of(listing: Listing) -> Place:
    town = listing.town
    return Place(town.country, town.zone, town.latitude, town.longitude)


def _said_of(listing: Listing) -> Description:
    town = listing.town
    return Description(
        name=listing.name,
        town=town.name,
        kind=listing.kind,
        summary=listing.summary,
        address=listing.address,
        hours=listing.hours,
        ask_for=listing.ask_for,
        currency=town.currency,
        language=town.language,
        second_email=listing.second_email,
    )


def _staff(name: str, space: Space, founder: Person) -> Person:
    """Those who act for the space that the story calls `name` are invited and accept; gives its manager."""
    staff = [one for one in PEOPLE if one.acts_for == name] or [STANDS_IN]
    for one in staff:
        invitation = invite_staff(space, one.email, one.role, by=founder)
        accept_invitation(seal("invitation", invitation.reference), by=_person(one))
    return _person(staff[0])


def _enter_at_home(somebody: Somebody, today: datetime) -> None:
    if somebody.home:
        since, until = clock.now().date(), (today + STAYS).date()
        home = space_of_the_story(somebody.home)
        keep_membership(_person(somebody), home, Term(since, until), source=Source.ROSTER, by=home.ref)


def _close_for_the_holidays(today: datetime) -> None:
    """Around the turn of the year Namur is closed to visitors."""
    name, year = "coworking-namur", today.year
    since, until = date(year, 12, 24), date(year + 1, 1, 3)
    close_days(space_of_the_story(name), since, until, by=_who_answers(name), reason="Fêtes de fin d’année")


def _who_answers(name: str) -> Person:
    """The manager of the space that the story calls `name`, among the people of the demonstration."""
    managers = (one for one in PEOPLE if one.acts_for == name and one.role is Role.MANAGER)
    return _person(next(managers, STANDS_IN))


def _know(somebody: Somebody) -> Person:
    return know_person(somebody.email, name=somebody.name, language=somebody.language)


def _person(somebody: Somebody) -> Person:
    person = person_at(somebody.email)
    assert person is not None, somebody.email
    return person
