"""Whether passes and books say the same. Both are written in one transaction, so they can only differ by a mistake."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from passerelle.kit.references import number_in
from passerelle.ledger.queries import balances
from passerelle.ledger.rules.chart import Kind
from passerelle.ledger.rules.faults import Fault
from passerelle.networks.models import Network
from passerelle.passes.models import Lot
from passerelle.passes.queries.accounts import books_and_accounts
from passerelle.passes.rules import ChargeState


def faults_of_passes(books: Iterable[str]) -> Iterator[Fault]:
    """What differs, in these books (`network:7`): credits outstanding and what passes hold, days used and charges,
    what is owed on account and what was charged less what was paid.
    """
    keys = [number_in(book) for book in books if book.startswith("network:")]
    for network in Network.objects.filter(pk__in=keys):
        lots = Lot.objects.filter(of_pass__network=network)
        yield from _of_credits(network, lots)
        yield from _of_charges(lots)
        yield from _of_accounts(network)


def _of_credits(network: Network, lots: QuerySet[Lot]) -> Iterator[Fault]:
    """The account `credits` of a pass holds what was paid for its lots and has not left them."""
    rests = lots.values("of_pass").annotate(rest=Sum(F("paid") - F("recognised"))).values_list("of_pass", "rest")
    kept: Counter[str] = Counter({f"pass:{number}": rest for number, rest in rests})
    booked: Counter[str] = Counter()
    for account, amount in balances(network.ref):
        if account.kind == Kind.CREDITS and account.owner.startswith("pass:"):
            booked[account.owner] += amount
    for of_pass in sorted(kept.keys() | booked.keys()):
        if kept[of_pass] != booked[of_pass]:
            yield Fault("credits_differ", of_pass, (booked[of_pass], kept[of_pass]))


def _of_accounts(network: Network) -> Iterator[Fault]:
    """What the books say that a person owes is what was charged on account and stands, less what was paid for it."""
    for person, currency, booked, told in books_and_accounts(network):
        if booked != told:
            yield Fault("account_differs", f"person:{person}", (currency, booked, told))


def _of_charges(lots: QuerySet[Lot]) -> Iterator[Fault]:
    """Each day used was charged. What was paid back or lost at the bank counts as used too: nothing is left of it."""
    stands = ~Q(charges__state=ChargeState.TAKEN_BACK)
    counted = lots.exclude(credits=None).annotate(charged=Coalesce(Sum("charges__credits", filter=stands), 0))
    is_spent = Q(used=F("credits"), recognised=F("paid"))
    wrong = counted.filter(Q(charged__gt=F("used")) | Q(charged__lt=F("used")) & ~is_spent)
    for lot in wrong.order_by("pk"):
        yield Fault("used_days_differ", f"pass:{lot.of_pass_id}", (lot.pk, lot.used, lot.charged))
