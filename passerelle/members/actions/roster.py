"""Taking a roster in: as many rows at once as there are, in a handful of queries whatever the length of the file."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import DateField, F, Value
from django.db.models.functions import Greatest

from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.members.access import may_enter_members
from passerelle.members.models import Membership
from passerelle.members.queries import in_force_or_to_come
from passerelle.members.rules import Belonging, Source, included_end
from passerelle.members.rules.roster import Entry, Flaw, Roster, RosterIsUnreadable, read_roster
from passerelle.members.rules.taking_in import Became, Line, refused, weigh
from passerelle.people.models import Person
from passerelle.plans.models import Plan
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at

BATCH = 500

T = TypeVar("T")


@dataclass(frozen=True)
class Report:
    """What became of a roster, line by line; `missing` are the members whom a complete file does not name.

    `missing_is_known` is False where the file was said to be complete, but a line's address could not be read: somebody
    who stands on that line would be taken for missing.
    """

    lines: tuple[Line, ...]
    missing: tuple[Membership, ...] = ()
    missing_is_known: bool = True

    @property
    def counts(self) -> dict[str, int]:
        """How many lines became what."""
        return dict(Counter(str(line.became) for line in self.lines))

    def that(self, became: str) -> list[Line]:
        """The lines that became this."""
        return [line for line in self.lines if line.became == became]


@dataclass(frozen=True)
class Wish:
    """How a roster is taken in besides: on which plan each line is, by its number; and whether people are told."""

    plans: Mapping[int, Plan] = field(default_factory=dict)
    is_told: bool = True


def take_in_lines(space: Space, roster: Roster, wish: Wish, *, by: Person) -> Report:
    """Add, renew and end what the lines say, each on its plan. Raises NotFound."""
    if not may_enter_members(by, space):
        raise NotFound
    with transaction.atomic():
        list(Space.objects.select_for_update().filter(pk=space.pk).values_list("pk"))  # one roster at a time
        report = Report(tuple(_take_in(space, roster, wish)))
        write_down("roster_taken_in", about=space.ref, actor=by.ref, **report.counts)
    return report


def weigh_lines(space: Space, roster: Roster, plans: Mapping[int, Plan]) -> Report:
    """What would become of the lines; nothing is changed. One query. The right to ask is asked by whoever calls."""
    lines, _new, _changed = _weighed(space, roster, plans)
    return Report(tuple(lines))


def take_in_roster(space: Space, content: bytes, *, is_complete: bool, by: Person) -> Report:
    """Add, renew and end what the file says; what is wrong with one line stops no other. Safe to repeat.

    Nobody is ended for being missing: `is_complete` only says who is, and `end_those_missing` ends them.
    Raises NotFound; Refusal with the code of what makes the whole file unreadable, see `read_roster`.
    """
    if not may_enter_members(by, space):
        raise NotFound
    try:
        roster = read_roster(content)
    except RosterIsUnreadable as unreadable:
        raise Refusal(unreadable.code, **unreadable.facts) from unreadable
    with transaction.atomic():
        list(Space.objects.select_for_update().filter(pk=space.pk).values_list("pk"))  # one roster at a time
        lines = _take_in(space, roster, Wish())
        report = Report(tuple(lines), *_missing(space, roster, is_complete))
        write_down("roster_taken_in", about=space.ref, actor=by.ref, **report.counts)
    return report


@transaction.atomic
def end_those_missing(space: Space, memberships: Collection[int], *, by: Person) -> int:
    """End, from today on, the memberships of this space that a complete roster did not name. Returns how many.

    Raises NotFound.
    """
    if not may_enter_members(by, space):
        raise NotFound
    today, ended = today_at(space), 0
    for keys in _batches(memberships, BATCH):
        chosen = in_force_or_to_come(space, today).filter(pk__in=keys)
        ended += chosen.update(until=Greatest(F("since"), Value(today, DateField())), is_to_be_told=False)
    write_down("missing_members_ended", about=space.ref, actor=by.ref, ended=ended)
    return ended


def _missing(space: Space, roster: Roster, is_complete: bool) -> tuple[tuple[Membership, ...], bool]:
    if not is_complete:
        return (), True
    if not roster.names_everybody:
        return (), False
    members = in_force_or_to_come(space, today_at(space)).select_related("person").order_by("person__name", "id")
    named = roster.addresses
    return tuple(member for member in members if member.person.email not in named), True


@dataclass(frozen=True)
class _Kept:
    """A line that is new, with what is kept of it."""

    entry: Entry
    belonging: Belonging
    plan: Plan | None


def _take_in(space: Space, roster: Roster, wish: Wish) -> list[Line]:
    """Weigh every line beside what is known, write all of it at once, and say what became of each."""
    lines, new, changed = _weighed(space, roster, wish.plans)
    people = _people_at([entry.address for entry in roster.entries])
    _write(space, new, changed, people, is_told=wish.is_told)
    _fill_in_names(roster.entries, people)
    return lines


def _weighed(
    space: Space, roster: Roster, plans: Mapping[int, Plan]
) -> tuple[list[Line], list[_Kept], list[Membership]]:
    """What becomes of each line, by its number; what is new, and what is known and changed."""
    today = today_at(space)
    members = Membership.objects.filter(space=space).select_related("person", "plan")
    known = {member.person.email: member for member in members}
    lines = [refused(flaw) for flaw in roster.flaws]
    new: list[_Kept] = []
    changed: list[Membership] = []
    for entry in roster.entries:
        member, plan = known.get(entry.address), plans.get(entry.line)
        weighed = weigh(entry, member.belonging if member else None, today, says_until=roster.says_until)
        if isinstance(weighed, Flaw):
            lines.append(refused(weighed))
            continue
        became, belonging = _on_plan(weighed, member, plan)
        if member is None:
            new.append(_Kept(entry, belonging, plan))
        elif became != Became.UNCHANGED:
            member.since, member.until, member.carries_visa = belonging.since, belonging.until, belonging.carries_visa
            member.plan = plan or member.plan
            changed.append(member)
        lines.append(Line(entry.line, entry.name, entry.address, became, included_end(belonging.until)))
    return sorted(lines, key=lambda line: line.number), new, changed


def _on_plan(
    weighed: tuple[Became, Belonging], member: Membership | None, plan: Plan | None
) -> tuple[Became, Belonging]:
    """The same on this plan, which says whether it carries the visa; another plan than the one known is a change."""
    became, belonging = weighed
    if plan is None:
        return weighed
    if member is not None and plan.pk is not None and member.plan_id == plan.pk:
        return weighed
    if member is not None and became == Became.UNCHANGED:
        became = Became.RENEWED
    return became, replace(belonging, carries_visa=plan.carries_visa)


def _write(
    space: Space, new: Sequence[_Kept], changed: Sequence[Membership], people: dict[str, Person], *, is_told: bool
) -> None:
    strangers = [one.entry for one in new if one.entry.address not in people]
    Person.objects.bulk_create(
        (Person(email=entry.address, name=entry.name, language=space.language, password="!") for entry in strangers),  # noqa: S106
        batch_size=BATCH,
        ignore_conflicts=True,  # somebody may sign in with that address for the first time at this very moment
    )
    people |= _people_at([entry.address for entry in strangers])
    Membership.objects.bulk_create(
        (_membership(space, people[one.entry.address], one, is_told=is_told) for one in new), batch_size=BATCH
    )
    Membership.objects.bulk_update(changed, ["since", "until", "carries_visa", "plan"], batch_size=BATCH)


def _membership(space: Space, person: Person, kept: _Kept, *, is_told: bool) -> Membership:
    return Membership(
        space=space,
        person=person,
        since=kept.belonging.since,
        until=kept.belonging.until,
        carries_visa=kept.belonging.carries_visa,
        plan=kept.plan,
        source=Source.ROSTER,
        is_to_be_told=is_told,
    )


def _fill_in_names(entries: Iterable[Entry], people: dict[str, Person]) -> None:
    """A roster may name somebody whose name is not known yet; it never renames anybody."""
    nameless = [(people[entry.address], entry.name) for entry in entries if entry.address in people]
    named = []
    for person, name in nameless:
        if not person.name:
            person.name = name
            named.append(person)
    Person.objects.bulk_update(named, ["name"], batch_size=BATCH)


def _people_at(addresses: Sequence[str]) -> dict[str, Person]:
    """Who is known at these addresses."""
    return {
        person.email: person
        for batch in _batches(addresses, BATCH)
        for person in Person.objects.filter(email__in=batch)
    }


def _batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch
