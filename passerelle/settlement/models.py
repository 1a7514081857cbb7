"""What is kept of closings: the conditions in force, what each space's month came to, and the money that follows."""

from django.conf import settings
from django.db import models

from passerelle.invoices.models import Document
from passerelle.kit import clock
from passerelle.kit.choices import choices
from passerelle.networks.models import Network
from passerelle.payments.models import Receipt
from passerelle.settlement.rules import Held, Outcome
from passerelle.settlement.rules.documents import key_of_document
from passerelle.settlement.rules.states import BundleState, FileForm, StatementState, TransferState
from passerelle.spaces.models import Space


class Conditions(models.Model):
    """On which conditions a network closes its months. A version, once set, stays.

    `commission_bp` is in hundredths of a percent; `smallest_payout` in minor units of whichever currency is owed.
    A network without a till moves no money of its own: its spaces pay each other.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="conditions")
    version = models.PositiveIntegerField()
    commission_bp = models.PositiveIntegerField(default=0)
    smallest_payout = models.PositiveIntegerField(default=0)
    days_until_paid = models.PositiveSmallIntegerField(default=15)
    has_till = models.BooleanField(default=True)
    set_at = models.DateTimeField(default=clock.now)
    set_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("-version",)
        verbose_name_plural = "conditions"
        constraints = (
            models.UniqueConstraint(fields=("network", "version"), name="conditions_version_set_once"),
            models.CheckConstraint(condition=models.Q(commission_bp__lte=10_000), name="commission_is_a_part"),
        )

    def __str__(self) -> str:
        return f"{self.network_id} v{self.version}"


class Agreement(models.Model):
    """A space's word that the network writes its invoices (Directive 2006/112/EC, art. 224): who gave it, when."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="agreements")
    space = models.ForeignKey(Space, models.PROTECT, related_name="agreements")
    agreed_at = models.DateTimeField(default=clock.now)
    agreed_by = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("network", "space"), name="space_agrees_once"),)

    def __str__(self) -> str:
        return f"{self.space_id} with {self.network_id}"


class Closing(models.Model):
    """A month of a network, from the moment that it is begun to be closed. Triggers keep one that is closed.

    `conditions` are those in force at the beginning, for good.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="closings")
    month = models.DateField()
    conditions = models.ForeignKey(Conditions, models.PROTECT, related_name="closings")
    begun_at = models.DateTimeField(default=clock.now)
    begun_by = models.CharField(max_length=64)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-month",)
        constraints = (models.UniqueConstraint(fields=("network", "month"), name="month_is_closed_once"),)

    def __str__(self) -> str:
        return f"{self.network_id} {self.month:%Y-%m}"


class Statement(models.Model):
    """What a closed month came to for one space in one currency. Frozen once it is settled, with what was in force.

    `failure` says in the program's own words what stopped it, while it is not settled.
    """

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="statements")
    space = models.ForeignKey(Space, models.PROTECT, related_name="statements")
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=8, choices=choices(StatementState), default=StatementState.DUE)
    charges = models.BigIntegerField()
    commission = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    collected = models.BigIntegerField()
    carried_in = models.BigIntegerField()
    net = models.BigIntegerField(default=0)
    outcome = models.CharField(max_length=8, choices=choices(Outcome), default=Outcome.NOTHING)
    tax_code = models.CharField(max_length=24, blank=True)
    tax_bp = models.PositiveIntegerField(default=0)
    party = models.JSONField(default=dict)
    failure = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ("space__name", "currency")
        constraints = (
            models.UniqueConstraint(fields=("closing", "space", "currency"), name="space_has_one_statement_a_month"),
            models.CheckConstraint(
                condition=models.Q(
                    net=models.F("charges")
                    - models.F("commission")
                    + models.F("tax")
                    - models.F("collected")
                    + models.F("carried_in")
                )
                | models.Q(state=StatementState.DUE),
                name="statement_adds_up",
            ),
        )

    def __str__(self) -> str:
        return f"{self.space_id} {self.currency} in {self.closing_id}"

    @property
    def held(self) -> Held:
        """What the books said when the month was shut."""
        return Held(self.charges, self.collected, self.carried_in)

    @property
    def carried_out(self) -> int:
        """What counts in the next month."""
        return self.net if self.outcome == Outcome.CARRIED else 0


class Bundle(models.Model):
    """What a closed month came to for one holder in one currency: one invoice for all, and what of it is asked.

    Due until the worker has issued it; frozen then. `sold` is what the invoice comes to, `asked` what is asked for by
    `payment:N` with the bundle's key; both are nothing, and there is no document, for whoever was forgotten by then.
    `failure` says in the program's own words what stopped it. Names stand on the document alone.
    """

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="bundles")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=4, choices=choices(BundleState), default=BundleState.DUE)
    sold = models.BigIntegerField(default=0)
    asked = models.BigIntegerField(default=0)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    failure = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ("closing", "person", "currency")
        constraints = (
            models.UniqueConstraint(fields=("closing", "person", "currency"), name="holder_has_one_bundle_a_month"),
        )
        indexes = (models.Index(fields=("state", "failure"), name="bundle_by_state"),)

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The key of its invoice, and of the payment that is asked for it."""
        return key_of_document(self.closing.month, f"person:{self.person_id}", self.currency)


class MoneyFile(models.Model):
    """A file for a bank, or for a person who pays by hand: written once, kept with its hash."""

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="files")
    payer = models.CharField(max_length=64)
    form = models.CharField(max_length=8, choices=choices(FileForm))
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.closing_id} {self.payer} {self.form}"


class Transfer(models.Model):
    """Money that follows from a closing: from a network to a space, the other way round, or among spaces.

    `reference` is structured (ISO 11649) and stands on the bank's statement; sides are named by reference. `receipt` is
    the bank's own line of what came to a network.
    """

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="transfers")
    payer = models.CharField(max_length=64)
    payee = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    reference = models.CharField(max_length=25, unique=True)
    state = models.CharField(max_length=8, choices=choices(TransferState), default=TransferState.DUE)
    due_on = models.DateField()
    file = models.ForeignKey(MoneyFile, models.PROTECT, null=True, blank=True, related_name="transfers")
    done_on = models.DateField(null=True, blank=True)
    receipt = models.OneToOneField(Receipt, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("closing", "payer", "payee")
        constraints = (
            models.UniqueConstraint(fields=("closing", "payer", "payee", "currency"), name="transfer_is_made_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="transfer_moves_something"),
            models.CheckConstraint(condition=~models.Q(payer=models.F("payee")), name="transfer_goes_somewhere"),
        )
        indexes = (models.Index(fields=("state", "due_on"), name="transfer_by_state"),)

    def __str__(self) -> str:
        return self.reference
