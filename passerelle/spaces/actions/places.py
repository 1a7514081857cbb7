"""What can be done with a space's page, its address, its closed dates and its poster."""

from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.db.models import F

from passerelle.kit import clock
from passerelle.kit.addresses import is_mail_address
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.spaces import mails
from passerelle.spaces.access import may_list, may_manage
from passerelle.spaces.actions.finding import make_findable, make_unfindable
from passerelle.spaces.models import Closure, Space
from passerelle.spaces.rules import LONGEST_CLOSURE, Description, Place, faults, tidied
from passerelle.spaces.rules.finding import kept_list, map_square, wished_slugs


@transaction.atomic
def list_space(said: Description, place: Place, *, by: Person, email: str = "", slug: str = "") -> Space:
    """A space comes into the directory; its address is used only once it was confirmed.

    `slug` is its name in the address of its page, made from its name where none is given.
    Raises Refusal `description_is_wrong` with the faults by line, `address_is_taken`.
    """
    if not may_list(by):
        raise NotFound
    said = _kept(said, email)
    if slug and Space.objects.filter(slug=slug).exists():
        raise Refusal("address_is_taken")
    space = Space.objects.create(
        **asdict(said),
        **asdict(place),
        email=email.strip().lower(),
        slug=slug or _free_slug(said.name, said.town),
        **map_square(place.point),
    )
    make_findable([space.pk])
    write_down("space_listed", about=space.ref, actor=by.ref)
    return space


@transaction.atomic
def describe_space(space: Space, said: Description, *, by: Person) -> Space:
    """The space says of itself what `said` holds, hours included.

    Raises Refusal `description_is_wrong`, whose `faults` say by line what cannot be kept; then nothing is changed.
    """
    if not may_manage(by, space):
        raise NotFound
    lines = asdict(_kept(said, space.email))
    changed = sorted(field for field, value in lines.items() if getattr(space, field) != value)
    if not changed:
        return space
    is_found_otherwise = {"name", "town", "kind"} & set(changed)
    if is_found_otherwise:
        make_unfindable([space.pk])
    for field, value in lines.items():
        setattr(space, field, value)
    space.own_lines = kept_list([*space.own_lines.split(), *changed])
    space.save(update_fields=[*changed, "own_lines"])
    if is_found_otherwise:
        make_findable([space.pk])
    write_down("space_described", about=space.ref, actor=by.ref, changed=changed)
    return space


@transaction.atomic
def change_address(space: Space, email: str, *, by: Person) -> Space:
    """Requests will be sent to `email` once whoever reads it has said yes; until then the space is not asked.

    Raises Refusal `email_is_missing`, `email_is_not_an_address`. The address it has already changes nothing.
    """
    if not may_manage(by, space):
        raise NotFound
    email = email.strip().lower()
    if not is_mail_address(email):
        raise Refusal("email_is_not_an_address" if email else "email_is_missing")
    if email == space.email:
        return space
    space.email, space.email_confirmed_at = email, None
    if space.second_email == email:
        space.second_email = ""
    space.save(update_fields=["email", "email_confirmed_at", "second_email"])
    write_down("address_changed", about=space.ref, actor=by.ref)
    mails.ask_to_confirm_address(space, by)
    return space


def ask_again_to_confirm(space: Space, *, by: Person) -> None:
    """The letter that asks for the confirmation leaves once more, if none was written to this address today."""
    if not may_manage(by, space):
        raise NotFound
    if space.email and space.email_confirmed_at is None:
        mails.ask_to_confirm_address(space, by)


@transaction.atomic
def confirm_address(space: Space) -> Space:
    """Whoever reads the space's address says that requests may be sent there. The right is the letter's link."""
    moment = clock.now()
    open_ = Space.objects.filter(pk=space.pk, email=space.email)
    if open_.filter(email_confirmed_at=None).update(email_confirmed_at=moment, takes_no_part_since=None):
        space.email_confirmed_at, space.takes_no_part_since = moment, None
        write_down("address_confirmed", about=space.ref, actor=_reader(space))
    elif open_.exclude(takes_no_part_since=None).update(takes_no_part_since=None):
        space.takes_no_part_since = None
        write_down("space_takes_part_again", about=space.ref, actor=_reader(space))
    return space


@transaction.atomic
def take_no_part(space: Space) -> Space:
    """Whoever reads the space's address says that it receives no visitors; it stays in the directory, unasked."""
    moment = clock.now()
    if Space.objects.filter(pk=space.pk, takes_no_part_since=None).update(takes_no_part_since=moment):
        space.takes_no_part_since = moment
        write_down("space_takes_no_part", about=space.ref, actor=_reader(space))
    return space


@transaction.atomic
def close_days(space: Space, since: date, until: date, *, by: Person, reason: str = "") -> Closure:
    """No visitor comes from `since` to `until` (excluded). Visits already accepted stand until they are withdrawn.

    Raises Refusal `closure_ends_before_it_begins`, `closure_is_too_long`, `too_long`.
    """
    if not may_manage(by, space):
        raise NotFound
    if until <= since:
        raise Refusal("closure_ends_before_it_begins")
    if until - since > LONGEST_CLOSURE:
        raise Refusal("closure_is_too_long")
    if len(reason.strip()) > 120:
        raise Refusal("too_long", most=120)
    closure = Closure.objects.create(space=space, since=since, until=until, reason=reason.strip())
    write_down("days_closed", about=space.ref, actor=by.ref, since=since, until=until)
    return closure


@transaction.atomic
def reopen(closure: Closure, *, by: Person) -> None:
    """The days of this closure are open again, as the hours say."""
    if not may_manage(by, closure.space):
        raise NotFound
    if Closure.objects.filter(pk=closure.pk).delete()[0]:
        write_down("days_reopened", about=closure.space.ref, actor=by.ref, since=closure.since, until=closure.until)


@transaction.atomic
def renew_poster(space: Space, *, by: Person) -> Space:
    """From now on only a poster printed anew is valid: the codes of the earlier ones are refused."""
    if not may_manage(by, space):
        raise NotFound
    Space.objects.filter(pk=space.pk).update(poster_number=F("poster_number") + 1)
    space.refresh_from_db(fields=["poster_number"])
    write_down("poster_renewed", about=space.ref, actor=by.ref, number=space.poster_number)
    return space


def _kept(said: Description, first_email: str) -> Description:
    """The description as it is kept, or a Refusal with what is wrong, line by line."""
    said = tidied(said)
    if wrong := faults(said, first_email):
        raise Refusal("description_is_wrong", faults=wrong)
    return said


def _free_slug(name: str, town: str) -> str:
    """A name for the page's address that nobody has: the space's, with its town, then with a number."""
    plain, with_town = wished_slugs(name, town)
    taken = set(Space.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    wished = [plain, with_town, *(f"{with_town}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in wished if slug not in taken)


def _reader(space: Space) -> str:
    """Whoever answered from the space's address, known by the letter alone."""
    return f"letter:space-{space.pk}"
