"""The calendars of the demonstration: at Coworking Namur something every week, at The Hive a talk."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from passerelle.console.demonstration.listed import space_of_the_story
from passerelle.events.actions import announce, answer, call_off, let_members_propose, propose
from passerelle.events.queries import Event
from passerelle.events.rules import Described, ForWhom, Kind, Saying
from passerelle.events.rules.recurring import Every
from passerelle.kit import clock
from passerelle.people.queries import Person, person_at
from passerelle.people.rules import Language

NAMUR, HIVE = "coworking-namur", "the-hive"
LUNCH = (
    "Dîner au bout de la table",
    "Chacun apporte quelque chose, la soupe est offerte. Dites avant dix heures si vous venez.",
)
DRINK = ("Apéro de la Meuse", "Un verre, les derniers arrivés, les prochaines escapades. On finit à l’heure.")
TALK = (
    "Facturer à l’étranger sans y perdre la tête",
    "Inès, comptable à Liège, répond aux questions que personne n’ose poser.\n\nApportez une facture qui coince.",
)
BREAKFAST = ("Petit déjeuner des membres", "Couques, café, nouvelles de la maison.")
PROPOSED = ("Dessiner une carte en deux heures", "Du papier, des crayons, et un quartier que l’on croit connaître.")


def fill_calendars(who_answers: Callable[[str], Person], today: datetime) -> None:
    """Two months back they were announced; since then people have answered, and one date is called off."""
    space, hugo = space_of_the_story(NAMUR), who_answers(NAMUR)
    hive, mei = space_of_the_story(HIVE), who_answers(HIVE)
    with clock.at(today - timedelta(days=56)):
        lunch = announce(space, _said(LUNCH, Kind.MEAL, _next(3), time(12, 30), 75, Every.WEEK, places=6), by=hugo)
        drink = announce(space, _said(DRINK, Kind.MEETUP, _next(1), time(18, 30), 90, Every.FORTNIGHT), by=hugo)
        announce(space, _said(BREAKFAST, Kind.MEAL, _next(4), time(8, 45), 45, Every.WEEK, ForWhom.MEMBERS), by=hugo)
        announce(hive, _in_english(_next(2)), by=mei)
        let_members_propose(space, True, by=hugo)
    with clock.at(today - timedelta(days=9)):
        talk = announce(space, _said(TALK, Kind.TALK, _next(3, 12), time(18), 120, places=3), by=hugo)
        propose(space, _said(PROPOSED, Kind.WORKSHOP, _next(5, 25), time(14), 120, places=8), by=_person("ana"))
    with clock.at(today - timedelta(hours=5)):
        for event, names in ((lunch, "ana nora"), (drink, "paul ana zoe samir"), (talk, "nora paul elise ana noe")):
            _come(event, names.split(), today)
        later = drink.occurrences.filter(begins_at__gt=today + timedelta(days=20)).select_related("space")[0]
        call_off(later, "L’ascenseur est en travaux ce soir-là.", by=hugo)


def _said(
    words: tuple[str, str],
    kind: Kind,
    first: date,
    at: time,
    minutes: int,
    every: Every = Every.ONCE,
    for_whom: ForWhom = ForWhom.EVERYBODY,
    places: int | None = None,
) -> Described:
    title, text = words
    room = "Salle Meuse" if kind is Kind.TALK else "Cuisine" if kind is Kind.MEAL else ""
    return Described(title, kind, Language.FRENCH, for_whom, first, at, minutes, text, room, places, every=every)


def _in_english(first: date) -> Described:
    text = "Ten minutes each, three people, then noodles downstairs."
    return Described(
        "Short talks at The Hive", Kind.TALK, Language.ENGLISH, ForWhom.EVERYBODY, first, time(19), 90, text,
        "21st floor", places=20, every=Every.WEEK,
    )  # fmt: skip


def _next(weekday: int, at_least: int = 1) -> date:
    """The next such weekday (Monday is 0), so many days ahead at least."""
    day = clock.now().date() + timedelta(days=at_least)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _come(event: Event, names: list[str], today: datetime) -> None:
    """They answer for the next date, each other one with the name shown."""
    occurrence = event.occurrences.filter(begins_at__gt=today).select_related("space").earliest("begins_at")
    for number, name in enumerate(names):
        answer(occurrence, Saying.COMING, by=_person(name), shows_name=number % 2 == 0)


def _person(name: str) -> Person:
    person = person_at(f"{name}@example.org")
    assert person is not None, name
    return person
