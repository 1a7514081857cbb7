"""Notices are pinned up and taken down by whoever writes them."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction

from passerelle.board.access import may_look_after, may_pin_up, may_take_down, must
from passerelle.board.models import Board, Notice, Picture
from passerelle.board.queries import standing_of
from passerelle.board.rules import LONGEST_STAY, LONGEST_TEXT, LONGEST_TITLE, STANDING, Kind, Readers, State
from passerelle.kit import clock
from passerelle.kit.ids import reference
from passerelle.kit.photos import made_anew
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at


@dataclass(frozen=True)
class Draft:
    """A notice as it was written: `last_day` is the last on which it stands, `picture` a file as it was sent, if any.

    What is sent twice with the same `key` is one notice.
    """

    kind: Kind
    title: str
    text: str
    last_day: date
    readers: Readers = Readers.HOUSE
    signed: bool = True
    picture: bytes = b""
    key: str = field(default_factory=reference)


@transaction.atomic
def pin_up(space: Space, draft: Draft, *, by: Person) -> Notice:
    """The notice stands on the board, or waits for a word of the team where the space wants that of its members.

    Raises NotFound; Refusal `title_is_missing`, `too_long`, `notice_is_over`, `notice_stays_too_long` with the last day
    that is possible, `too_many_notices` with how many, `picture_is_too_big`, `picture_cannot_be_read`.
    """
    must(may_pin_up(by, space))
    draft = _well_written(space, draft)
    photo = made_anew(draft.picture) if draft.picture else None
    board, is_staff = _locked(space), may_look_after(by, space)
    if (first := Notice.objects.filter(person=by, key=draft.key).first()) is not None:
        return first
    if not is_staff and standing_of(by, space, today_at(space)) >= board.at_once:
        raise Refusal("too_many_notices", most=board.at_once)
    waits, now = board.approves_first and not is_staff, clock.now()
    notice = Notice.objects.create(
        space=space,
        person=by,
        key=draft.key,
        kind=draft.kind,
        title=draft.title,
        text=draft.text,
        until=date.fromordinal(draft.last_day.toordinal() + 1),
        readers=draft.readers if board.readers == Readers.EVERYBODY else Readers.HOUSE,
        signed=draft.signed,
        state=State.WAITING if waits else State.SHOWN,
        written_at=now,
        stood_at=None if waits else now,
    )
    if photo:
        Picture.objects.create(notice=notice, content=photo.content, width=photo.width, height=photo.height)
    write_down("notice_written" if waits else "notice_pinned_up", about=notice.ref, actor=by.ref, kind=draft.kind)
    return notice


@transaction.atomic
def take_down(notice: Notice, *, by: Person) -> None:
    """Whoever wrote it takes it away; once away, it stays away. Raises NotFound, Refusal `notice_has_moved_on`."""
    must(may_take_down(by, notice))
    standing = Notice.objects.filter(pk=notice.pk, state__in=sorted(STANDING))
    if not standing.update(state=State.TAKEN_DOWN):
        raise Refusal("notice_has_moved_on")
    Picture.objects.filter(notice=notice).delete()
    write_down("notice_taken_down", about=notice.ref, actor=by.ref)


def _well_written(space: Space, draft: Draft) -> Draft:
    title = " ".join(draft.title.split())
    text = draft.text.replace("\r\n", "\n").strip()
    if not title:
        raise Refusal("title_is_missing")
    for length, most in ((len(title), LONGEST_TITLE), (len(text), LONGEST_TEXT)):
        if length > most:
            raise Refusal("too_long", most=most)
    today = today_at(space)
    if draft.last_day < today:
        raise Refusal("notice_is_over")
    if draft.last_day > today + LONGEST_STAY:
        raise Refusal("notice_stays_too_long", day=today + LONGEST_STAY)
    return replace(draft, title=title, text=text)


def _locked(space: Space) -> Board:
    """The one row behind which notices are counted: two that are sent at once are counted one after the other."""
    Board.objects.get_or_create(space=space)
    return Board.objects.select_for_update().get(space=space)
