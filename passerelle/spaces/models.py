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

    `local_address` is the address once more, as it is written there, in another script.
    `hours` follow the OpenStreetMap syntax for opening hours; what cannot be said in it goes in `hours_note`, and what
    a list says of prices stands in `prices` as it was said. `features` are values of Feature known to be there, each
    between two blanks, so that one is found by what the column contains; `own_lines` are kept in the same way.
    A space that a list told us of may lack a town, a country or a point; without a country its `time_zone` is UTC and
    stands for nothing. `own_lines` names the columns that its own staff has written, which no list writes over.
    `joined_into` is the space that this one turned out to be: it is then found nowhere, and its page leads there.
    `map_x` and `map_y` follow from the point: see `square_of` in `rules/finding.py`.
    Letters go to `email` only once it was confirmed, except those that ask whether a member is known there.
    """

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=choices(Kind), default=Kind.UNKNOWN)
    summary = models.TextField(blank=True)
    address = models.CharField(max_length=240, blank=True)
    local_address = models.CharField(max_length=240, blank=True)
    town = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    map_x = models.PositiveIntegerField(null=True, editable=False)
    map_y = models.PositiveIntegerField(null=True, editable=False)
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
    prices = models.CharField(max_length=240, blank=True)
    features = models.CharField(max_length=240, blank=True)
    own_lines = models.CharField(max_length=240, blank=True, editable=False)
    joined_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="joined")
    poster_number = models.PositiveIntegerField(default=1)
    listed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("name",)
        indexes = (
            models.Index(
                fields=("latitude", "longitude", "kind", "joined_into", "map_x", "map_y"), name="space_by_place"
            ),
            models.Index(fields=("name", "id"), name="space_by_name"),
            models.Index(fields=("kind", "name", "id"), name="space_by_kind"),
            models.Index(fields=("country", "name", "id"), name="space_by_country"),
            models.Index(fields=("features", "id"), condition=~models.Q(features=""), name="space_by_features"),
            models.Index(
                fields=("latitude", "longitude"),
                condition=models.Q(
                    email_confirmed_at__isnull=False, takes_no_part_since__isnull=True, joined_into__isnull=True
                ),
                name="space_that_answers_by_place",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="space_stands_on_the_earth",
            ),
            models.CheckConstraint(
                condition=models.Q(map_x__isnull=True, map_y__isnull=True, latitude__isnull=True)
                | models.Q(map_x__isnull=False, map_y__isnull=False, latitude__isnull=False),
                name="space_is_on_the_map_where_it_stands",
            ),
            models.CheckConstraint(
                condition=models.Q(joined_into=None) | ~models.Q(joined_into=models.F("id")),
                name="space_is_joined_to_another",
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
    def zone_is_known(self) -> bool:
        """Whether its clock can be told: a list may not know the country."""
        return bool(self.country)

    @property
    def answers_letters(self) -> bool:
        """Whether requests can be put to it: its address is confirmed and it takes part."""
        return bool(self.email and self.email_confirmed_at and not self.takes_no_part_since)


class SpaceWord(models.Model):
    """A folded word by which a space is found, of its name or its town. `name` puts the finds in order by the index."""

    text = models.CharField(max_length=40)
    name = models.CharField(max_length=24)
    space = models.ForeignKey(Space, models.CASCADE, related_name="words", db_index=False)

    class Meta:
        indexes = (models.Index(fields=("space", "text"), name="word_by_space"),)
        constraints = (models.UniqueConstraint(fields=("text", "name", "space"), name="space_has_a_word_once"),)

    def __str__(self) -> str:
        return self.text


class Word(models.Model):
    """A word that some space is found by, and the same read from its end: how a mistyped one is understood."""

    text = models.CharField(max_length=40, unique=True)
    backwards = models.CharField(max_length=40, db_index=True)

    def __str__(self) -> str:
        return self.text


class Square(models.Model):
    """How many spaces of a kind stand in one square of the map at one zoom, and the sums of their coordinates.

    A view of the whole Earth then reads a few hundred rows, however many spaces there are.
    """

    zoom = models.PositiveSmallIntegerField()
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=choices(Kind))
    spaces_count = models.IntegerField()
    latitudes = models.FloatField()
    longitudes = models.FloatField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("zoom", "x", "y", "kind"), name="square_is_counted_once"),)

    def __str__(self) -> str:
        return f"{self.zoom}/{self.x}/{self.y} {self.kind}: {self.spaces_count}"


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
