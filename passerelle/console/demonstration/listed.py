"""The demonstration on lists of real places: who of its cast stands in for which row, and how a row is taken in hand.

A row that bears the name and stands in the town of one of our places is played by it: its people act for it, letters to
it go to an invented address. Every other row can be read and never asked, for no list gives an address.
"""

from collections.abc import Callable

from passerelle.console.demonstration.places import Listing
from passerelle.console.importing import Wished, day_typed
from passerelle.console.words import CannotGoOn
from passerelle.directory.queries import spaces_called
from passerelle.kit.fold import fold
from passerelle.kit.places import Point, distance_km
from passerelle.kit.refusals import Refusal
from passerelle.listings.actions.taking_in import Whose, take_in
from passerelle.listings.gazetteer import AtlasInMemory
from passerelle.listings.rules import ListIsUnreadable, read_list
from passerelle.listings.rules.sentences import unreadable_sentence
from passerelle.people.queries import Person
from passerelle.spaces.actions.places import change_address, confirm_address, describe_space
from passerelle.spaces.queries import Space, space_at
from passerelle.spaces.rules import Description

SAME_TOWN_KM = 20.0

_played: dict[str, str] = {}


NO_LISTS = Wished(())


def take_lists(lists: Wished, progress: Callable[..., None]) -> None:
    """Every row of these files becomes a space. Raises CannotGoOn for a file that cannot be read."""
    _played.clear()
    atlas, told_on = AtlasInMemory(), day_typed(lists.told_on)
    for number, file in enumerate(lists.files, 1):
        progress(f"reading {file.name}", number, len(lists.files))
        whose = Whose(lists.source or file.stem, lists.licence, told_on=told_on)
        try:
            read = read_list(file.read_bytes(), file.name, atlas)
            take_in(file.name, read, whose, atlas, by=None)
        except OSError as reason:
            raise CannotGoOn(f"Cannot read {file}: {reason.strerror}.") from None
        except (ListIsUnreadable, Refusal) as reason:
            why = unreadable_sentence({"reason": reason.code, **reason.facts})
            raise CannotGoOn(f"{file} cannot be played on. {why}") from None


def row_for(listing: Listing) -> Space | None:
    """The row of a list that this place is to be played by: its name, or one that begins with it, in its town."""
    here, name = Point(listing.town.latitude, listing.town.longitude), fold(listing.name)
    found = [space for space in spaces_called(listing.name)[:50] if _is_there(space, listing, here)]
    alike = [space for space in found if f"{fold(space.name)} ".startswith(f"{name} ")]
    return min(alike, key=lambda space: len(space.name), default=None)


def remember(slug: str, space: Space) -> None:
    """From now on the place that the story calls `slug` is this space."""
    _played[slug] = space.slug


def space_of_the_story(slug: str) -> Space:
    """The space that the story calls so, whatever the address of its page is."""
    space = space_at(_played.get(slug, slug))
    assert space is not None, slug
    return space


def take_in_hand(space: Space, said: Description, email: str, *, by: Person, is_confirmed: bool) -> Space:
    """A row of a list gets what the story needs of it: hours, whom to ask for, an invented address that is read."""
    kept = {"name": space.name, "address": space.address or said.address, "local_address": space.local_address}
    lines = {**vars(said), **kept, "website": space.website}
    described = describe_space(space, Description(**lines), by=by)
    addressed = change_address(described, email, by=by)
    return confirm_address(addressed) if is_confirmed else addressed


def _is_there(space: Space, listing: Listing, here: Point) -> bool:
    if space.point:
        return distance_km(space.point, here) <= SAME_TOWN_KM
    return fold(space.town) == fold(listing.town.name)
