"""The digest: what is new on a board, to whoever wants to be written, once a day or once a week."""

from datetime import datetime

from django.db import transaction

from passerelle.board import mails
from passerelle.board.access import must, reader_of
from passerelle.board.models import Wish
from passerelle.board.queries import cards_of, new_since, wish_numbered
from passerelle.board.rules import Rhythm, is_civil_hour, next_digest
from passerelle.kit import clock
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.spaces.models import Space


@transaction.atomic
def be_written(space: Space, rhythm: Rhythm, *, by: Person) -> None:
    """From now on this person is written what is new on the board, so often, or never. Raises NotFound."""
    reader = reader_of(by, space)
    must(rhythm is Rhythm.NEVER or (reader is not None and reader.in_house))
    now = clock.now()
    due = next_digest(rhythm, now, clock.zone(space.time_zone))
    if due is None:
        Wish.objects.filter(space=space, person=by).delete()
    else:
        lines = {"rhythm": rhythm, "next_at": due}
        Wish.objects.update_or_create(
            space=space, person=by, defaults=lines, create_defaults=lines | {"told_until": now}
        )
    write_down("board_letters_chosen", about=space.ref, actor=by.ref, rhythm=rhythm)


@transaction.atomic
def stop_writing(wish: Wish) -> None:
    """Whoever holds the link of such a letter wants no more of them. Once done, doing it again changes nothing."""
    if Wish.objects.filter(pk=wish.pk).delete()[0]:
        write_down("board_letters_stopped", about=wish.space.ref, actor=wish.person.ref)


@transaction.atomic
def write_what_is_new(key: int, now: datetime) -> bool:
    """Write one digest that is due, if anything is new, and set when the next one is. Says whether it was written.

    One conditional update takes it: of two workers, one writes. Outside civil hours it waits for the next morning.
    Whoever does not read the board any more is written no more.
    """
    wish = wish_numbered(key)
    if wish is None or wish.next_at > now:
        return False
    zone = clock.zone(wish.space.time_zone)
    is_civil = is_civil_hour(now, zone)
    onward = next_digest(Rhythm(wish.rhythm) if is_civil else Rhythm.DAILY, now, zone)
    if not Wish.objects.filter(pk=key, next_at=wish.next_at).update(next_at=onward) or not is_civil:
        return False
    reader = reader_of(wish.person, wish.space)
    if reader is None or not reader.in_house or wish.person.forgotten_at is not None:
        Wish.objects.filter(pk=key).delete()
        return False
    new = new_since(cards_of(wish.space, wish.person.language), wish.told_until, now)
    Wish.objects.filter(pk=key).update(told_until=now)
    if new:
        mails.tell_what_is_new(wish, new)
    return bool(new)
