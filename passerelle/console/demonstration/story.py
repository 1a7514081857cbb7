"""The past of the demonstration: visits in every state, each lived through the same acts as a real one.

Scenes are told by how many days ago they happened; between them the worker does what was due by itself.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from passerelle.console.demonstration.listed import space_of_the_story
from passerelle.kit import clock
from passerelle.people.queries import Person, person_at
from passerelle.spaces.queries import Space, hours_of, today_at
from passerelle.visits.actions import (
    Asking,
    accept_visit,
    ask_for_a_visit,
    cancel_visit,
    check_in,
    decline_visit,
    propose_other_days,
    withdraw_visit,
    write_a_line,
)
from passerelle.visits.jobs import take_due_steps
from passerelle.visits.queries import Visit, visit_called, visits_with_a_step_due
from passerelle.visits.rules import Purpose

Act = Callable[[Visit, Person], object]
Happening = tuple[datetime, Callable[[], object]]


@dataclass(frozen=True)
class Tale:
    """One visit: who asks whom, so many days ago, for how many days from when on, and what came of it.

    `begins` counts in days from today, so that a visit can lie behind us or ahead; without it the visit began on the
    last day the host was open, and goes on. `turns` are what happened to it, each so many hours after the asking;
    `comes` says on how many of the days the visitor was there.
    """

    who: str
    home: str
    host: str
    asked: float
    begins: int | None
    days: int = 2
    about: str = ""
    purpose: Purpose = Purpose.WORK
    turns: tuple[tuple[float, Act], ...] = field(default=())
    comes: int = 0


def _yes(line: str) -> Act:
    return lambda visit, staff: accept_visit(visit, by=staff, line=line)


def _no(line: str) -> Act:
    return lambda visit, staff: decline_visit(visit, by=staff, line=line)


def _others(visit: Visit, staff: Person) -> object:
    return propose_other_days(visit, open_days(visit.host, 9, 2), by=staff, line="That week we have room for you.")


def _gives_up(visit: Visit, staff: Person) -> object:
    return cancel_visit(visit, by=visit.person)


def _takes_back(visit: Visit, staff: Person) -> object:
    return withdraw_visit(visit, "A pipe has burst; we are closed that week.", by=staff)


def _asks(line: str) -> Act:
    return lambda visit, staff: write_a_line(visit, line, by=visit.person)


TALES = (
    Tale(
        "ana",
        "coworking-namur",
        "betacowork",
        45,
        -38,
        2,
        "Graphiste ; deux jours à Bruxelles pour une cliente.",
        turns=((2, _yes("Bienvenue, le café est au premier.")),),
        comes=2,
    ),
    Tale("ana", "coworking-namur", "coworking-liege", 30, -24, 1, "Une réunion à Liège.", Purpose.MEETING, comes=1),
    Tale("paul", "coworking-namur", "the-hive", 60, -52, 3, turns=((5, _yes("You are welcome.")),), comes=3),
    Tale("tom", "hinterhof-neun", "the-hive", 30, -20, 2, turns=((20, _yes("")),), comes=0),
    Tale(
        "sofia",
        "azulejo",
        "the-hive",
        9,
        None,
        3,
        "I translate cookery books.",
        turns=((3, _yes("Glad to.")),),
        comes=1,
    ),
    Tale("grace", "ngong-road-house", "the-hive", 4, 3, 2, "Looking at ports.", turns=((8, _yes("Ask for Kit.")),)),
    Tale("yuki", "shimokita-desk", "the-hive", 0.2, 6, 2, "I draw maps.", Purpose.EVENT),
    Tale("liam", "copper-yard", "the-hive", 1, 5, 2, "Sound engineer.", turns=((4, _others),)),
    Tale(
        "elise",
        "la-verriere",
        "the-hive",
        12,
        -4,
        2,
        "Journaliste.",
        turns=((3, _no("We have a conference on both days and not one free chair.")),),
    ),
    Tale("mateo", "el-poblado-once", "the-hive", 8, 10, 2, turns=((2, _yes("")), (60, _gives_up))),
    Tale("priya", "banyan-floor", "the-hive", 7, 12, 1, turns=((2, _yes("")), (90, _takes_back))),
    Tale("samir", "coworking-charleroi", "lantern-row", 9, 4, 2, "Photographe."),
    Tale(
        "wai",
        "the-hive",
        "coworking-namur",
        20,
        -12,
        2,
        "My first time in Belgium.",
        Purpose.HOLIDAY,
        ((6, _yes("Welcome to Namur.")),),
        2,
    ),
    Tale("marit", "de-sluis", "coworking-namur", 6, 1, 3, "Illustratrice."),
    Tale("elise", "la-verriere", "coworking-namur", 3, 2, 2, turns=((1, _asks("Puis-je venir à vélo ?")),)),
    Tale("zoe", "le-jet", "coworking-namur", 0.5, 8, 1, "Je m’installe à Namur en mars."),
    Tale("nora", "coworking-namur", "coworking-mons", 2, 3, 1),
    Tale("liam", "copper-yard", "betacowork", 0.3, 7, 3, "A recording in Brussels."),
)


def open_days(host: Space, begins: int | None, how_many: int) -> tuple[date, ...]:
    """So many days on which visitors can come, the first at the earliest `begins` days from today."""
    hours, today = hours_of(host), today_at(host)
    near = (today + timedelta(days=step) for step in range(-100, 90))
    days = [day for day in near if hours(day) and day.weekday() < 5]
    first = max(day for day in days if day <= today) if begins is None else today + timedelta(days=begins)
    return tuple(day for day in days if day >= first)[:how_many]


def tell(today: datetime, staff_of: Callable[[str], Person], others: Iterable[Happening] = ()) -> None:
    """Live through all of the tales and `others`, from the oldest act to the newest; between them the worker works."""
    tales = (act for tale in TALES for act in acts_of(tale, today, staff_of))
    acts = sorted([*tales, *others], key=lambda act: act[0])
    last = acts[0][0]
    for moment, act in acts:
        _let_the_worker_work(last, moment)
        with clock.at(moment):
            act()
        last = moment
    _let_the_worker_work(last, today)


def _let_the_worker_work(since: datetime, until: datetime) -> None:
    """Once a day at least, until nothing is due any more."""
    moment = since
    while moment < until and visits_with_a_step_due(until, 1):
        moment = min(moment + timedelta(hours=8), until)
        with clock.at(moment):
            while take_due_steps(moment):
                pass


def acts_of(tale: Tale, today: datetime, staff_of: Callable[[str], Person]) -> Iterator[Happening]:
    """What happens in one tale, and when."""
    home, host = space_of_the_story(tale.home), space_of_the_story(tale.host)
    person = person_at(f"{tale.who}@example.org")
    assert person is not None
    days = open_days(host, tale.begins, tale.days)
    asked_at = today - timedelta(days=tale.asked)
    visits: list[str] = []

    def ask() -> None:
        asking = Asking(home, host, days, tale.about, tale.purpose, shows_address=True)
        visits.append(ask_for_a_visit(asking, by=person).reference)

    def again() -> Visit:
        visit = visit_called(visits[0])
        assert visit is not None
        return visit

    yield asked_at, ask
    for hours, turn in tale.turns:
        yield asked_at + timedelta(hours=hours), lambda turn=turn: turn(again(), staff_of(tale.host))  # type: ignore[misc]
    for day in days[: tale.comes]:
        moment = datetime.combine(day, time(9, 40), clock.zone(host.time_zone))
        yield min(moment, today), lambda: check_in(again(), by=staff_of(tale.host))
