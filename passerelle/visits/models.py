"""What is kept of a visit."""

from django.conf import settings
from django.db import models

from passerelle.kit import clock, ids
from passerelle.kit.choices import choices
from passerelle.networks.models import Footing, Network
from passerelle.networks.rules import Terms
from passerelle.spaces.models import Space
from passerelle.visits.rules import OPEN, Purpose, Side, State, Word


class Visit(models.Model):
    """The days that a visitor asks of a host, in the name of a home or on a pass alone, under one network.

    It rests on its `footing`: the home, or where there is none the network, whose pass the visitor then holds.
    `terms` are frozen at acceptance, as `Terms.written` gives them. `proposed_days` are ISO dates that the host
    offered instead. Each `…_at` says when a thing happened or is to happen; `next_step_at` is when the worker looks.
    """

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    key = models.CharField(max_length=40, default=ids.reference)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits")
    home = models.ForeignKey(Space, models.PROTECT, null=True, blank=True, related_name="visits_sent")
    host = models.ForeignKey(Space, models.PROTECT, related_name="visits_received")
    network = models.ForeignKey(Network, models.PROTECT, related_name="visits")
    state = models.CharField(max_length=10, choices=choices(State), default=State.REQUESTED)
    first_day = models.DateField()
    last_day = models.DateField()
    about = models.CharField(max_length=280, blank=True)
    purpose = models.CharField(max_length=10, choices=choices(Purpose), default=Purpose.WORK)
    shows_address = models.BooleanField(default=False)
    terms = models.JSONField(null=True, blank=True)
    asked_at = models.DateTimeField(default=clock.now)

    word = models.CharField(max_length=10, choices=choices(Word))
    home_asked_at_address = models.EmailField(blank=True)
    home_answered_at = models.DateTimeField(null=True, blank=True)
    host_asked_at = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    second_at = models.DateTimeField(null=True, blank=True)
    lapse_at = models.DateTimeField(null=True, blank=True)
    next_step_at = models.DateTimeField(null=True, blank=True)

    answers = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answer_line = models.CharField(max_length=500, blank=True)
    proposed_days = models.JSONField(default=list, blank=True)

    arrived_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    happened_says_visitor = models.BooleanField(null=True, blank=True)
    happened_says_host = models.BooleanField(null=True, blank=True)
    told_that_host_left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at",)
        constraints = (
            models.UniqueConstraint(fields=("person", "key"), name="a_request_sent_twice_is_one"),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="visit_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~models.Q(home=models.F("host")), name="visit_leads_to_another_space"),
            models.CheckConstraint(
                condition=models.Q(home__isnull=False) & ~models.Q(word="holder") | models.Q(home=None, word="holder"),
                name="visit_rests_on_a_home_or_a_pass",
            ),
            models.CheckConstraint(
                condition=models.Q(terms__isnull=False) | ~models.Q(state__in=["accepted", "arrived", "closed"]),
                name="accepted_visit_has_its_terms",
            ),
        )
        indexes = (
            models.Index(fields=("person", "-first_day", "-id"), name="visit_by_person"),
            models.Index(fields=("host", "-first_day", "-id"), name="visit_by_host"),
            models.Index(fields=("home", "-first_day", "-id"), name="visit_by_home"),
            models.Index(
                fields=("next_step_at",), condition=models.Q(next_step_at__isnull=False), name="visit_by_next_step"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"

    @property
    def ref(self) -> str:
        """How the cellar and presence name this visit."""
        return f"visit:{self.pk}"

    @property
    def footing(self) -> Footing:
        """On what the visitor comes."""
        return self.network if self.home is None else self.home

    @property
    def is_open(self) -> bool:
        """Whether something can still happen to it."""
        return State(self.state) in OPEN

    @property
    def frozen_terms(self) -> Terms | None:
        """The terms as they stood when it was accepted."""
        return Terms.read(self.terms) if self.terms is not None else None


class VisitDay(models.Model):
    """A local date that a visit is about."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="days")
    day = models.DateField()

    class Meta:
        ordering = ("day",)
        constraints = (models.UniqueConstraint(fields=("visit", "day"), name="day_once_in_a_visit"),)

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.day}"


class Line(models.Model):
    """A line of the conversation between visitor and host, which never closes."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="lines")
    side = models.CharField(max_length=8, choices=choices(Side))
    written_by = models.CharField(max_length=40)
    text = models.CharField(max_length=2000)
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("written_at", "id")

    def __str__(self) -> str:
        return f"{self.visit_id} {self.side}"
