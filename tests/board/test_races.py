"""Processes that really press: for the last notice that a member may have, and on one digest."""

import pytest

from passerelle.board.actions import Arranged, arrange, be_written
from passerelle.board.models import Notice, Wish
from passerelle.board.rules import Rhythm
from passerelle.kit import clock
from passerelle.mail.models import Letter
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.board.makers import make_notice
from tests.makers import WEDNESDAY_NOON, make_member
from tests.spaces.test_races import pressed_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]
PROCESSES = 8
PIN_UP = """
    from datetime import date, datetime
    from passerelle.board.actions import Draft, pin_up
    from passerelle.board.rules import Kind
    from passerelle.kit import clock
    with clock.at(datetime.fromisoformat("2027-01-06T11:00+00:00")):
        pin_up(Space.objects.get(pk={space}), Draft(Kind.ASK, "A flat", "", date(2027, 1, 9){key}),
               by=Person.objects.get(pk={person}))
"""
WRITE = """
    from datetime import datetime
    from passerelle.board.jobs import write_digests
    from passerelle.kit import clock
    moment = datetime.fromisoformat("2027-01-07T07:00+00:00")
    with clock.at(moment):
        write_digests(moment)
"""


def test_of_eight_notices_at_once_three_stand(birch: Space, ana: Person) -> None:
    make_member(ana, birch)
    said = pressed_at_once(PIN_UP.format(space=birch.pk, person=ana.pk, key=""), PROCESSES)
    assert said == {"done": 3, "too_many_notices": PROCESSES - 3}
    assert Notice.objects.count() == 3


def test_one_notice_sent_eight_times_at_once_is_one(birch: Space, bo: Person, ana: Person) -> None:
    make_member(ana, birch)
    arrange(birch, Arranged(at_once=1), by=bo)
    said = pressed_at_once(PIN_UP.format(space=birch.pk, person=ana.pk, key=", key='once'"), PROCESSES)
    assert said == {"done": PROCESSES}
    assert Notice.objects.count() == 1


def test_of_eight_workers_one_writes_the_digest(alder: Space, ana: Person, fay: Person) -> None:
    with clock.at(WEDNESDAY_NOON):
        be_written(alder, Rhythm.DAILY, by=ana)
        Wish.objects.update(told_until=WEDNESDAY_NOON.replace(day=1))
        make_notice(alder, fay)
    assert pressed_at_once(WRITE, PROCESSES) == {"done": PROCESSES}
    assert Letter.objects.count() == 1
