"""What is measured on: a network of fifty spaces, a traveller with 500 visits, a host with 200 visitors today.

Rows are written directly, many at a time; what is measured goes through pages and actions.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import cycle

from django.db import transaction

from passerelle.credentials.actions import Grounds, issue_credential
from passerelle.kit import clock
from passerelle.members.models import Membership
from passerelle.members.rules import Source
from passerelle.networks.models import Affiliation, Network
from passerelle.networks.rules import Terms
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.presence.rules import As, Witness
from passerelle.presence.rules import State as Day
from passerelle.spaces.models import Space
from passerelle.spaces.rules import Role
from passerelle.visits.models import Visit, VisitDay
from passerelle.visits.rules import Purpose, State, Word
from tests.makers import LONG_AGO, make_affiliation, make_closure, make_network, make_space, make_spaces, make_staff

HOSTS = 50
VISITS_OF_ONE = 500
VISITORS_TODAY = 200
TRAVELLERS = 2_000  # each has one visit today at a quiet host, for the check-ins; and others for the cycles
CYCLES = 150
TERMS = Terms(free_days=31, within_days=90, visitors_a_day=500, weekdays=(0, 1, 2, 3, 4, 5, 6), day_price=25_00)
ENDED = (State.CLOSED, State.NO_SHOW, State.DECLINED, State.LAPSED, State.CANCELLED, State.WITHDRAWN)


@dataclass(frozen=True)
class World:
    """Who is asked for in what follows."""

    home: Space
    host: Space
    quiet_host: Space
    traveller: Person
    newcomer: Person  # with nothing to show yet
    desk: Person
    arriving: list[str]  # references of visits that are expected today
    asking: list[Person]  # members who have not asked anything yet


def a_zone_where_it_is_noon() -> str:
    """So that no run falls on midnight, when yesterday's visitors are expected no more."""
    hours = datetime.now(UTC).hour - 12
    return f"Etc/GMT{hours:+d}" if hours else "Etc/GMT"


@transaction.atomic
def build() -> World:
    """The whole world, in one transaction."""
    zone = a_zone_where_it_is_noon()
    facts = {"time_zone": zone, "hours": "Mo-Su 06:00-23:00", "summary": "Une salle ouverte, un café, une cour. " * 8}
    network = make_network("Bench Network", slug="bench", terms=TERMS)
    home = make_space("Home", slug="home", **facts)
    host, quiet = make_space("Host", slug="host", **facts), make_space("Quiet", slug="quiet", **facts)
    others = make_spaces(HOSTS, **facts)
    for space in (home, host, quiet):
        make_affiliation(space, network)
    Affiliation.objects.bulk_create(Affiliation(network=network, space=space, since=LONG_AGO) for space in others)
    today = clock.local_day(zone)
    make_closure(host, today + timedelta(days=30), today + timedelta(days=33), "Inventaire")
    people = members_of(home, 1 + VISITORS_TODAY + TRAVELLERS + CYCLES)
    traveller, rest = people[0], people[1:]
    visitors, arriving, asking = rest[:VISITORS_TODAY], rest[VISITORS_TODAY:-CYCLES], rest[-CYCLES:]
    desk = Person.objects.create(email="desk@example.org", name="Dee Lau", password="!")
    for space in (host, quiet):
        make_staff(desk, space, Role.MANAGER)
    _long_history(traveller, home, others, network, today)
    held_for(visitors, home, host, network, today, here=VISITORS_TODAY // 2)
    expected = held_for(arriving, home, quiet, network, today)
    newcomer = Person.objects.create(email="newcomer@example.org", name="New Comer", password="!")
    return World(home, host, quiet, traveller, newcomer, desk, [visit.reference for visit in expected], asking)


def members_of(home: Space, how_many: int) -> list[Person]:
    """People who are at home there."""
    people = Person.objects.bulk_create(
        Person(email=f"person{number}@{home.slug}.example.org", name=f"Person Number{number}", password="!")
        for number in range(how_many)
    )
    Membership.objects.bulk_create(
        Membership(person=person, space=home, since=LONG_AGO, source=Source.STAFF) for person in people
    )
    return people


def _long_history(person: Person, home: Space, hosts: list[Space], network: Network, today: date) -> list[Visit]:
    """Ten visits to each of fifty hosts: most over, in every way that a visit ends, sixty still to come."""
    ends, turn = cycle(ENDED), cycle(hosts)
    visits = []
    for number in range(VISITS_OF_ONE):
        first = today + timedelta(days=120 - number * 2)
        state = next(ends) if first < today else (State.ACCEPTED if number % 2 else State.REQUESTED)
        visits.append(_visit(person, home, next(turn), network, [first, first + timedelta(days=1)], state))
    return _kept(visits)


def held_for(
    people: list[Person],
    home: Space,
    host: Space,
    network: Network,
    today: date,
    *,
    here: int = 0,
    quality: As = As.VISITOR,
) -> list[Visit]:
    """One accepted visit each, today and tomorrow, its days held in this quality; the first `here` have checked in."""
    states = [State.ARRIVED] * here + [State.ACCEPTED] * (len(people) - here)
    days = [today, today + timedelta(days=1)]
    visits = _kept(
        [_visit(person, home, host, network, days, state) for person, state in zip(people, states, strict=True)]
    )
    Presence.objects.bulk_create(
        _presence(visit, day, quality, is_used=visit.state == State.ARRIVED and day == today)
        for visit in visits
        for day in days
    )
    for visit in visits:
        issue_credential(Grounds(visit.person, home, host, network, visit.ref, days))
    return visits


def _visit(person: Person, home: Space, host: Space, network: Network, days: list[date], state: State) -> Visit:
    asked_at = datetime.combine(days[0], datetime.min.time(), UTC) - timedelta(days=9)
    is_asked = state in (State.REQUESTED, State.COUNTERED)
    return Visit(
        person=person,
        home=home,
        host=host,
        network=network,
        state=state,
        first_day=days[0],
        last_day=days[-1],
        about="Je conçois des cartes et je cherche un bureau calme.",
        purpose=Purpose.WORK,
        word=Word.STANDING,
        asked_at=asked_at,
        host_asked_at=asked_at,
        lapse_at=clock.now() + timedelta(days=2) if is_asked else None,
        next_step_at=clock.now() + timedelta(days=2) if is_asked else None,
        terms=None if is_asked else network.default_terms,
        answered_at=None if is_asked else asked_at + timedelta(hours=3),
        arrived_at=asked_at + timedelta(days=9) if state in (State.ARRIVED, State.CLOSED) else None,
    )


def _kept(visits: list[Visit]) -> list[Visit]:
    kept = Visit.objects.bulk_create(visits)
    VisitDay.objects.bulk_create(
        VisitDay(visit=visit, day=day) for visit in kept for day in (visit.first_day, visit.last_day)
    )
    return kept


def _presence(visit: Visit, day: date, quality: As, *, is_used: bool) -> Presence:
    moment = clock.now()
    return Presence(
        person=visit.person,
        space=visit.host,
        day=day,
        state=Day.USED if is_used else Day.HELD,
        quality=quality,
        cause=visit.ref,
        held_at=moment,
        used_at=moment if is_used else None,
        witness=Witness.DESK if is_used else "",
    )
