"""Notices are pinned up, approved, refused, hidden, reported, taken down, and end by themselves."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from passerelle.board import actions
from passerelle.board.access import may_read
from passerelle.board.actions import Arranged, Draft
from passerelle.board.models import Notice, Picture, Report
from passerelle.board.queries import cards_of, notices_to_look_at, picture_called
from passerelle.board.queries.today import figures_of
from passerelle.board.rules import LONGEST_STAY, OPEN_REPORTS_AT_ONCE, Kind, Readers, State
from passerelle.kit import clock
from passerelle.kit.photos import LONGEST_SIDE, MOST_BYTES, made_anew
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.mail.models import Letter
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.board.makers import make_notice
from tests.makers import WEDNESDAY_NOON, make_member, make_person

pytestmark = pytest.mark.usefixtures("wednesday_noon")
TODAY = date(2027, 1, 6)
DAY = timedelta(days=1)


def how_many_wait(space: Space, day: date) -> tuple[int, int]:
    figures = figures_of(space, day)
    return figures.notices_waiting, figures.notices_reported


def draft(**facts: Any) -> Draft:
    return Draft(**({"kind": Kind.ASK, "title": "A flat", "text": "For March.", "last_day": TODAY + DAY} | facts))


def photo(size: tuple[int, int] = (4000, 3000), kind: str = "JPEG", turned: int = 1) -> bytes:
    """A picture that says where it was taken, and that the camera was held upright."""
    made, exif = Image.new("RGB", size, "teal"), Image.Exif()
    exif[274] = turned
    exif[271] = "Camera of Ana"
    exif.get_ifd(34853)[1] = "N"
    exif.get_ifd(34853)[2] = (50.0, 27.0, 49.0)
    written = BytesIO()
    made.save(written, kind, exif=exif)
    return written.getvalue()


@pytest.fixture
def ida(birch: Space) -> Person:
    """A member of Birch."""
    person = make_person("Ida Moreau", email="ida@example.org")
    make_member(person, birch, carries_visa=False)
    return person


def test_a_member_s_notice_stands_at_once_where_nobody_has_to_approve(birch: Space, ida: Person) -> None:
    notice = actions.pin_up(birch, draft(title="  A   flat "), by=ida)
    assert (notice.state, notice.title, notice.until) == (State.SHOWN, "A flat", TODAY + 2 * DAY)
    assert [card.title for card in cards_of(birch, "en")] == ["A flat"]
    with clock.at(WEDNESDAY_NOON + 2 * DAY):
        assert cards_of(birch, "en") == []


@pytest.mark.parametrize("who", ["ana", "cy"])
def test_nobody_else_pins_anything_up(birch: Space, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotFound):
        actions.pin_up(birch, draft(), by=request.getfixturevalue(who))


def test_whoever_is_a_member_no_longer_pins_nothing_up(birch: Space) -> None:
    left = make_person("Left")
    make_member(left, birch, until=TODAY)
    with pytest.raises(NotFound):
        actions.pin_up(birch, draft(), by=left)


def test_what_is_sent_twice_is_one_notice(birch: Space, ida: Person) -> None:
    assert {actions.pin_up(birch, draft(key="once"), by=ida).pk for _ in range(2)} == {Notice.objects.get().pk}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": " "}, "title_is_missing"),
        ({"title": "x" * 81}, "too_long"),
        ({"text": "x" * 601}, "too_long"),
        ({"last_day": TODAY - DAY}, "notice_is_over"),
        ({"last_day": TODAY + LONGEST_STAY + DAY}, "notice_stays_too_long"),
        ({"picture": b"GIF89a no picture"}, "picture_cannot_be_read"),
        ({"picture": b"x" * (MOST_BYTES + 1)}, "picture_is_too_big"),
        ({"picture": photo((8000, 7000), "PNG")}, "picture_is_too_big"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(birch: Space, ida: Person, wrong: Any, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        actions.pin_up(birch, draft(**wrong), by=ida)
    assert not Notice.objects.exists()


def test_a_member_has_as_many_as_the_space_says_and_the_team_any_number(birch: Space, ida: Person, bo: Person) -> None:
    actions.arrange(birch, Arranged(at_once=2), by=bo)
    make_notice(birch, ida, until=TODAY)
    make_notice(birch, ida, state=State.HIDDEN)
    make_notice(birch, bo)
    kept = [actions.pin_up(birch, draft(), by=ida) for _ in range(2)]
    with pytest.raises(Refusal, match="too_many_notices"):
        actions.pin_up(birch, draft(), by=ida)
    actions.take_down(kept[0], by=ida)
    actions.pin_up(birch, draft(), by=ida)
    for _ in range(3):
        actions.pin_up(birch, draft(), by=bo)


def test_a_picture_keeps_its_points_and_nothing_else(birch: Space, ida: Person) -> None:
    assert b"Camera of Ana" in photo()
    notice = actions.pin_up(birch, draft(picture=photo(turned=6)), by=ida)
    kept = Picture.objects.get(notice=notice)
    assert (kept.width, kept.height) == (LONGEST_SIDE * 3 // 4, LONGEST_SIDE)
    with Image.open(BytesIO(bytes(kept.content))) as made:
        assert (made.format, made.size, dict(made.getexif())) == ("JPEG", (kept.width, kept.height), {})
    assert b"Exif" not in bytes(kept.content)
    assert b"Camera" not in bytes(kept.content)


def test_what_is_transparent_becomes_white() -> None:
    written = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(written, "PNG")
    with Image.open(BytesIO(made_anew(written.getvalue()).content)) as made:
        assert made.getpixel((3, 3)) == (255, 255, 255)


def test_a_picture_is_there_as_long_as_its_notice(birch: Space, ida: Person) -> None:
    notice = actions.pin_up(birch, draft(picture=photo((60, 40))), by=ida)
    (card,) = cards_of(birch, "en")
    name = card.picture.removeprefix("/board/pictures/").removesuffix(".jpg")
    assert picture_called(name)
    assert picture_called("abcdefghjkmn") is None
    with clock.at(WEDNESDAY_NOON + 2 * DAY):
        assert picture_called(name) is None
    actions.take_down(notice, by=ida)
    assert not Picture.objects.exists()


def test_where_the_space_wants_it_a_notice_waits_and_the_writer_is_told(birch: Space, ida: Person, bo: Person) -> None:
    actions.arrange(birch, Arranged(approves_first=True), by=bo)
    good, bad = (actions.pin_up(birch, draft(title=title), by=ida) for title in ("Good", "Bad"))
    assert actions.pin_up(birch, draft(), by=bo).state == State.SHOWN
    assert (list(notices_to_look_at(birch, TODAY)), how_many_wait(birch, TODAY)) == ([good, bad], (2, 0))
    actions.approve(good, by=bo)
    actions.refuse(bad, reason="This is advertising.", by=bo)
    assert {card.title for card in cards_of(birch, "en")} == {"Good", "A flat"}
    yes, no = Letter.objects.filter(to=ida.email).order_by("pk")
    assert "Good" in yes.text
    assert "This is advertising." in no.text
    for late in (actions.approve, lambda one, by: actions.refuse(one, reason="x", by=by)):
        with pytest.raises(Refusal, match="notice_has_moved_on"):
            late(bad, by=bo)


def test_the_desk_looks_after_the_board_and_others_do_not(birch: Space, ida: Person, dee: Person, cy: Person) -> None:
    notice = make_notice(birch, ida, state=State.WAITING, stood_at=None)
    for stranger in (ida, cy):
        with pytest.raises(NotFound):
            actions.approve(notice, by=stranger)
        with pytest.raises(NotFound):
            actions.hide(notice, reason="x", by=stranger)
    actions.approve(notice, by=dee)
    with pytest.raises(NotFound):
        actions.arrange(birch, Arranged(), by=dee)


def test_what_is_hidden_is_told_to_its_writer_with_the_reason(birch: Space, ida: Person, dee: Person) -> None:
    notice = make_notice(birch, ida)
    with pytest.raises(Refusal, match="reason_is_missing"):
        actions.hide(notice, reason=" ", by=dee)
    actions.hide(notice, reason="The lamp is ours.", by=dee)
    assert cards_of(birch, "en") == []
    assert "The lamp is ours." in Letter.objects.get(to=ida.email).text


def test_a_reader_reports_once_and_the_team_hides_or_lets_it_stand(
    birch: Space, ida: Person, bo: Person, dee: Person
) -> None:
    reader = make_person("Reader")
    make_member(reader, birch)
    bad, good = make_notice(birch, ida, "Bad"), make_notice(birch, ida, "Good")
    for notice in (bad, good, good):
        actions.report(notice, reason="Rude.", by=reader)
    assert Report.objects.count() == 2
    assert (list(notices_to_look_at(birch, TODAY)), how_many_wait(birch, TODAY)) == ([bad, good], (0, 2))
    actions.let_stand(good, by=dee)
    actions.hide(bad, reason="Rude.", by=bo)
    assert (list(notices_to_look_at(birch, TODAY)), how_many_wait(birch, TODAY)) == ([], (0, 0))
    with pytest.raises(NotFound):
        actions.report(good, reason="Mine", by=ida)


def test_nobody_reports_without_end(birch: Space, ida: Person) -> None:
    reader = make_person("Reader")
    make_member(reader, birch)
    for _ in range(OPEN_REPORTS_AT_ONCE):
        actions.report(make_notice(birch, ida), reason="x", by=reader)
    with pytest.raises(Refusal, match="too_many_reports"):
        actions.report(make_notice(birch, ida), reason="x", by=reader)


@pytest.mark.parametrize(
    ("readers", "of_notice", "state", "who"),
    [
        (Readers.HOUSE, Readers.EVERYBODY, State.SHOWN, {"ida", "dee", "member"}),
        (Readers.EVERYBODY, Readers.HOUSE, State.SHOWN, {"ida", "dee", "member"}),
        (Readers.EVERYBODY, Readers.EVERYBODY, State.SHOWN, {"ida", "dee", "member", "cy", None}),
        (Readers.EVERYBODY, Readers.EVERYBODY, State.WAITING, {"ida", "dee"}),
        (Readers.EVERYBODY, Readers.EVERYBODY, State.HIDDEN, {"ida", "dee"}),
    ],
)
def test_who_reads_a_notice(
    birch: Space, ida: Person, bo: Person, dee: Person, cy: Person, readers: Any, of_notice: Any, state: Any, who: Any
) -> None:
    member = make_person("Member")
    make_member(member, birch)
    actions.arrange(birch, Arranged(readers), by=bo)
    notice = make_notice(birch, ida, readers=of_notice, state=state)
    everybody = {"ida": ida, "dee": dee, "member": member, "cy": cy, None: None}
    assert {name for name, person in everybody.items() if may_read(person, notice)} == who


def test_what_is_for_everybody_needs_a_board_open_to_everybody(birch: Space, ida: Person, bo: Person) -> None:
    assert actions.pin_up(birch, draft(readers=Readers.EVERYBODY), by=ida).readers == Readers.HOUSE
    actions.arrange(birch, Arranged(Readers.EVERYBODY), by=bo)
    assert actions.pin_up(birch, draft(readers=Readers.EVERYBODY), by=ida).readers == Readers.EVERYBODY


@pytest.mark.parametrize("at_once", [0, 21])
def test_how_many_at_once_is_within_reason(birch: Space, bo: Person, at_once: int) -> None:
    with pytest.raises(Refusal, match="notices_at_once_out_of_range"):
        actions.arrange(birch, Arranged(at_once=at_once), by=bo)
