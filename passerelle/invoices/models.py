"""What is kept of taxes, of the parties to a document, and of documents."""

from django.db import models

from passerelle.invoices.rules import Category
from passerelle.invoices.rules.contents import Contents, read
from passerelle.invoices.rules.drafts import DocumentKind, Side
from passerelle.invoices.rules.forms import Form
from passerelle.kit import clock
from passerelle.kit.choices import choices
from passerelle.networks.models import Network, OfASeller, one_seller
from passerelle.spaces.models import Space


class Tax(OfASeller):
    """A treatment that a seller chooses for what it sells, or what a space sells to it; no law is in the code.

    `percent_bp` is in hundredths of a percent (2100 is 21 %); `category` is EN 16931's letter; `reason` is printed
    where nothing is charged (an article of law). `code` names the account that it is booked on: `tax:be_21`.
    """

    code = models.SlugField(max_length=24)
    category = models.CharField(max_length=2, choices=choices(Category), default=Category.STANDARD)
    percent_bp = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("code",)
        constraints = (
            one_seller("tax_is_chosen_by_one_seller"),
            models.UniqueConstraint(fields=("network", "code"), name="tax_is_named_once_in_a_network"),
            models.UniqueConstraint(fields=("space", "code"), name="tax_is_named_once_in_a_space"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> str:
        """How the books name it."""
        return f"tax:{self.code}"


class SpaceTax(models.Model):
    """The tax under which a space sells its days to the network, as the treasurer chose it."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    space = models.ForeignKey(Space, models.PROTECT, related_name="+")
    tax = models.ForeignKey(Tax, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("network", "space"), name="space_sells_under_one_tax"),)

    def __str__(self) -> str:
        return f"{self.space_id} in {self.network_id}: {self.tax_id}"


class Party(models.Model):
    """How a network, a space or a holder's company (`person:7`) is named on documents from now on."""

    owner = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=160)
    street = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=16, blank=True)
    town = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2)
    vat_number = models.CharField(max_length=20, blank=True)
    company_number = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    account = models.CharField(max_length=34, blank=True)

    class Meta:
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.name

    @property
    def side(self) -> Side:
        """As it would stand on a document today."""
        told = {field: getattr(self, field) for field in Side.__dataclass_fields__ if field != "ref"}
        return Side(ref=self.owner, **told)


class Series(models.Model):
    """How far the numbers of an issuer's documents of one kind and year have come. Whoever issues locks this row."""

    issuer = models.CharField(max_length=64)
    kind = models.CharField(max_length=24, choices=choices(DocumentKind))
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "series"
        constraints = (
            models.UniqueConstraint(fields=("issuer", "kind", "year"), name="series_of_an_issuer_kind_and_year"),
        )

    def __str__(self) -> str:
        return f"{self.issuer} {self.kind} {self.year}: {self.last}"


class Document(OfASeller):
    """A document as it was issued; triggers refuse to change or remove it. `contents` says everything.

    It belongs to whoever keeps the books that it speaks of: a network, also where a space issues it, or a space.

    The other columns say again what the contents say, so that documents can be listed; `sha256` is the hash of the
    contents. `issuer` and `buyer` are references, beside the names that both had on that day.
    """

    number = models.CharField(max_length=24)
    kind = models.CharField(max_length=24, choices=choices(DocumentKind))
    key = models.CharField(max_length=100)
    cause = models.CharField(max_length=64)
    issuer = models.CharField(max_length=64)
    buyer = models.CharField(max_length=64)
    issuer_name = models.CharField(max_length=160)
    buyer_name = models.CharField(max_length=160)
    currency = models.CharField(max_length=3)
    net = models.BigIntegerField()
    tax = models.BigIntegerField()
    payable = models.BigIntegerField()
    issued_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    answers = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="answered_by")
    contents = models.TextField()
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField(default=clock.now)
    issued_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("-issued_on", "-id")
        constraints = (
            one_seller("document_belongs_to_one_seller"),
            models.UniqueConstraint(fields=("network", "key"), name="document_is_issued_once"),
            models.UniqueConstraint(fields=("space", "key"), name="document_of_a_space_is_issued_once"),
            models.UniqueConstraint(fields=("issuer", "number"), name="number_is_given_once"),
            models.CheckConstraint(condition=models.Q(net__gte=0), name="document_comes_to_nothing_or_more"),
        )
        indexes = (
            models.Index(fields=("network", "-issued_on", "-id"), name="document_by_network"),
            models.Index(fields=("space", "-issued_on", "-id"), name="document_by_space"),
            models.Index(fields=("issuer", "-issued_on", "-id"), name="document_by_issuer"),
            models.Index(fields=("buyer", "-issued_on", "-id"), name="document_by_buyer"),
            models.Index(fields=("cause",), name="document_by_cause"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> str:
        """How the cellar names this document."""
        return f"document:{self.pk}"

    @property
    def says(self) -> Contents:
        """Its contents, read."""
        return read(self.contents)


class Paper(models.Model):
    """A file of a document: due until the worker has written it, then kept for good with its hash.

    Writing the same contents again gives the same bytes, so one that was cut short is simply written anew. `failures`
    counts the times in a row that it could not be; `report` says why.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="papers")
    form = models.CharField(max_length=4, choices=choices(Form))
    due_at = models.DateTimeField(default=clock.now)
    failures = models.PositiveSmallIntegerField(default=0)
    report = models.CharField(max_length=300, blank=True)
    content = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("document", "form"), name="paper_is_written_once"),
            models.CheckConstraint(
                condition=models.Q(written_at=None, content=None, sha256="")
                | (models.Q(written_at__isnull=False, content__isnull=False) & ~models.Q(sha256="")),
                name="paper_is_kept_with_its_hash",
            ),
        )
        indexes = (models.Index(fields=("due_at",), condition=models.Q(written_at=None), name="paper_that_is_due"),)

    def __str__(self) -> str:
        return f"{self.document_id}.{self.form}"
