"""Processes that really press at once: both answer, rounds run together, one sends twice, one asks for many."""

import pytest

from passerelle.asks.models import Ask, Count, Introduction
from passerelle.asks.rules import MOST_ASKED_A_WEEK, Says, Side, Weekly
from passerelle.kit import clock
from passerelle.logbook.models import Record
from passerelle.mail.models import Letter
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.asks.writing import DESIGNER, LOGO, the_introduction, wants
from tests.makers import WEDNESDAY_NOON, make_member, make_person
from tests.spaces.test_races import pressed_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
PROCESSES = 8
AT_NOON = """
    from datetime import date, datetime
    from passerelle.asks.actions import Words, answer, ask_for_introduction, say_what_came, suggest, write_ask
    from passerelle.asks.models import Ask, Introduction
    from passerelle.asks.rules import Came, Kind, Says, Side
    from passerelle.kit import clock
    from passerelle.people.rules import Circle, Language
    with clock.at(datetime.fromisoformat("2027-01-06T11:00+00:00")):
        {press}
"""


@pytest.fixture
def suggested(ana: Person, fay: Person) -> Introduction:
    with clock.at(WEDNESDAY_NOON):
        wants(ana, Side.ASK, LOGO)
        wants(fay, Side.OFFER, DESIGNER)
    pressed_at_once(AT_NOON.format(press="suggest(clock.now())"), 1)
    return the_introduction()


def test_rounds_that_run_together_suggest_once(ana: Person, fay: Person, alder: Space) -> None:
    with clock.at(WEDNESDAY_NOON):
        wants(ana, Side.ASK, LOGO, Weekly.ONE)
        wants(fay, Side.OFFER, DESIGNER)
        for number in range(4):
            person = make_person(f"Member {number}")
            make_member(person, alder)
            wants(person, Side.OFFER, DESIGNER)
    said = pressed_at_once(AT_NOON.format(press="suggest(clock.now())"), PROCESSES)
    assert said == {"done": PROCESSES}
    assert Introduction.objects.count() == 1
    assert Letter.objects.filter(kind="suggest_introduction").count() == 2


def test_both_answer_at_once_and_are_introduced_once(suggested: Introduction) -> None:
    people = f"[{suggested.low_id}, {suggested.high_id}][number % 2]"
    press = f"""answer(Introduction.objects.get(pk={suggested.pk}), Says.YES, by=Person.objects.get(pk={people}))"""
    said = pressed_at_once(AT_NOON.format(press=press), PROCESSES)
    assert said == {"done": PROCESSES}
    row = the_introduction()
    assert (row.low_says, row.high_says, row.made_at) == (Says.YES, Says.YES, WEDNESDAY_NOON)
    assert Letter.objects.filter(kind="introduce").count() == 2
    assert Record.objects.filter(act="introduction_made").count() == 1


def test_what_came_is_counted_once_for_each_side(suggested: Introduction) -> None:
    Introduction.objects.update(low_says="yes", high_says="yes", made_at=WEDNESDAY_NOON)
    people = f"[{suggested.low_id}, {suggested.high_id}][number % 2]"
    press = f"""say_what_came(Introduction.objects.get(pk={suggested.pk}), Came.YES,
            by=Person.objects.get(pk={people}))"""
    assert pressed_at_once(AT_NOON.format(press=press), PROCESSES) == {"done": PROCESSES}
    assert Count.objects.get().number == 2


def test_an_ask_sent_many_times_is_one(ana: Person) -> None:
    said = 'Side.ASK, Kind.CLIENT, "Logo", Language.FRENCH, date(2027, 2, 1), Circle.SPACE, key="k"'
    press = f"""write_ask(Words({said}),
            by=Person.objects.get(pk={ana.pk}))"""
    assert pressed_at_once(AT_NOON.format(press=press), PROCESSES) == {"done": PROCESSES}
    assert Ask.objects.count() == 1


def test_nobody_asks_for_more_introductions_than_a_week_allows(ana: Person, alder: Space) -> None:
    keys = []
    for number in range(PROCESSES):
        person = make_person(f"Member {number}")
        make_member(person, alder)
        with clock.at(WEDNESDAY_NOON):
            keys.append(wants(person, Side.OFFER, DESIGNER).pk)
    press = f"""ask_for_introduction(Ask.objects.get(pk={keys}[number]), "Bonjour.",
            by=Person.objects.get(pk={ana.pk}))"""
    said = pressed_at_once(AT_NOON.format(press=press), PROCESSES)
    assert said == {"done": MOST_ASKED_A_WEEK, "too_many_introductions": PROCESSES - MOST_ASKED_A_WEEK}
