"""What can be done with walls: hang one, draw a short code for it, revoke it, note that it was seen."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import Q

from passerelle.kit import clock
from passerelle.kit.ids import short_code
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.people.rules import Language
from passerelle.spaces.models import Space
from passerelle.walls.access import may_hang
from passerelle.walls.models import Wall
from passerelle.walls.rules import CODE_LASTS, LONGEST_NAME, MOST_WALLS, SEEN_ONCE_IN, Look

TRIES = 5
"""Two codes that are the same are one chance in millions; five times in a row does not happen."""


@transaction.atomic
def hang_wall(space: Space, name: str, language: Language, look: Look, *, by: Person) -> Wall:
    """A new wall, with a code to be typed at the television.

    Raises NotFound, Refusal `name_is_missing`, `too_long`, `too_many_walls`.
    """
    if not may_hang(by, space):
        raise NotFound
    name = " ".join(name.split())
    if not name:
        raise Refusal("name_is_missing")
    if len(name) > LONGEST_NAME:
        raise Refusal("too_long", most=LONGEST_NAME)
    Space.objects.select_for_update().get(pk=space.pk)
    if Wall.objects.filter(space=space, revoked_at=None).count() >= MOST_WALLS:
        raise Refusal("too_many_walls", most=MOST_WALLS)
    wall = Wall.objects.create(space=space, name=name, language=language, look=look)
    _give_code(wall)
    write_down("wall_hung", about=wall.ref, actor=by.ref, space=space.ref)
    return wall


@transaction.atomic
def draw_code(wall: Wall, *, by: Person) -> None:
    """A new short code, good for half an hour; the former one no longer opens anything. Raises NotFound."""
    if not may_hang(by, wall.space) or wall.revoked_at is not None:
        raise NotFound
    _give_code(wall)
    write_down("wall_code_drawn", about=wall.ref, actor=by.ref, space=wall.space.ref)


@transaction.atomic
def revoke_wall(wall: Wall, *, by: Person) -> None:
    """From now on its address and its code open nothing. Said twice, it is done once. Raises NotFound."""
    if not may_hang(by, wall.space):
        raise NotFound
    over = {"revoked_at": clock.now(), "code": "", "code_until": None}
    if Wall.objects.filter(pk=wall.pk, revoked_at=None).update(**over):
        write_down("wall_revoked", about=wall.ref, actor=by.ref, space=wall.space.ref)


def note_seen(references: Collection[str]) -> None:
    """These walls are on. Written at most once a minute each, by one statement."""
    now = clock.now()
    before = Q(seen_at=None) | Q(seen_at__lt=now - SEEN_ONCE_IN)
    Wall.objects.filter(before, reference__in=references, revoked_at=None).update(seen_at=now)


def _give_code(wall: Wall) -> None:
    """A code that no other wall has. One that has run out is free again."""
    now = clock.now()
    Wall.objects.filter(code_until__lte=now).update(code="", code_until=None)
    for _ in range(TRIES):
        wall.code, wall.code_until = short_code(), now + CODE_LASTS
        try:
            with transaction.atomic():
                wall.save(update_fields=["code", "code_until"])
        except IntegrityError:
            continue
        return
    raise IntegrityError("no short code is free")
