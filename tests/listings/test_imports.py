"""A file that an organiser sends: read by the worker, shown, and taken in on their word alone."""

from datetime import timedelta

import pytest

from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.listings.actions import imports
from passerelle.listings.actions.imports import Sent, ask_to_take_in, read_again, send_list, take_up_next
from passerelle.listings.jobs import take_up_lists
from passerelle.listings.models import Import
from passerelle.listings.rules import Step
from passerelle.networks.models import Affiliation
from passerelle.spaces.models import Space
from tests.listings.lists import LIEGE, NAMUR, written

pytestmark = pytest.mark.django_db


def sent(content=None, name="list.json"):
    return Sent(name, written(NAMUR, LIEGE) if content is None else content, "Map of 2014", "ODbL")


def test_it_is_read_first_and_taken_in_on_a_word(visa, olga):
    one = send_list(visa, sent(), by=olga)
    assert take_up_lists(clock.now()) == 1
    one.refresh_from_db()
    assert (one.step, one.report["added"], one.out_of) == (Step.READ, 2, 2)
    assert not Space.objects.filter(name="La Ruche").exists()
    ask_to_take_in(one, by=olga)
    assert take_up_lists(clock.now()) == 1
    one.refresh_from_db()
    assert (one.step, one.report["admitted"], bytes(one.content)) == (Step.DONE, 2, b"")
    assert Affiliation.objects.filter(network=visa, space__name="La Ruche").exists()
    assert take_up_lists(clock.now()) == 0


def test_a_broken_file_is_refused_with_its_line(visa, olga):
    one = send_list(visa, sent(b'[{"name": "A"},\n {"name": '), by=olga)
    take_up_lists(clock.now())
    one.refresh_from_db()
    assert (one.step, one.report["error"]["reason"], bytes(one.content)) == (Step.REFUSED, "list_is_broken", b"")
    assert one.report["error"]["line"] == 2


def test_headings_can_be_said_before_it_is_taken_in(visa, olga):
    one = send_list(visa, sent(b"Nom,Bidule\nLa Ruche,https://ruche.example\n", "a.csv"), by=olga)
    take_up_lists(clock.now())
    one.refresh_from_db()
    assert one.report["ignored"] == ["Bidule"]
    read_again(one, {"Bidule": "website"}, by=olga)
    take_up_lists(clock.now())
    one.refresh_from_db()
    assert (one.step, one.report["columns"]["Bidule"], one.report["ignored"]) == (Step.READ, "website", [])
    ask_to_take_in(one, by=olga)
    with pytest.raises(Refusal) as refused:
        ask_to_take_in(one, by=olga)
    assert refused.value.code == "list_has_moved_on"


def test_what_a_dead_worker_had_in_hand_is_taken_up_again_when_its_claim_is_old(visa, olga):
    one = send_list(visa, sent(), by=olga)
    Import.objects.filter(pk=one.pk).update(taken_up_at=clock.now())
    assert not take_up_next(clock.now())
    assert take_up_next(clock.now() + timedelta(minutes=11))
    one.refresh_from_db()
    assert one.step == Step.READ


def test_who_organises_no_more_takes_nothing_in(visa, olga):
    one = send_list(visa, sent(), by=olga)
    take_up_lists(clock.now())
    one.refresh_from_db()
    ask_to_take_in(one, by=olga)
    visa.officers.all().delete()
    take_up_lists(clock.now())
    one.refresh_from_db()
    assert (one.step, one.report["error"]["reason"]) == (Step.REFUSED, "not_found")
    assert not Space.objects.filter(name="La Ruche").exists()


def test_only_organisers_send(visa, olga, bo, cy):
    for other in (bo, cy):
        with pytest.raises(NotFound):
            send_list(visa, sent(), by=other)
    one = send_list(visa, sent(), by=olga)
    with pytest.raises(NotFound):
        ask_to_take_in(one, by=cy)
    with pytest.raises(Refusal) as refused:
        send_list(visa, Sent("a.csv", b"x" * 20_000_001, "Big"), by=olga)
    assert refused.value.code == "file_is_too_big"


def test_a_file_that_stops_the_worker_is_refused_and_the_next_one_read(visa, olga, monkeypatch):
    one, other = send_list(visa, sent(), by=olga), send_list(visa, sent(name="other.json"), by=olga)
    read = imports.read_list

    def stops(content, name, *said):
        if name == "list.json":
            raise MemoryError
        return read(content, name, *said)

    monkeypatch.setattr(imports, "read_list", stops)
    assert take_up_lists(clock.now()) == 2
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.step, one.report["error"]["reason"], bytes(one.content)) == (Step.REFUSED, "list_stopped", b"")
    assert (one.taken_up_at, other.step) == (None, Step.READ)
