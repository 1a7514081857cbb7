"""What is kept of a network: its terms, its charter, and who belongs to it since when."""

from django.conf import settings
from django.db import models

from passerelle.kit import clock
from passerelle.kit.choices import choices
from passerelle.networks.rules import Mode, NetworkRole, Terms, Way
from passerelle.spaces.models import Space


class Network(models.Model):
    """Spaces that stand together. `default_terms` is a Terms as `Terms.written` gives it.

    `currency` is the one in which a network in paid mode sells and keeps its result.
    """

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=120)
    mode = models.CharField(max_length=12, choices=choices(Mode), default=Mode.HOSPITALITY, editable=False)
    currency = models.CharField(max_length=3, default="EUR", editable=False)
    summary_fr = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    default_terms = models.JSONField(default=dict)
    founded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """How the cellar names this network."""
        return f"network:{self.pk}"

    @property
    def terms(self) -> Terms:
        """What a space of this network offers unless it says otherwise."""
        return Terms.read(self.default_terms)


Footing = Space | Network
"""On what somebody comes to a host: the home whose member one is, or the network whose pass one holds."""

Seller = Space | Network
"""Whoever sells in a name of their own: a network its passes, a space its plans. Its books go by `seller.ref`."""


class OfASeller(models.Model):
    """A row that belongs to whoever sells: a network or a space, never both and never neither.

    A model says the same to the database with `one_seller`, under a name of its own.
    """

    network = models.ForeignKey(Network, models.PROTECT, null=True, blank=True, related_name="+")
    space = models.ForeignKey(Space, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def seller(self) -> Seller:
        """Whose it is."""
        seller = self.space if self.network is None else self.network
        assert seller is not None
        return seller


def one_seller(name: str) -> models.CheckConstraint:
    """A row has a network or a space: the constraint of this name."""
    of_a_network = models.Q(network__isnull=False, space=None)
    return models.CheckConstraint(condition=of_a_network | models.Q(network=None, space__isnull=False), name=name)


class Charter(models.Model):
    """What the spaces of a network promise each other. A version, once given, stays."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="charters")
    version = models.PositiveIntegerField()
    text_fr = models.TextField()
    text_en = models.TextField()
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-version",)
        constraints = (models.UniqueConstraint(fields=("network", "version"), name="charter_version_given_once"),)

    def __str__(self) -> str:
        return f"{self.network_id} v{self.version}"


class Affiliation(models.Model):
    """A space's belonging to a network, `since` included, `until` excluded. Leaving never erases it.

    `free_days`, `way` and `included` say again what the terms say, so that a search can ask for them: whoever writes
    the deviations or the network's default writes them too. `included` holds its values each between two blanks.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="affiliations")
    space = models.ForeignKey(Space, models.PROTECT, related_name="affiliations")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    deviations = models.JSONField(default=dict, blank=True)
    free_days = models.PositiveSmallIntegerField(default=0, editable=False)
    way = models.CharField(max_length=10, choices=choices(Way), default=Way.REQUEST, editable=False)
    included = models.CharField(max_length=160, blank=True, editable=False)
    left_because = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ("since",)
        indexes = (
            models.Index(fields=("space", "until"), name="affiliation_by_space"),
            models.Index(
                fields=("network", "way", "free_days", "since", "until", "space"), name="affiliation_by_network"
            ),
            models.Index(fields=("way", "free_days", "included", "since", "until", "space"), name="affiliation_by_way"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("network", "space"), condition=models.Q(until=None), name="space_stands_once_in_a_network"
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="affiliation_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.space_id} in {self.network_id} since {self.since}"

    @property
    def terms(self) -> Terms:
        """What this space offers under this network: the default, and what it does otherwise."""
        return self.network.terms.with_deviations(self.deviations)


class Officer(models.Model):
    """A person who acts for a network."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="officers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="officer_of")
    role = models.CharField(max_length=10, choices=choices(NetworkRole))
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("network", "person", "role"), name="officer_once_in_a_role"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.network_id}"
