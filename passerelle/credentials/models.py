"""What is kept of credentials: the keys' public halves, what was issued, where it was used, and tries by hand."""

from django.conf import settings
from django.db import models

from passerelle.credentials.rules import Claim, Validity
from passerelle.kit import clock
from passerelle.kit.choices import choices
from passerelle.networks.models import Network
from passerelle.spaces.models import Space


class NetworkKey(models.Model):
    """A key with which a network signs. Its private half is derived from the instance's secret and kept nowhere.

    The public half stays for ever: codes signed before the secret was changed can still be checked.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="keys")
    number = models.PositiveSmallIntegerField()
    public_key = models.BinaryField(max_length=32)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("network", "number"), name="key_number_given_once_in_a_network"),
            models.UniqueConstraint(
                fields=("network",), condition=models.Q(until=None), name="network_signs_with_one_key"
            ),
            models.CheckConstraint(condition=models.Q(number__range=(1, 255)), name="key_number_fits_in_a_byte"),
        )

    def __str__(self) -> str:
        return f"key {self.number} of {self.network_id}"


class Credential(models.Model):
    """The home's word that a person is its member, for one host and some days: `since` included, `until` excluded.

    Without a home it is the word of the network that signs: that it has sold this person a pass. `cause` names what it
    was issued for (`visit:42`). The signature is kept so that the same code can be shown again after the instance's
    secret was changed.
    """

    serial = models.BigIntegerField(unique=True)
    key = models.ForeignKey(NetworkKey, models.PROTECT, related_name="credentials")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="credentials")
    home = models.ForeignKey(Space, models.PROTECT, null=True, blank=True, related_name="credentials_given")
    host = models.ForeignKey(Space, models.PROTECT, related_name="credentials_shown")
    cause = models.CharField(max_length=40)
    short_code = models.CharField(max_length=6)
    since = models.DateField()
    until = models.DateField()
    signature = models.BinaryField(max_length=64)
    issued_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("cause",), condition=models.Q(revoked_at=None), name="one_credential_for_a_cause"
            ),
            models.UniqueConstraint(
                fields=("host", "short_code"),
                condition=models.Q(revoked_at=None),
                name="short_code_means_one_credential_at_a_host",
            ),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="credential_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.short_code} for {self.cause}"

    @property
    def ref(self) -> str:
        """How the cellar names this credential."""
        return f"credential:{self.pk}"

    @property
    def claim(self) -> Claim:
        """What its signature says."""
        days = (self.until - self.since).days
        return Claim(self.key.network_id, self.key.number, self.serial, self.since, days, self.host_id)


class Use(models.Model):
    """One reading of a credential: where, when, by whom, and what it was worth then."""

    credential = models.ForeignKey(Credential, models.PROTECT, related_name="uses")
    space = models.ForeignKey(Space, models.PROTECT, related_name="credential_uses")
    verdict = models.CharField(max_length=8, choices=choices(Validity))
    by = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.credential_id} at {self.space_id}: {self.verdict}"


class Tries(models.Model):
    """How many short codes somebody has typed at a space since a moment, so that none can be found by trying all."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="+")
    by = models.CharField(max_length=40)
    since = models.DateTimeField()
    count = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "tries"
        constraints = (models.UniqueConstraint(fields=("space", "by"), name="tries_counted_once_for_each"),)

    def __str__(self) -> str:
        return f"{self.by} at {self.space_id}: {self.count}"
