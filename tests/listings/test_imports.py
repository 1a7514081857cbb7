"""A file that an organiser sends: read by the worker, shown, and taken in on their word alone."""

from datetime import date, timedelta

import pytest

from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.listings.actions import imports
from passerelle.listings.actions.imports import (
    MOST_WAITING,
    Sent,
    ask_to_take_in,
    leave_list,
    let_go_of_old_lists,
    read_again,
    say_source,
    send_list,
    take_up_next,
)
from passerelle.listings.actions.taking_in import Whose
from passerelle.listings.jobs import ROUNDS, take_up_lists
from passerelle.listings.models import Import, Listing, Source
from passerelle.listings.rules import Step
from passerelle.logbook.queries import records_about
from passerelle.networks.models import Affiliation
from passerelle.spaces.models import Space
from tests.listings.lists import LIEGE, NAMUR, take, written
from tests.makers import make_network, make_officer

pytestmark = pytest.mark.django_db


def sent(content=None, name="list.json"):
    return Sent(name, written(NAMUR, LIEGE) if content is None else content)


def named(visa, file, *, by, **said):
    """A file that was sent, and of which its sender has said where it comes from."""
    one = send_list(visa, file, by=by)
    say_source(one, Whose(**{"name": "Map of 2014", "licence": "ODbL", **said}), by=by)
    return one


def test_it_is_read_first_and_taken_in_on_a_word(visa, olga):
    one = named(visa, sent(), by=olga)
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
    one = named(visa, sent(b'[{"name": "A"},\n {"name": '), by=olga)
    take_up_lists(clock.now())
    one.refresh_from_db()
    assert (one.step, one.report["error"]["reason"], bytes(one.content)) == (Step.REFUSED, "list_is_broken", b"")
    assert one.report["error"]["line"] == 2


def test_headings_can_be_said_before_it_is_taken_in(visa, olga):
    one = named(visa, sent(b"Nom,Bidule\nLa Ruche,https://ruche.example\n", "a.csv"), by=olga)
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
    one = named(visa, sent(), by=olga)
    Import.objects.filter(pk=one.pk).update(taken_up_at=clock.now())
    assert not take_up_next(clock.now())
    assert take_up_next(clock.now() + timedelta(minutes=11))
    one.refresh_from_db()
    assert one.step == Step.READ


def test_who_organises_no_more_takes_nothing_in(visa, olga):
    one = named(visa, sent(), by=olga)
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
    one = named(visa, sent(), by=olga)
    with pytest.raises(NotFound):
        ask_to_take_in(one, by=cy)
    with pytest.raises(Refusal) as refused:
        send_list(visa, Sent("a.csv", b"x" * 20_000_001), by=olga)
    assert refused.value.code == "file_is_too_big"


def test_a_file_that_stops_the_worker_is_refused_and_the_next_one_read(visa, olga, monkeypatch):
    one, other = named(visa, sent(), by=olga), named(visa, sent(name="other.json"), by=olga)
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


def test_nothing_is_read_before_somebody_has_said_where_it_comes_from(visa, olga, cy):
    one = send_list(visa, sent(), by=olga)
    assert take_up_lists(clock.now()) == 0
    with pytest.raises(NotFound):
        say_source(one, Whose("Map"), by=cy)
    with pytest.raises(Refusal) as refused:
        say_source(one, Whose("  "), by=olga)
    assert refused.value.code == "source_name_is_missing"
    say_source(one, Whose(" Map ", told_on=date(2014, 12, 31)), by=olga)
    take_up_lists(clock.now())
    one.refresh_from_db()
    assert (one.step, one.source_name, one.told_on) == (Step.READ, "Map", date(2014, 12, 31))
    ask_to_take_in(one, by=olga)
    take_up_lists(clock.now())
    assert Source.objects.get().told_on == date(2014, 12, 31)
    assert set(Listing.objects.values_list("told_on", flat=True)) == {date(2014, 12, 31)}


def test_it_can_be_said_otherwise_until_it_is_taken_in(visa, olga):
    one = named(visa, sent(), by=olga)
    take_up_lists(clock.now())
    say_source(one, Whose("Another"), by=olga)
    take_up_lists(clock.now())
    one.refresh_from_db()
    assert (one.step, one.source_name, one.licence) == (Step.READ, "Another", "")
    ask_to_take_in(one, by=olga)
    with pytest.raises(Refusal) as refused:
        say_source(one, Whose("A third"), by=olga)
    assert refused.value.code == "list_has_moved_on"


