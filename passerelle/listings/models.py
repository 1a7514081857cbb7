"""What is kept of lists: where each came from, what it says of each space, and which spaces may be one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from passerelle.kit import clock
from passerelle.kit.choices import choices
from passerelle.kit.ids import reference
from passerelle.listings.rules import Step, Verdict
from passerelle.networks.models import Network
from passerelle.spaces.models import Space
from passerelle.spaces.rules import Kind


class Source(models.Model):
    """Where values come from: a list by name, taken in for a network or, without one, for the whole instance.

    `licence` is said beside every value. `told_on` is the date of what the list last said; None where nobody knows.
    `kind` is that of all its places, where whoever took it in has said so.
    """

    name = models.CharField(max_length=120)
    network = models.ForeignKey(Network, models.PROTECT, null=True, blank=True, related_name="sources")
    licence = models.CharField(max_length=240, blank=True)
    kind = models.CharField(max_length=20, choices=choices(Kind), default=Kind.UNKNOWN)
    told_on = models.DateField(null=True, blank=True)
    taken_in_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("name",), condition=Q(network=None), name="source_of_the_instance_once"),
            models.UniqueConstraint(fields=("name", "network"), name="source_of_a_network_once"),
        )

    def __str__(self) -> str:
        return self.name


class Listing(models.Model):
    """What one source says of one space. `key` names the row within its source; `line` is where it stood last.

    `values` are put right, `originals` are as the list has them where that is not the same. `flaws` are what was
    flagged, each with field, code and what was found. `derived` says of the values that no cell of the row holds by
    what they are known, each a `Basis`. `told_on` is the date of the list that said so.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="listings")
    key = models.CharField(max_length=240)
    space = models.ForeignKey(Space, models.PROTECT, related_name="listings")
    line = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    originals = models.JSONField(default=dict)
    derived = models.JSONField(default=dict)
    flaws = models.JSONField(default=list)
    told_on = models.DateField(null=True)
    read_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("source", "key"), name="listing_stands_once_in_its_source"),)

    def __str__(self) -> str:
        return f"{self.source_id} {self.key}"


class Pair(models.Model):
    """Two spaces that may be one, why, and what a person said of it. The one known longer comes first."""

    first = models.ForeignKey(Space, models.CASCADE, related_name="+")
    second = models.ForeignKey(Space, models.CASCADE, related_name="+")
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    verdict = models.CharField(max_length=10, choices=choices(Verdict), default=Verdict.PROPOSED)
    proposed_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-score", "id")
        indexes = (models.Index(fields=("verdict", "-score", "id"), name="pair_by_verdict"),)
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="two_spaces_are_a_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_has_the_older_first"),
        )

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}: {self.verdict}"


class Import(models.Model):
    """A file that an organiser sent to be read: first to see what would come of it, then, on their word, in earnest.

    `told_on` is the date of the list. `tries` counts how often a worker has begun what waits now. Once nothing more is
    to be done with it, `content` is empty.
    """

    reference = models.CharField(max_length=12, unique=True, default=reference)
    network = models.ForeignKey(Network, models.PROTECT, related_name="imports")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)
    file_name = models.CharField(max_length=120)
    content = models.BinaryField()
    source_name = models.CharField(max_length=120, blank=True)
    licence = models.CharField(max_length=240, blank=True)
    kind = models.CharField(max_length=20, choices=choices(Kind), default=Kind.UNKNOWN)
    told_on = models.DateField(null=True, blank=True)
    columns = models.JSONField(default=dict)
    step = models.CharField(max_length=10, choices=choices(Step), default=Step.SENT)
    taken_up_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    out_of = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)

    class Meta:
        ordering = ("-sent_at", "-id")

    def __str__(self) -> str:
        return f"{self.file_name} {self.step}"
