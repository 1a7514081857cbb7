"""Walls are hung, opened by a code, revoked; what stands on them; how one finds out that something was done."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from passerelle.board.queries import cards_of
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.logbook.queries import last_number
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.people.rules import Language
from passerelle.spaces.models import Space
from passerelle.walls.actions import draw_code, hang_wall, note_seen, revoke_wall
from passerelle.walls.models import Wall
from passerelle.walls.queries import (
    address_of,
    reference_in,
    sheet_of,
    sheets_of,
    touched_since,
    wall_by_code,
    walls_named,
    walls_of,
)
from passerelle.walls.rules import MOST_WALLS, Look, is_showing
from tests.board.makers import make_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def wall(wednesday_noon: datetime, birch: Space, bo: Person) -> Wall:
    return hang_wall(birch, "  By the   door ", Language.ENGLISH, Look.DARK, by=bo)


def test_a_manager_hangs_a_wall_and_its_code_opens_it(wall: Wall, birch: Space) -> None:
    assert walls_of(birch) == [wall]
    assert wall.name == "By the door"
    assert wall_by_code(f" {wall.code[:3].lower()}-{wall.code[3:]}") == wall
    assert reference_in(address_of(wall)) == wall.reference


def test_only_managers_hang_and_revoke(wall: Wall, birch: Space, dee: Person, cy: Person) -> None:
    for somebody in (dee, cy):
        with pytest.raises(NotFound):
            hang_wall(birch, "Mine", Language.ENGLISH, Look.LIGHT, by=somebody)
        with pytest.raises(NotFound):
            draw_code(wall, by=somebody)
        with pytest.raises(NotFound):
            revoke_wall(wall, by=somebody)
    assert walls_of(birch) == [wall]


@pytest.mark.parametrize(("name", "code"), [("  ", "name_is_missing"), ("x" * 61, "too_long")])
def test_a_wall_has_a_short_name(wednesday_noon: datetime, birch: Space, bo: Person, name: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        hang_wall(birch, name, Language.ENGLISH, Look.LIGHT, by=bo)
    assert refused.value.code == code


def test_there_are_not_more_walls_than_rooms(wednesday_noon: datetime, birch: Space, bo: Person) -> None:
    for number in range(MOST_WALLS):
        last = hang_wall(birch, f"Wall {number}", Language.ENGLISH, Look.LIGHT, by=bo)
    with pytest.raises(Refusal) as refused:
        hang_wall(birch, "One more", Language.ENGLISH, Look.LIGHT, by=bo)
    assert refused.value.code == "too_many_walls"
    revoke_wall(last, by=bo)
    hang_wall(birch, "One more", Language.ENGLISH, Look.LIGHT, by=bo)


def test_a_code_is_good_for_half_an_hour(wall: Wall, wednesday_noon: datetime) -> None:
    with clock.at(wednesday_noon + timedelta(minutes=29, seconds=59)):
        assert wall_by_code(wall.code) == wall
    with clock.at(wednesday_noon + timedelta(minutes=30)), pytest.raises(Refusal):
        wall_by_code(wall.code)


def test_another_code_takes_the_place_of_the_first(wall: Wall, bo: Person) -> None:
    first = wall.code
    draw_code(wall, by=bo)
    assert wall_by_code(wall.code) == wall
    with pytest.raises(Refusal):
        wall_by_code(first)


@pytest.mark.parametrize("typed", ["", "  ", "\x00", "ABCDEF"])
def test_what_is_no_code_opens_nothing(wall: Wall, typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        wall_by_code(typed)
    assert refused.value.code == "wall_code_not_known"


def test_a_revoked_wall_is_known_as_such_and_opens_by_nothing(wall: Wall, birch: Space, bo: Person) -> None:
    code = wall.code
    for _ in range(2):
        revoke_wall(wall, by=bo)
    assert walls_of(birch) == []
    assert walls_named([wall.reference, "nosuchwall22"])[wall.reference].is_revoked
    with pytest.raises(Refusal):
        wall_by_code(code)
    with pytest.raises(NotFound):
        draw_code(Wall.objects.get(), by=bo)


def test_a_wall_is_seen_at_most_once_a_minute(wall: Wall, wednesday_noon: datetime) -> None:
    note_seen([wall.reference])
    with clock.at(wednesday_noon + timedelta(seconds=59)):
        note_seen([wall.reference])
    assert Wall.objects.get().seen_at == wednesday_noon
    with clock.at(wednesday_noon + timedelta(seconds=61)):
        note_seen([wall.reference])
    assert Wall.objects.get().seen_at == wednesday_noon + timedelta(seconds=61)


def test_a_wall_is_taken_to_be_on_for_five_minutes(wednesday_noon: datetime) -> None:
    assert not is_showing(None, wednesday_noon)
    assert is_showing(wednesday_noon, wednesday_noon + timedelta(minutes=4, seconds=59))
    assert not is_showing(wednesday_noon, wednesday_noon + timedelta(minutes=5))


def test_a_sheet_says_when_each_card_ends_by_the_clock_of_the_space(wall: Wall, birch: Space, bo: Person) -> None:
    make_notice(birch, bo, "A lamp", text="One line.\n\nAnother.", until=date(2027, 1, 9))
    (card,) = sheet_of(birch, "en")["cards"]
    assert card["until"] == "2027-01-08T16:00:00+00:00"  # midnight in Hong Kong
    assert card["title"] == "A lamp"
    assert card["lines"] == ["One line.", "Another."]
    assert card["by"] == "Bo Chan"
    width, colon, modules = card["qr"].partition(":")
    assert colon
    assert int(width) ** 2 <= len(modules) * 6
    assert len(sheet_of(birch, "fr")["cards"]) == len(cards_of(birch, "fr"))


def test_sheets_of_spaces_that_are_gone_are_left_out(wall: Wall, birch: Space) -> None:
    assert set(sheets_of([(birch.pk, "en"), (0, "en")])) == {(birch.pk, "en")}


def test_what_was_done_leads_to_the_spaces_it_was_done_in(
    wall: Wall, birch: Space, alder: Space, visa: Network, bo: Person
) -> None:
    start = last_number()
    known = touched_since(start, ()).records
    assert touched_since(start, known) == type(touched_since(start, known))(frozenset(), frozenset(), walls=False)
    notice = make_notice(birch, bo)
    write_down("notice_pinned_up", about=notice.ref, actor=bo.ref)
    first = touched_since(start, known)
    assert first.spaces == {birch.pk}
    assert not first.walls
    write_down("space_admitted", about="space:0", actor=bo.ref, network=visa.ref)
    assert touched_since(start, known | first.records).spaces == {0, birch.pk, alder.pk}


def test_a_record_that_is_written_late_is_found(wall: Wall, birch: Space, bo: Person) -> None:
    """On PostgreSQL a number is drawn before the act is done: a lower one may come after a higher."""
    write_down("board_arranged", about=birch.ref, actor=bo.ref)
    write_down("wall_hung", about=wall.ref, actor=bo.ref)
    newest = last_number()
    seen = touched_since(newest, {newest})
    assert newest - 1 in seen.records
    assert birch.pk in seen.spaces


@pytest.mark.django_db(transaction=True)
def test_postgresql_tells_whoever_listens_and_only_of_the_board(birch: Space, bo: Person) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("being told (SQLite tells nobody)")
    with connection.cursor() as cursor:
        cursor.execute("LISTEN passerelle_walls")
    write_down("poster_renewed", about=birch.ref, actor=bo.ref)
    assert list(connection.connection.notifies(timeout=0.2)) == []
    write_down("notice_pinned_up", about="notice:1", actor=bo.ref)
    assert len(list(connection.connection.notifies(timeout=2, stop_after=1))) == 1
