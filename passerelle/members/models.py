"""What is kept of a membership."""

from datetime import date

from django.conf import settings
from django.db import models

from passerelle.kit import clock, ids
from passerelle.kit.choices import choices
from passerelle.members.rules import Belonging, Source
from passerelle.members.rules.enrolments import ChangeState, State
from passerelle.payments.rules import Method
from passerelle.plans.models import Plan
from passerelle.sales.models import Sale
from passerelle.spaces.models import Space


class Membership(models.Model):
    """A person at home in a space: `since` included, `until` excluded, without end where it is empty.

    `plan` is what the person is on, where the space has said it; a roster does not.

    `paused_since` and `paused_until` (excluded) are the pause that runs or is to come, or was the last.

    `is_to_be_told` until the letter is written that tells a person newly entered by whom, and what is kept.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    space = models.ForeignKey(Space, models.CASCADE, related_name="memberships")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    carries_visa = models.BooleanField(default=True)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="memberships")
    paused_since = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=8, choices=choices(Source))
    entered_at = models.DateTimeField(default=clock.now)
    is_to_be_told = models.BooleanField(default=False)

    class Meta:
        ordering = ("person__name", "id")
        constraints = (
            models.UniqueConstraint(fields=("space", "person"), name="member_once_in_a_space"),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="membership_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(paused_since=None, paused_until=None)
                | models.Q(paused_until__gte=models.F("paused_since")),
                name="membership_is_paused_from_a_day_to_another",
            ),
        )
        indexes = (models.Index(fields=("id",), condition=models.Q(is_to_be_told=True), name="members_to_be_told"),)

    def __str__(self) -> str:
        return f"{self.person_id} at {self.space_id}"

    @property
    def ref(self) -> str:
        """How presence names it."""
        return f"membership:{self.pk}"

    @property
    def belonging(self) -> Belonging:
        """What the rules need to know of it."""
        return Belonging(self.since, self.until, self.carries_visa, self.paused_since, self.paused_until)


class Enrolment(models.Model):
    """Somebody who took a plan of a space by themselves: asked for, open once it is paid, and until when.

    `first_on` is the first day, `until` the first that is not paid any more, empty before the first payment and for
    what has no end. `renews` says whether the next month is asked for. Each term is a sale of its own. Months are
    counted from `counted_from`, where that is not the first day. `agreed_on` is the day on which it opened or was
    changed.
    """

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    key = models.CharField(max_length=40)
    space = models.ForeignKey(Space, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="enrolments")
    method = models.CharField(max_length=8, choices=choices(Method))
    state = models.CharField(max_length=10, choices=choices(State), default=State.ASKED)
    first_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    renews = models.BooleanField()
    counted_from = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("space", "key"), name="an_enrolment_asked_twice_is_one"),
            models.UniqueConstraint(
                fields=("space", "person"), condition=models.Q(state=State.ASKED), name="one_plan_is_asked_at_a_time"
            ),
        )
        indexes = (
            models.Index(fields=("space", "state", "first_on"), name="enrolment_by_space"),
            models.Index(fields=("until", "id"), condition=models.Q(renews=True), name="enrolment_to_renew"),
        )

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"

    @property
    def ref(self) -> str:
        """How sales and the cellar name it."""
        return f"enrolment:{self.pk}"

    @property
    def months_from(self) -> date:
        """The day from which its months are counted."""
        return self.counted_from or self.first_on


class PaidTerm(models.Model):
    """One term of a plan that somebody took, from the day on which it was paid; `sale` is empty for what is free.

    `until` (excluded) moves with a pause, and is cut short by a change or a withdrawal. Empty is without an end.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="terms")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    sale = models.OneToOneField(Sale, models.PROTECT, null=True, blank=True, related_name="+")
    begins_on = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("begins_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("begins_on")),
                name="term_ends_after_it_begins",
            ),
        )
        indexes = (models.Index(fields=("enrolment", "begins_on", "id"), name="term_by_enrolment"),)

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.begins_on} – {self.until}"


class PlanChange(models.Model):
    """Somebody goes from one plan to another on a day: what was shown and agreed to, line by line.

    `back` holds what is given back of each sale, as `Unused` says it. `sale` is the new term's. It is asked until what
    is left `to_pay`, in minor units, is paid.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="changes")
    key = models.CharField(max_length=40)
    before = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    on = models.DateField()
    back = models.JSONField(default=list)
    to_pay = models.BigIntegerField()
    sale = models.OneToOneField(Sale, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=choices(ChangeState), default=ChangeState.ASKED)
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("enrolment", "key"), name="a_change_asked_twice_is_one"),
            models.UniqueConstraint(
                fields=("enrolment",),
                condition=models.Q(state=ChangeState.ASKED),
                name="one_change_is_asked_at_a_time",
            ),
        )
        indexes = (
            models.Index(fields=("on", "id"), condition=models.Q(state=ChangeState.ASKED), name="change_that_waits"),
        )

    def __str__(self) -> str:
        return f"{self.enrolment_id} ({self.state})"


class Pause(models.Model):
    """A plan rests from `since` until `until`, excluded; one that never began ends on the day on which it would have.

    `counted_from` is the day from which months were counted before it.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="pauses")
    key = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField()
    counted_from = models.DateField()
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint(fields=("enrolment", "key"), name="a_pause_asked_twice_is_one"),
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="pause_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.since} – {self.until}"


class SpacesIdentityRule(models.Model):
    """What a space said of documents to be shown, where it said anything; `lapses_after_months` is empty for never."""

    space = models.OneToOneField(Space, models.CASCADE, primary_key=True, related_name="identity_rule")
    is_asked = models.BooleanField(default=True)
    lapses_after_months = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.space_id}: {self.is_asked}, {self.lapses_after_months}"


class IdentitySeen(models.Model):
    """That somebody's passport or card was seen at a space: by whom and when, and nothing of the document."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="identity_seen")
    space = models.ForeignKey(Space, models.CASCADE, related_name="identities_seen")
    seen_by = models.CharField(max_length=40)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("space", "person"), name="identity_seen_once_at_a_space"),)

    def __str__(self) -> str:
        return f"{self.person_id} at {self.space_id}"
