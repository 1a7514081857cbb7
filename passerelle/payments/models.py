"""What is kept of money asked and received: payments, refunds, disputes; what came to the bank, and from its files."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from passerelle.kit import clock, ids
from passerelle.kit.choices import choices
from passerelle.networks.models import OfASeller, one_seller
from passerelle.payments.rules import DisputeState, Method, ReceiptState, RefundState, State
from passerelle.spaces.models import Space


class BankAccount(OfASeller):
    """Where transfers to a seller go. `holder` is the name under which its bank knows it."""

    holder = models.CharField(max_length=70)
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11, blank=True)

    class Meta:
        constraints = (
            one_seller("bank_account_belongs_to_one_seller"),
            models.UniqueConstraint(fields=("network",), name="network_has_one_bank_account"),
            models.UniqueConstraint(fields=("space",), name="space_has_one_bank_account"),
        )


class Payment(OfASeller):
    """Money that one person is asked for. `cause` is what it is for (`pass:42`), `line` says it to the payer.

    `structured_reference` stands on a transfer, `gateway_ref` is how the card gateway calls the payment. `taken_by` is
    the space that takes it in cash for the network. `paid_on` is the day on which the money came; `refunded` is how
    much of it has gone back. `reminded_at` says when the payer was told that it was still waited for.
    """

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    key = models.CharField(max_length=100)
    cause = models.CharField(max_length=64)
    line = models.CharField(max_length=120, blank=True)
    payer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="payments")
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=8, choices=choices(Method))
    taken_by = models.ForeignKey(Space, models.PROTECT, null=True, blank=True, related_name="+")
    structured_reference = models.CharField(max_length=14)
    state = models.CharField(max_length=9, choices=choices(State), default=State.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    paid_on = models.DateField(null=True, blank=True)
    refunded = models.BigIntegerField(default=0)
    gateway_ref = models.CharField(max_length=64, null=True, blank=True, unique=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    gateway_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            one_seller("payment_is_asked_by_one_seller"),
            models.UniqueConstraint(fields=("network", "key"), name="a_payment_asked_twice_is_one"),
            models.UniqueConstraint(fields=("space", "key"), name="a_payment_a_space_asks_twice_is_one"),
            models.UniqueConstraint(
                fields=("network", "structured_reference"), name="reference_leads_to_one_payment_of_a_network"
            ),
            models.UniqueConstraint(
                fields=("space", "structured_reference"), name="reference_leads_to_one_payment_of_a_space"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_of_something"),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("amount")), name="no_more_goes_back_than_came"
            ),
        )
        indexes = (
            models.Index(fields=("network", "state", "due_on"), name="payment_by_state"),
            models.Index(fields=("space", "state", "due_on"), name="payment_of_space_by_state"),
            models.Index(fields=("cause",), name="payment_by_cause"),
        )

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"

    @property
    def ref(self) -> str:
        """How the books and the cellar name it."""
        return f"payment:{self.pk}"


class Refund(models.Model):
    """Money promised back to the payer, for `cause`. By card it is sent by the worker, otherwise by a person.

    `paid_on` is the day on which it went back, `by_hand` whether a person sent it, and not the card gateway;
    `returned` whether the gateway sent it and it came back, so that a person has to; `returned_as` how the gateway
    calls it.
    """

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=100)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=choices(RefundState), default=RefundState.PROMISED)
    promised_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    by_hand = models.BooleanField(default=False)
    returned = models.BooleanField(default=False)
    returned_as = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("promised_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("payment", "key"), name="a_refund_promised_twice_is_one"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_is_of_something"),
        )

    def __str__(self) -> str:
        return f"{self.amount} of payment {self.payment_id} ({self.state})"

    @property
    def ref(self) -> str:
        """How the books and the cellar name it."""
        return f"refund:{self.pk}"


class Dispute(models.Model):
    """A payment contested at the payer's own bank, which took `amount` back until it has decided."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="disputes")
    gateway_ref = models.CharField(max_length=64, unique=True)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=4, choices=choices(DisputeState), default=DisputeState.OPEN)
    opened_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-opened_at", "-id")

    def __str__(self) -> str:
        return f"{self.gateway_ref} ({self.state})"

    @property
    def ref(self) -> str:
        """How the books and the cellar name it."""
        return f"dispute:{self.pk}"


class Statement(OfASeller):
    """A file of the bank that whoever keeps the books sent. `content` stays until its lines are taken in."""

    reference = models.CharField(max_length=12, unique=True, default=ids.reference)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    sent_at = models.DateTimeField(default=clock.now)
    taken_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-sent_at", "-id")
        constraints = (one_seller("bank_statement_belongs_to_one_seller"),)

    def __str__(self) -> str:
        return self.file_name

    @property
    def ref(self) -> str:
        """How the cellar names it."""
        return f"statement:{self.pk}"


class Receipt(OfASeller):
    """One amount that came to a seller. `key` is how the bank, or the card processor, names it, so that it counts once.

    `payment` is what it is for, once that is known; `who` and `said` are what the bank tells of the payer. One that is
    `by_card` lies at the card processor: a card paid what had come another way.
    """

    key = models.CharField(max_length=100)
    on = models.DateField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    said = models.CharField(max_length=300, blank=True)
    who = models.CharField(max_length=140, blank=True)
    by_hand = models.BooleanField(default=False)
    by_card = models.BooleanField(default=False)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, blank=True, related_name="receipts")
    state = models.CharField(max_length=10, choices=choices(ReceiptState), default=ReceiptState.UNKNOWN)
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            one_seller("receipt_came_to_one_seller"),
            models.UniqueConstraint(fields=("network", "key"), name="receipt_counts_once"),
            models.UniqueConstraint(fields=("space", "key"), name="receipt_of_a_space_counts_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_is_of_something"),
        )
        indexes = (
            models.Index(fields=("network", "state", "-on"), name="receipt_by_state"),
            models.Index(fields=("space", "state", "-on"), name="receipt_of_space_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.amount} {self.currency} ({self.state})"

    @property
    def ref(self) -> str:
        """How the books and the cellar name it."""
        return f"receipt:{self.pk}"


class Payout(OfASeller):
    """What the card processor transferred to a seller's bank, `amount`, and kept, `fee`. `receipt` is the bank's line.

    A fee below nothing is one that was given back.
    """

    gateway_ref = models.CharField(max_length=64, unique=True)
    amount = models.BigIntegerField()
    fee = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    on = models.DateField()
    receipt = models.OneToOneField(Receipt, models.PROTECT, null=True, blank=True, related_name="payout")

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            one_seller("payout_goes_to_one_seller"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payout_is_of_something"),
        )

    @property
    def ref(self) -> str:
        """How the books and the cellar name it."""
        return f"payout:{self.pk}"
