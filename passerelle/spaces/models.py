"""What is kept of a space."""

from django.conf import settings
from django.db import models

from passerelle.kit import clock
from passerelle.kit.choices import choices
from passerelle.kit.ids import reference
from passerelle.kit.places import Point
from passerelle.people.rules import Language
from passerelle.spaces.rules import Kind, Role


class Space(models.Model):
    """A place, its hours and how to write to it.

    `hours` follow the OpenStreetMap syntax for opening hours; what cannot be said in it goes in `hours_note`.
    Letters go to `email` only once it was confirmed, except those that ask whether a member is known there.
    """

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=choices(Kind), default=Kind.COWORKING)
    summary = models.TextField(blank=True)
    address = models.CharField(max_length=240, blank=True)
    town = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    time_zone = models.CharField(max_length=64)
    language = models.CharField(max_length=5, choices=choices(Language), default=Language.FRENCH)
    currency = models.CharField(max_length=3, default="EUR")
    website = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    second_email = models.EmailField(blank=True)
    takes_no_part_since = models.DateTimeField(null=True, blank=True)
    ask_for = models.CharField(max_length=120, blank=True)
    hours = models.CharField(max_length=240, blank=True)
    hours_note = models.CharField(max_length=240, blank=True)
    folded = models.CharField(max_length=400, editable=False, default="")
    poster_number = models.PositiveIntegerField(default=1)
    listed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("name",)
        indexes = (
            models.Index(fields=("folded",), name="space_by_folded_name"),
            models.Index(fields=("latitude", "longitude"), name="space_by_place"),
            models.Index(fields=("name", "id"), name="space_by_name"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="space_stands_on_the_earth",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """How the cellar names this space."""
        return f"space:{self.pk}"

    @property
    def point(self) -> Point | None:
        """Where it stands, if that is known."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)

    @property
    def answers_letters(self) -> bool:
        """Whether requests can be put to it: its address is confirmed and it takes part."""
        return bool(self.email and self.email_confirmed_at and not self.takes_no_part_since)


class Closure(models.Model):
    """Days on which a space is closed to visitors, `since` included, `until` excluded."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="closures")
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("since",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="closure_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.space_id}: {self.since} – {self.until}"


class Staff(models.Model):
    """A person who acts for a space."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="staff")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_of")
    role = models.CharField(max_length=10, choices=choices(Role))
    since = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "staff"
        constraints = (models.UniqueConstraint(fields=("space", "person"), name="staff_once_in_a_space"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.space_id}"


class Invitation(models.Model):
    """A letter that asks somebody to act for a space. Whoever opens it proves the address."""

    reference = models.CharField(max_length=12, unique=True, default=reference)
    space = models.ForeignKey(Space, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=choices(Role))
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("space", "email"),
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_to_an_address",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} {self.role} {self.space_id}"
