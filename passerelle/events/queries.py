"""What can be asked about events, their dates and the answers to them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from passerelle.events.models import Answer as Answer
from passerelle.events.models import Event as Event  # doors and rooms above take the names from here
from passerelle.events.models import Feed, Habit
from passerelle.events.models import Occurrence as Occurrence
from passerelle.events.rules import AHEAD, ForWhom, Saying, State, moves_up_until
from passerelle.events.rules.recurring import Every
from passerelle.kit.ids import can_be_asked_for
from passerelle.kit.refusals import Refusal
from passerelle.kit.signing import seal, unseal
from passerelle.members.models import Membership
from passerelle.members.queries import in_force
from passerelle.people.models import Person
from passerelle.people.queries import person_at
from passerelle.presence.queries import visitor_days
from passerelle.spaces.access import is_staff_of
from passerelle.spaces.models import Space, Staff
from passerelle.spaces.queries import today_at
from passerelle.spaces.rules import Role

FEED_BACK = timedelta(days=31)
FEED_MOST = 500
FEED = "events-feed"
PLANNED_AGAIN = timedelta(days=30)
"""So much of what is planned ahead may pass before more is planned."""


# Who sees what


@dataclass(frozen=True)
class Footing:
    """What somebody is to a space, for its calendar: staff, a member since and until, a visitor on some days."""

    role: str | None = None
    since: date | None = None
    until: date | None = None
    days: Collection[date] = ()
    members_propose: bool = False

    @property
    def is_staff(self) -> bool:
        """Whether this is somebody of the team, who sees everything."""
        return self.role is not None

    @property
    def manages(self) -> bool:
        """Whether this is a manager."""
        return self.role == Role.MANAGER

    def is_member_on(self, day: date) -> bool:
        """Whether a membership is in force on that day."""
        return self.since is not None and self.since <= day and (self.until is None or day < self.until)

    def may_come(self, for_whom: str, day: date) -> bool:
        """Whether an event of that day is for them."""
        if self.is_staff or for_whom == ForWhom.EVERYBODY or self.is_member_on(day):
            return True
        return for_whom == ForWhom.VISITORS and day in self.days

    @property
    def shown(self) -> Q:
        """The dates that they may come to, as `may_come` says."""
        if self.is_staff:
            return Q()
        seen = Q(for_whom=ForWhom.EVERYBODY)
        if self.since is not None:
            at_home = Q(day__gte=self.since)
            seen |= at_home & Q(day__lt=self.until) if self.until else at_home
        return seen | Q(for_whom=ForWhom.VISITORS, day__in=sorted(self.days)) if self.days else seen


def footing_of(person: Person | None, space: Space) -> Footing:
    """What this person is to the space; nobody in particular for a stranger. Two queries, none for a stranger."""
    if person is None:
        return Footing()
    at_home = Membership.objects.filter(person=person, space=space)
    asked = Space.objects.filter(pk=space.pk).values_list(
        Subquery(Staff.objects.filter(person=person, space=space).values("role")[:1]),
        Subquery(at_home.values("since")[:1]),
        Subquery(at_home.values("until")[:1]),
        "event_habit__members_propose",
    )
    role, since, until, propose = asked.get()
    days = frozenset(visitor_days().filter(person=person, space=space).values_list("day", flat=True))
    return Footing(role, since, until, days, bool(propose))


def members_propose_at(space: Space) -> bool:
    """Whether members of this space may propose events."""
    return Habit.objects.filter(space=space, members_propose=True).exists()


def is_member_today(person: Person, space: Space) -> bool:
    """Whether this person is at home there today."""
    return in_force(today_at(space)).filter(person=person, space=space).exists()


def host_at(space: Space, address: str) -> Person | None:
    """Whoever goes by this mail address and is staff or a member of the space: a host is somebody of the house."""
    person = person_at(address)
    if person is None or not (is_staff_of(person, space) or is_member_today(person, space)):
        return None
    return person


# Dates


def dates_of(space: Space, footing: Footing) -> QuerySet[Occurrence]:
    """The dates at this space that somebody may come to, those called off too, the soonest first."""
    seen = Occurrence.objects.filter(footing.shown, space=space)
    return seen.select_related("event__host", "space").order_by("begins_at", "id")


def ahead_of(found: QuerySet[Occurrence], now: datetime) -> QuerySet[Occurrence]:
    """Those that are not over, the soonest first."""
    return found.filter(ends_at__gt=now)


def behind_of(found: QuerySet[Occurrence], now: datetime) -> QuerySet[Occurrence]:
    """Those that are over, the latest first."""
    return found.filter(ends_at__lte=now).order_by("-begins_at", "-id")


def days_between(found: QuerySet[Occurrence], since: date, until: date) -> QuerySet[Occurrence]:
    """Those that begin on these local days, `until` excluded."""
    return found.filter(day__gte=since, day__lt=until)


def counted(found: QuerySet[Occurrence], person: Person | None = None) -> QuerySet[Occurrence]:
    """Each with how many come, as `coming`, and what this person said of it, as `mine`."""
    said = Answer.objects.filter(occurrence=OuterRef("pk")).order_by()
    coming = said.filter(saying=Saying.COMING).values("occurrence").annotate(count=Count("pk")).values("count")
    return found.annotate(
        coming=Coalesce(Subquery(coming), 0), mine=Subquery(said.filter(person=person).values("saying")[:1])
    )


def standing_on(
    space: Space, days: Collection[date], for_whom: Collection[ForWhom] = tuple(ForWhom)
) -> list[Occurrence]:
    """What takes place on these local days for these, the soonest first. One query."""
    found = Occurrence.objects.filter(space=space, day__in=list(days), for_whom__in=for_whom, called_off_at=None)
    return list(found.select_related("space").order_by("begins_at", "id"))


def events_for_a_visitor(space: Space, days: Collection[date]) -> list[Occurrence]:
    """What happens on the days of a visit that its visitor may come to. One query."""
    return standing_on(space, days, (ForWhom.VISITORS, ForWhom.EVERYBODY)) if days else []


@dataclass(frozen=True)
class Coming:
    """One coming date in a line: its public name, title, when it begins, and the page to read on."""

    reference: str
    title: str
    begins_at: datetime
    link: str


def coming_events(space: Space, now: datetime, at_most: int, footing: Footing | None = None) -> list[Coming]:
    """What comes next at a space, for everybody or for one footing; called off left out. One query over one table."""
    shown = (footing or Footing()).shown
    found = Occurrence.objects.filter(shown, space=space, called_off_at=None, begins_at__gte=now)
    rows = found.order_by("begins_at", "id").values_list("reference", "title", "begins_at")[:at_most]
    return [Coming(*row, link=page_of_date(space.slug, row[0])) for row in rows]


def page_of_date(slug: str, reference: str) -> str:
    """The whole address of the page of a date, for letters and files that are read elsewhere."""
    return f"{page_of_calendar(slug)}{reference}/"


def page_of_calendar(slug: str) -> str:
    """The whole address of the calendar of a space."""
    return f"{settings.SITE_URL}/spaces/{slug}/events/"


def date_called(slug: str, reference: str) -> Occurrence | None:
    """The date of this space with this public name."""
    if not (can_be_asked_for(slug) and can_be_asked_for(reference)):
        return None
    found = Occurrence.objects.filter(reference=reference, space__slug=slug)
    return found.select_related("space", "event__host").first()


def following(occurrence: Occurrence) -> QuerySet[Occurrence]:
    """This date and all that follow it in its event."""
    found = Occurrence.objects.filter(event=occurrence.event_id, recurs_on__gte=occurrence.recurs_on)
    return found.select_related("space", "event").order_by("pk")


def has_following(occurrence: Occurrence) -> bool:
    """Whether more dates follow, or will."""
    return occurrence.event.every != Every.ONCE


def proposed_at(space: Space) -> list[Event]:
    """What members have proposed and nobody has answered, the oldest first."""
    return list(Event.objects.filter(space=space, state=State.PROPOSED).select_related("host", "space").order_by("id"))


def proposals_of(person: Person, space: Space) -> int:
    """How many proposals of this person wait at this space."""
    return Event.objects.filter(space=space, state=State.PROPOSED, proposed_by=person.ref).count()


def event_called(space: Space, reference: str) -> Event | None:
    """The event of this space with this public name."""
    if not can_be_asked_for(reference):
        return None
    return Event.objects.filter(space=space, reference=reference).select_related("space", "host").first()


def events_to_plan(now: datetime, at_most: int) -> list[int]:
    """The keys of recurring events of which too few dates are kept ahead."""
    found = Event.objects.filter(state=State.ANNOUNCED, planned_until__lt=now.date() + AHEAD - PLANNED_AGAIN)
    open_ended = found.exclude(every=Every.ONCE).filter(Q(until=None) | Q(until__gte=F("planned_until")))
    return list(open_ended.order_by("planned_until").values_list("pk", flat=True)[:at_most])


def dates_to_remind_of(now: datetime, at_most: int) -> list[int]:
    """The keys of dates whose reminders are due."""
    found = Occurrence.objects.filter(remind_at__lte=now).order_by("remind_at")
    return list(found.values_list("pk", flat=True)[:at_most])


# Answers


def answer_of(person: Person | None, occurrence: Occurrence) -> Answer | None:
    """What this person said of this date."""
    return Answer.objects.filter(person=person, occurrence=occurrence).first() if person else None


def coming_to(occurrence: Occurrence) -> list[Answer]:
    """Who comes and who waits, in the order in which they said so, each with the person."""
    said = occurrence.answers.filter(saying__in=(Saying.COMING, Saying.WAITING)).select_related("person")
    return list(said.order_by("answered_at", "id"))


def how_many_come(occurrence: Occurrence) -> int:
    """How many have a place."""
    return occurrence.answers.filter(saying=Saying.COMING).count()


def moves_up_at(occurrence: Occurrence) -> datetime:
    """Until when its waiting list moves up by itself."""
    return moves_up_until(occurrence.begins_at, occurrence.hours)


def answers_of(person: Person) -> QuerySet[Answer]:
    """What this person said of dates, each with its date and space, the soonest first."""
    found = Answer.objects.filter(person=person).select_related("occurrence__space", "occurrence__event")
    return found.order_by("occurrence__begins_at", "id")


def has_events(person: Person) -> bool:
    """Whether this person ever answered."""
    return Answer.objects.filter(person=person).exists()


def hosted_by(person: Person) -> list[Event]:
    """The events of which this person is the host or which they entered."""
    found = Event.objects.filter(Q(host=person) | Q(proposed_by=person.ref))
    return list(found.select_related("space").order_by("id"))


# Calendars


def feed_of(person: Person) -> str:
    """What stands in the address of somebody’s calendar; empty where they have made none."""
    feed = Feed.objects.filter(person=person).first()
    return seal(FEED, feed.reference) if feed else ""


def person_of_feed(sealed: str) -> Person:
    """Whose calendar has this address.

    Raises Refusal `link_not_valid`, also where its owner has ended the address.
    """
    reference = unseal(FEED, sealed)
    feed = Feed.objects.filter(reference=reference, person__forgotten_at=None).select_related("person").first()
    if feed is None:
        raise Refusal("link_not_valid")
    return feed.person


def answers_of_feed(person: Person, now: datetime) -> Iterator[Answer]:
    """What the calendar of a person shows: where they come, a month back and all that lies ahead."""
    coming = answers_of(person).filter(saying=Saying.COMING, occurrence__called_off_at=None)
    return coming.filter(occurrence__ends_at__gte=now - FEED_BACK)[:FEED_MOST].iterator()


def events_of_feed(space: Space, now: datetime) -> list[tuple[Event, Sequence[Occurrence]]]:
    """What the public calendar of a space shows: each event for everybody, with its dates that are off or otherwise.

    Events of which nothing takes place since a month back are left out. Two queries.
    """
    standing = Occurrence.objects.filter(event=OuterRef("pk"), called_off_at=None, ends_at__gte=now - FEED_BACK)
    public = Event.objects.filter(Exists(standing), space=space, state=State.ANNOUNCED, for_whom=ForWhom.EVERYBODY)
    events = list(public.select_related("space").order_by("id")[:FEED_MOST])
    otherwise = Occurrence.objects.filter(event__in=[one.pk for one in events])
    otherwise = otherwise.filter(Q(is_changed=True) | Q(called_off_at__isnull=False)).select_related("space")
    rows: dict[int, list[Occurrence]] = {one.pk: [] for one in events}
    for row in otherwise.order_by("recurs_on"):
        rows[row.event_id].append(row)
    return [(one, rows[one.pk]) for one in events]
