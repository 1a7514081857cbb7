"""What is kept of events, of their dates and of the answers to them."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from passerelle.events.rules import Described, ForWhom, Kind, Saying, State
from passerelle.events.rules.recurring import Every, Recurring
from passerelle.events.rules.walls import wall_at
from passerelle.kit import clock, ids
from passerelle.kit.choices import choices
from passerelle.people.rules import Language
from passerelle.spaces.models import Space


class Event(models.Model):
    """What recurs, or takes place once: see `Described` for what the columns mean. Only `every` day of it that was
    planned is a row of Occurrence, up to `planned_until` (excluded).

    `proposed_by` is whoever entered it: `person:7`. `sequence` counts its changes, for calendars.
    """

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    space = models.ForeignKey(Space, models.PROTECT, related_name="events")
    title = models.CharField(max_length=100)
    text = models.TextField(max_length=2000, blank=True)
    kind = models.CharField(max_length=8, choices=choices(Kind))
    language = models.CharField(max_length=5, choices=choices(Language))
    for_whom = models.CharField(max_length=9, choices=choices(ForWhom))
    room = models.CharField(max_length=80, blank=True)
    host = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    hours = models.PositiveSmallIntegerField(default=2)
    first_on = models.DateField()
    at = models.TimeField()
    minutes = models.PositiveIntegerField()
    every = models.CharField(max_length=12, choices=choices(Every), default=Every.ONCE)
    until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=choices(State))
    proposed_by = models.CharField(max_length=40)
    planned_until = models.DateField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("first_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(minutes__gt=0), name="event_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(places=None) | Q(places__gt=0), name="event_has_a_place"),
        )
        indexes = (
            models.Index(fields=("space", "state"), name="event_by_space"),
            models.Index(
                fields=("planned_until",),
                condition=Q(state=State.ANNOUNCED) & ~Q(every=Every.ONCE),
                name="event_to_be_planned",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        """How the cellar names this event."""
        return f"event:{self.pk}"

    @property
    def recurring(self) -> Recurring:
        """On which days it takes place, as the rules read it."""
        return Recurring(self.first_on, Every(self.every), self.until)

    @property
    def described(self) -> Described:
        """How it is described, as the rules read it."""
        return Described(
            self.title,
            Kind(self.kind),
            Language(self.language),
            ForWhom(self.for_whom),
            self.first_on,
            self.at,
            self.minutes,
            self.text,
            self.room,
            self.places,
            self.hours,
            Every(self.every),
            self.until,
        )


class Occurrence(models.Model):
    """One date of an event, with what can differ from one to the next, so that lists read one table.

    `recurs_on` is the day of the rule that it stands for, wherever it was moved; `day` the local one on which it
    begins. `is_changed` says that it was changed alone. Whoever comes is reminded at `remind_at`.
    """

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    event = models.ForeignKey(Event, models.PROTECT, related_name="occurrences")
    space = models.ForeignKey(Space, models.PROTECT, related_name="occurrences")
    recurs_on = models.DateField()
    day = models.DateField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    title = models.CharField(max_length=100)
    text = models.TextField(max_length=2000, blank=True)
    room = models.CharField(max_length=80, blank=True)
    for_whom = models.CharField(max_length=9, choices=choices(ForWhom))
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    hours = models.PositiveSmallIntegerField()
    is_changed = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    remind_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=280, blank=True)

    class Meta:
        ordering = ("begins_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("event", "recurs_on"), name="an_event_recurs_once_a_day"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("begins_at")), name="occurrence_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(places=None) | Q(places__gt=0), name="occurrence_has_a_place"),
        )
        indexes = (
            models.Index(fields=("space", "begins_at", "id"), name="occurrence_by_space"),
            models.Index(fields=("space", "day"), name="occurrence_by_day"),
            models.Index(fields=("remind_at",), condition=Q(remind_at__isnull=False), name="occurrence_to_remind_of"),
        )

    def __str__(self) -> str:
        return f"{self.title}, {self.day}"

    @property
    def ref(self) -> str:
        """How the cellar names this date of an event."""
        return f"occurrence:{self.pk}"

    @property
    def begins(self) -> datetime:
        """What the wall at the space shows when it begins."""
        return wall_at(self.begins_at, self.space.time_zone)

    @property
    def ends(self) -> datetime:
        """What the wall at the space shows when it ends."""
        return wall_at(self.ends_at, self.space.time_zone)


class Answer(models.Model):
    """What one person said of one date. Who waits is in the order of `answered_at`.

    `moved_up_at` says when a place came free for them; `letters` counts what was written of it. `shows_name` is whether
    others who come may read the name.
    """

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="event_answers")
    saying = models.CharField(max_length=10, choices=choices(Saying))
    shows_name = models.BooleanField(default=False)
    answered_at = models.DateTimeField(default=clock.now)
    moved_up_at = models.DateTimeField(null=True, blank=True)
    letters = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("answered_at", "id")
        constraints = (models.UniqueConstraint(fields=("occurrence", "person"), name="one_answer_of_a_person"),)
        indexes = (models.Index(fields=("occurrence", "saying", "answered_at", "id"), name="answer_in_its_order"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.saying}"


class Habit(models.Model):
    """What a space said of its calendar, where it said anything: whether its members may propose events."""

    space = models.OneToOneField(Space, models.CASCADE, primary_key=True, related_name="event_habit")
    members_propose = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.space_id}: {self.members_propose}"


class Feed(models.Model):
    """The secret address behind which somebody’s calendar program reads what they come to; another one ends it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="event_feed")
    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.person_id}"