def test_an_older_list_and_one_of_a_day_to_come_are_refused_at_once(visa, olga):
    take(NAMUR, source="Map of 2014", told_on=date(2014, 12, 31), network=visa, by=olga)
    one = send_list(visa, sent(), by=olga)
    ahead = clock.now().date() + timedelta(days=3)
    for day, code in ((date(2013, 1, 1), "list_is_older"), (ahead, "list_lies_ahead")):
        with pytest.raises(Refusal) as refused:
            say_source(one, Whose("Map of 2014", told_on=day), by=olga)
        assert refused.value.code == code
    one.refresh_from_db()
    assert (one.step, one.source_name) == (Step.SENT, "")


def test_a_list_that_became_older_while_it_waited_is_refused_with_the_day(visa, olga):
    one = named(visa, sent(), by=olga, told_on=date(2014, 12, 31))
    take(NAMUR, source="Map of 2014", told_on=date(2020, 1, 1), network=visa, by=olga)
    take_up_lists(clock.now())
    one.refresh_from_db()
    assert (one.step, one.report["error"]) == (Step.REFUSED, {"reason": "list_is_older", "told_on": "2020-01-01"})


def test_only_so_many_lists_of_a_network_wait_and_one_that_is_left_makes_room(visa, olga):
    waiting = [send_list(visa, sent(name=f"{number}.json"), by=olga) for number in range(MOST_WAITING)]
    elsewhere = make_officer(olga, make_network("Other", slug="other")).network
    send_list(elsewhere, sent(), by=olga)
    with pytest.raises(Refusal) as refused:
        send_list(visa, sent(), by=olga)
    assert (refused.value.code, refused.value.facts) == ("too_many_lists_wait", {"most": MOST_WAITING})
    leave_list(waiting[0], by=olga)
    kept = send_list(visa, sent(name="room.json"), by=olga)
    waiting[0].refresh_from_db()
    assert (waiting[0].step, bytes(waiting[0].content), kept.step) == (Step.LEFT, b"", Step.SENT)
    with pytest.raises(Refusal) as refused:
        leave_list(waiting[0], by=olga)
    assert refused.value.code == "list_has_moved_on"


def test_who_does_not_organise_leaves_nothing(visa, olga, cy):
    one = send_list(visa, sent(), by=olga)
    with pytest.raises(NotFound):
        leave_list(one, by=cy)
    one.refresh_from_db()
    assert bytes(one.content) == written(NAMUR, LIEGE)


def test_a_list_without_a_word_is_let_go_of_after_a_week(visa, olga):
    nameless, unread = send_list(visa, sent(), by=olga), named(visa, sent(), by=olga)
    take_up_lists(clock.now())
    done = named(visa, sent(), by=olga)
    take_up_lists(clock.now())
    done.refresh_from_db()
    ask_to_take_in(done, by=olga)
    take_up_lists(clock.now())
    assert let_go_of_old_lists(clock.now() + timedelta(days=6, hours=23)) == 0
    assert let_go_of_old_lists(clock.now() + timedelta(days=7, hours=1)) == 2
    kept = {one.pk: one for one in Import.objects.all()}
    assert [(kept[one.pk].step, bytes(kept[one.pk].content)) for one in (nameless, unread)] == [(Step.LAPSED, b"")] * 2
    assert (kept[done.pk].step, kept[unread.pk].report) == (Step.DONE, {})
    assert "let_go_of_old_lists" in ROUNDS


def test_a_list_that_ends_its_worker_three_times_is_given_up(visa, olga):
    one, now = named(visa, sent(), by=olga), clock.now()
    Import.objects.filter(pk=one.pk).update(taken_up_at=now, tries=2)  # as two workers that were killed have left it
    assert take_up_next(now + timedelta(minutes=11))
    one.refresh_from_db()
    assert (one.step, one.tries) == (Step.READ, 0)
    ask_to_take_in(one, by=olga)
    Import.objects.filter(pk=one.pk).update(taken_up_at=now, tries=3)
    assert take_up_next(now + timedelta(minutes=11))
    one.refresh_from_db()
    assert (one.step, one.report["error"]["reason"], bytes(one.content)) == (Step.REFUSED, "list_was_given_up", b"")
    (record,) = records_about(visa.ref).filter(act="list_given_up")
    assert (record.actor, record.facts["tries"]) == ("worker", 3)
    assert not Space.objects.filter(name="La Ruche").exists()
