"""Eight real processes press at once: free days and places are never exceeded, and two answers make one."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from passerelle.credentials.models import Credential, Use
from passerelle.kit import clock
from passerelle.ledger.queries import faults_in
from passerelle.logbook.models import Record
from passerelle.mail.models import Letter
from passerelle.networks.models import Affiliation, Network
from passerelle.networks.rules import Terms, Way
from passerelle.passes.models import Charge
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from passerelle.spaces.rules import Role
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit
from passerelle.visits.models import Visit
from tests.makers import make_affiliation, make_member, make_person, make_spaces, make_staff
from tests.passes.makers import make_lot, make_paid_network, make_pass
from tests.processes import pressed
from tests.visits.conftest import MONDAY, THURSDAY, TUESDAY, in_hong_kong

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]

PROCESSES = 8
ANSWERS = ("accept", "decline", "propose")
EMPTY = ("requested", "countered", "declined", "lapsed", "cancelled", "withdrawn", "no_show")


def press_at_once(presses: list[dict[str, Any]], by: Person) -> Counter[str]:
    """Each of the processes makes all the presses, in an order of its own; gives how often each outcome came."""
    world = {"by": by.pk, "now": clock.now().isoformat(), "presses": presses}
    outcomes: Counter[str] = Counter()
    for said in pressed("tests.visits.presser", world, PROCESSES):
        outcomes += Counter(said)
    return outcomes


def weekdays(how_many: int) -> list[date]:
    days = (MONDAY + timedelta(days=step) for step in range(how_many * 2))
    return [day for day in days if day.weekday() < 5][:how_many]


def test_free_days_are_never_exceeded(ana: Person, bo: Person, alder: Space, birch: Space, visa: Network) -> None:
    visits = [ask_for_a_visit(Asking(alder, birch, (day,)), by=ana) for day in weekdays(30)]
    outcomes = press_at_once([{"press": "accept", "visit": visit.pk} for visit in visits], bo)
    assert outcomes.total() == 240
    assert outcomes["accepted"] == Presence.objects.count() == 3
    assert Visit.objects.filter(state="accepted").count() == Credential.objects.filter(revoked_at=None).count() == 3


def test_days_away_are_never_exceeded_at_all_hosts_together(
    ana: Person, bo: Person, alder: Space, visa: Network
) -> None:
    hosts = make_spaces(10)
    for host in hosts:
        Affiliation.objects.create(
            network=visa, space=host, since=date(2026, 1, 1), deviations={"most_away_percent": 5}
        )  # three of 64 working days
        make_staff(bo, host)
    asked = zip(hosts, weekdays(10), strict=True)
    visits = [ask_for_a_visit(Asking(alder, host, (day,)), by=ana) for host, day in asked]
    outcomes = press_at_once([{"press": "accept", "visit": visit.pk} for visit in visits], bo)
    assert outcomes["accepted"] == Presence.objects.count() == 3


def test_a_days_places_are_never_exceeded(bo: Person, alder: Space, birch: Space, visa: Network) -> None:
    people = [make_person(f"Traveller {number}") for number in range(30)]
    for person in people:
        make_member(person, alder)
    visits = [ask_for_a_visit(Asking(alder, birch, (MONDAY,)), by=person) for person in people]
    outcomes = press_at_once([{"press": "accept", "visit": visit.pk} for visit in visits], bo)
    assert outcomes["accepted"] == Presence.objects.count() == 2


def test_many_answers_make_one(bo: Person, asks: Callable[..., Visit]) -> None:
    visit = asks()
    presses = [{"press": press, "visit": visit.pk, "day": THURSDAY.isoformat()} for press in ANSWERS * 10]
    outcomes = press_at_once(presses, bo)
    answered = {word: outcomes[word] for word in ("accepted", "declined", "countered") if outcomes[word]}
    assert list(answered.values()) == [1]
    visit.refresh_from_db()
    assert [visit.state] == list(answered)
    assert Record.objects.filter(act__in=["visit_accepted", "visit_declined", "other_days_proposed"]).count() == 1
    assert Presence.objects.count() == (2 if visit.state == "accepted" else 0)
    assert Letter.objects.filter(kind__startswith="tell_visitor").count() == 1


def test_one_is_counted_once_a_day_however_often_it_is_sent(accepted: Visit, dee: Person) -> None:
    with in_hong_kong(MONDAY):
        outcomes = press_at_once([{"press": "check_in", "visit": accepted.pk}] * 20, dee)
    assert outcomes == {"arrived": 1, "was here": 159}
    assert Use.objects.count() == Presence.objects.filter(state="used").count() == 1


def test_accepting_and_giving_up_leave_no_days_behind(bo: Person, alder: Space, birch: Space, visa: Network) -> None:
    Affiliation.objects.filter(space=birch).update(deviations={"visitors_a_day": 99})
    people = [make_person(f"Traveller {number}") for number in range(20)]
    for person in people:
        make_member(person, alder)
    visits = [ask_for_a_visit(Asking(alder, birch, (MONDAY,)), by=person) for person in people]
    presses = [{"press": press, "visit": visit.pk} for visit in visits for press in ("accept", "cancel", "take_back")]
    press_at_once(presses, bo)
    expected = {visit.ref for visit in Visit.objects.filter(state="accepted")}
    assert {presence.cause for presence in Presence.objects.all()} == expected
    assert {credential.cause for credential in Credential.objects.filter(revoked_at=None)} == expected


def test_one_who_gives_up_at_the_door_is_either_here_or_gone(accepted: Visit, dee: Person) -> None:
    with in_hong_kong(MONDAY):
        outcomes = press_at_once([{"press": press, "visit": accepted.pk} for press in ("check_in", "cancel")], dee)
    accepted.refresh_from_db()
    assert outcomes["arrived"] + outcomes["cancelled"] == 1
    assert (accepted.state, Presence.objects.count()) in {("arrived", 2), ("cancelled", 0)}


def test_the_same_day_asked_many_times_is_one_request(ana: Person, alder: Space, birch: Space, visa: Network) -> None:
    press = {"press": "ask", "person": ana.pk, "home": alder.pk, "host": birch.pk, "day": MONDAY.isoformat()}
    outcomes = press_at_once([press] * 10, ana)
    assert outcomes == {"asked": 1, "already_asked": 79}
    assert Visit.objects.count() == 1


def test_all_that_can_be_said_of_requests_at_once_leaves_each_in_one_state(
    bo: Person, alder: Space, birch: Space, visa: Network
) -> None:
    Affiliation.objects.filter(space=birch).update(deviations={"visitors_a_day": 99})
    people = [make_person(f"Traveller {number}") for number in range(6)]
    for person in people[:3]:
        make_member(person, alder)
    visits = [ask_for_a_visit(Asking(alder, birch, (MONDAY,)), by=person) for person in people]
    acts = (*ANSWERS, "cancel", "take_back", "withdraw", "take_up", "vouch", "refuse", "write", "work")
    presses = [
        {"press": act, "visit": visit.pk, "day": THURSDAY.isoformat(), "hours": 47} for visit in visits for act in acts
    ]
    press_at_once(presses, bo)
    must_agree()


def test_all_that_can_be_done_at_the_door_at_once_leaves_each_visit_in_one_state(
    bo: Person, alder: Space, birch: Space, visa: Network
) -> None:
    Affiliation.objects.filter(space=birch).update(deviations={"visitors_a_day": 99})
    people = [make_person(f"Traveller {number}") for number in range(6)]
    for person in people:
        make_member(person, alder)
    days = (MONDAY, TUESDAY)
    visits = [accept_visit(ask_for_a_visit(Asking(alder, birch, days), by=person), by=bo) for person in people]
    acts = ("check_in", "add", "correct", "cancel", "withdraw", "leave", "work", "write")
    presses = [
        {"press": act, "visit": visit.pk, "day": day.isoformat(), "hours": hours}
        for visit in visits
        for act in acts
        for day, hours in ((MONDAY, 0), (MONDAY, 9))
    ]
    with in_hong_kong(TUESDAY):
        press_at_once(presses, bo)
    must_agree()


def must_agree() -> None:
    """The days kept, the codes in force, the steps to come and the state of every visit say the same."""
    for visit in Visit.objects.all():
        states = set(Presence.objects.filter(cause=visit.ref).values_list("state", flat=True))
        codes = Credential.objects.filter(cause=visit.ref, revoked_at=None).count()
        assert (visit.state, states) in [
            *((state, set()) for state in EMPTY),
            *(("accepted", {"held"}), ("arrived", {"held", "used"}), ("arrived", {"used"}), ("closed", {"used"})),
        ]
        assert codes == (visit.state in ("accepted", "arrived")), visit.state
        assert (visit.next_step_at is not None) == visit.is_open, visit.state


def test_two_desks_press_for_the_last_day_of_a_pass(dee: Person, alder: Space, birch: Space) -> None:
    network = make_paid_network(terms=Terms(way=Way.DROP_IN, day_price=1100, visitors_a_day=3))
    holder = make_person("Gil Osman")
    lot = make_lot(make_pass(holder, network), used=9, recognised=11083)
    Space.objects.filter(pk=birch.pk).update(currency="EUR")
    make_staff(dee, alder, Role.DESK)
    for space in (alder, birch):
        make_affiliation(space, network)
    visits = [ask_for_a_visit(Asking(network, space, (MONDAY,)), by=holder) for space in (alder, birch)]
    with in_hong_kong(MONDAY, 16):
        outcomes = press_at_once([{"press": "check_in", "visit": visit.pk} for visit in visits] * 10, dee)
    lot.refresh_from_db()
    assert (lot.used, Charge.objects.count(), Presence.objects.filter(state="used").count()) == (10, 1, 1)
    assert outcomes == {"arrived": 1, "was here": 79, "pass_is_empty": 80}
    assert list(faults_in()) == []
