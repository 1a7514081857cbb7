"""What is kept of asks, offers, suggestions and introductions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from passerelle.asks.rules import Came, Kind, Says, Side
from passerelle.kit import clock, ids
from passerelle.kit.choices import choices
from passerelle.people.rules import Circle
from passerelle.spaces.models import Space


class Ask(models.Model):
    """What somebody looks for or gives, until a day (included), in their own words. Open while `ended_at` is empty.

    `shown_to` says who may find it by searching; `on_board` that it may be pinned to the board of their spaces. Neither
    gives a name: that is what introductions are for.
    """

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    key = models.CharField(max_length=40, default=ids.reference)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="asks")
    side = models.CharField(max_length=5, choices=choices(Side))
    kind = models.CharField(max_length=12, choices=choices(Kind))
    text = models.CharField(max_length=400)
    language = models.CharField(max_length=5)
    until = models.DateField()
    shown_to = models.CharField(max_length=9, choices=choices(Circle))
    on_board = models.BooleanField(default=False)
    written_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-written_at", "-id")
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="an_ask_sent_twice_is_one"),)
        indexes = (
            models.Index(fields=("until", "id"), condition=Q(ended_at=None), name="open_asks_by_until"),
            models.Index(fields=("-written_at", "-id"), name="asks_newest_first"),
        )

    def __str__(self) -> str:
        return f"{self.reference} ({self.side}, {self.kind})"

    @property
    def ref(self) -> str:
        """How the cellar names it."""
        return f"ask:{self.pk}"


class AskWord(models.Model):
    """What an ask speaks of: its folded words, and the subjects they stand for (`=translation`)."""

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="words")
    text = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("ask", "text"), name="an_ask_speaks_once_of_a_word"),)
        indexes = (models.Index(fields=("text", "ask"), name="asks_by_word"),)

    def __str__(self) -> str:
        return self.text


class Wish(models.Model):
    """How many suggestions a week somebody wants. Who has no row here wants none."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="wish")
    a_week = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.a_week} a week"


class Introduction(models.Model):
    """Two people suggested to each other; made once both have said yes, else it lapses.

    They are `low` and `high` by their keys, so that two are one pair whoever asks. `low_ask` and `high_ask` are what
    each has written; whoever answers somebody's ask without one of their own has none, and a `line` instead. `because`
    holds why: what both speak of, and the days (ISO) on which both are at `space`.
    """

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    low = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    high = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    low_ask = models.ForeignKey(Ask, models.CASCADE, null=True, blank=True, related_name="+")
    high_ask = models.ForeignKey(Ask, models.CASCADE, null=True, blank=True, related_name="+")
    line = models.CharField(max_length=280, blank=True)
    space = models.ForeignKey(Space, models.PROTECT, related_name="introductions")
    because = models.JSONField(default=dict)
    suggested_at = models.DateTimeField(default=clock.now)
    lapse_at = models.DateTimeField()
    low_says = models.CharField(max_length=3, choices=choices(Says), blank=True)
    high_says = models.CharField(max_length=3, choices=choices(Says), blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    asked_what_came = models.BooleanField(default=False)
    low_told = models.BooleanField(default=False)
    high_told = models.BooleanField(default=False)

    class Meta:
        ordering = ("-suggested_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("low_ask", "high_ask"), name="two_asks_are_suggested_once"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="two_people_in_one_order"),
            models.CheckConstraint(
                condition=Q(low_ask__isnull=False) | Q(high_ask__isnull=False), name="introduced_because_of_an_ask"
            ),
            models.CheckConstraint(
                condition=Q(made_at=None) | Q(low_says="yes", high_says="yes"), name="made_when_both_said_yes"
            ),
        )
        indexes = (
            models.Index(fields=("low", "high", "suggested_at"), name="introductions_of_two"),
            models.Index(fields=("low", "suggested_at"), name="introductions_of_one"),
            models.Index(fields=("high", "suggested_at"), name="introductions_of_the_other"),
            models.Index(fields=("suggested_at",), name="introductions_by_day"),
            models.Index(fields=("made_at",), condition=Q(asked_what_came=False), name="introductions_to_ask_about"),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def ref(self) -> str:
        """How the cellar names it."""
        return f"introduction:{self.pk}"


class Block(models.Model):
    """Two people who are never suggested to each other again, because `by` wanted so. Told to nobody."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "other"), name="blocked_once"),)

    def __str__(self) -> str:
        return f"{self.by_id}, {self.other_id}"


class Count(models.Model):
    """How many said what came of an introduction at a space: a count, and nothing of who said it."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="+")
    came = models.CharField(max_length=7, choices=choices(Came))
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("space", "came"), name="counted_once_for_a_space"),)

    def __str__(self) -> str:
        return f"{self.space_id}: {self.came} {self.number}"
