"""What is kept of the books. The database holds them together by itself: composite keys tie a posting's book, day and
currency to its entry's and its accounts', and triggers refuse that anything posted be changed."""

from django.db import models
from django.db.models import F, Q

from passerelle.kit.choices import choices
from passerelle.ledger.rules.chart import Kind
from passerelle.ledger.rules.months import Stage


class Book(models.Model):
    """The books of one seller; `owner` is its reference (`network:7`, `space:3`)."""

    owner = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.owner


class Account(models.Model):
    """A place in the books: what is owed, had or earned, of one kind, one owner, one currency."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="accounts", db_index=False)
    kind = models.CharField(max_length=32, choices=choices(Kind))
    owner = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "kind", "owner", "currency"), name="account_is_opened_once"),
            models.UniqueConstraint(fields=("id", "book", "currency"), name="account_with_its_book_and_currency"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.owner} {self.currency}"


class Entry(models.Model):
    """A dated set of postings with one cause. `places` is how many postings it has, for good.

    `dated_on` is the local day of the cause; `written_at` is when it was posted; `reverses` names the entry that this
    one answers, as a mistake.
    """

    book = models.ForeignKey(Book, models.PROTECT, related_name="entries", db_index=False)
    key = models.CharField(max_length=100)
    cause = models.CharField(max_length=64)
    actor = models.CharField(max_length=64)
    dated_on = models.DateField()
    written_at = models.DateTimeField()
    line = models.CharField(max_length=120, blank=True)
    places = models.PositiveSmallIntegerField()
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", db_constraint=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "key"), name="entry_key_counts_once"),
            models.UniqueConstraint(fields=("id", "book", "places"), name="entry_with_its_book_and_places"),
            models.UniqueConstraint(fields=("id", "book", "places", "dated_on"), name="entry_with_its_day"),
            models.CheckConstraint(condition=Q(places__gt=0), name="entry_moves_something"),
        )
        indexes = (
            models.Index(fields=("cause",), name="entries_about"),
            models.Index(fields=("book", "dated_on"), name="entries_by_day"),
        )

    def __str__(self) -> str:
        return f"{self.dated_on} {self.key}"


class Posting(models.Model):
    """One positive amount, in minor units, moved from one account to another: posting `place` of `places`."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings", db_constraint=False, db_index=False)
    book = models.ForeignKey(Book, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    dated_on = models.DateField()
    places = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    from_account = models.ForeignKey(Account, models.PROTECT, related_name="gone", db_constraint=False, db_index=False)
    to_account = models.ForeignKey(Account, models.PROTECT, related_name="come", db_constraint=False, db_index=False)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("entry", "place"), name="posting_has_a_place_of_its_own"),
            models.CheckConstraint(condition=Q(place__gt=0, place__lte=F("places")), name="posting_has_a_place"),
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lte=10**13), name="posting_amount_is_positive"),
            models.CheckConstraint(condition=~Q(from_account=F("to_account")), name="posting_moves_somewhere"),
        )
        indexes = (
            models.Index(fields=("from_account", "dated_on", "id"), name="postings_from"),
            models.Index(fields=("to_account", "dated_on", "id"), name="postings_to"),
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} from {self.from_account_id} to {self.to_account_id}"


class MonthSum(models.Model):
    """What came into an account (`debit`) and went out of it (`credit`) in one month, which begins on `month`.

    A trigger on the postings keeps it in their own transaction, so that a balance need not add up everything.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="month_sums", db_index=False)
    month = models.DateField()
    debit = models.BigIntegerField()
    credit = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "month"), name="month_is_summed_once"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.month:%Y-%m}"


class MonthEnd(models.Model):
    """How far a month has come to its end in one book. It begins on `month` and is over on `until`, excluded.

    Once it is shut, the database takes entries dated before `until` only from the closing itself (their keys begin with
    `month:YYYY-MM/`); once it is sealed, none at all.
    """

    book = models.ForeignKey(Book, models.PROTECT, related_name="month_ends", db_index=False)
    month = models.DateField()
    until = models.DateField()
    stage = models.CharField(max_length=6, choices=choices(Stage))
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("book", "month", "stage"), name="month_ends_once"),
            models.CheckConstraint(condition=Q(until__gt=F("month")), name="month_is_over_after_it_begins"),
        )

    def __str__(self) -> str:
        return f"{self.book_id} {self.month:%Y-%m} {self.stage}"
