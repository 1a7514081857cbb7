"""What can be asked about parties, taxes and documents."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import CharField, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from passerelle.invoices.models import Document, Paper, Party, Series, SpaceTax, Tax
from passerelle.invoices.rules.contents import hash_of
from passerelle.invoices.rules.drafts import Side
from passerelle.kit.references import number_in
from passerelle.ledger.rules.faults import Fault
from passerelle.networks.models import Network, Seller
from passerelle.networks.queries import seller_is
from passerelle.people.models import Person
from passerelle.spaces.models import Space

AT_ONCE = 500
_OF_SERIES = Document.objects.filter(issuer=OuterRef("issuer"), kind=OuterRef("kind"), issued_on__year=OuterRef("year"))
_COUNT = _OF_SERIES.order_by().values("issuer").annotate(count=Count("pk")).values("count")
"""How many documents of a series there are, asked in one query with how many there should be: others issue then."""


def party_of(owner: str) -> Side | None:
    """How `owner` (`network:1`, `space:7`, `person:3`) is named on documents, if anybody has said so."""
    return parties_of([owner]).get(owner)


def parties_of(owners: Iterable[str]) -> dict[str, Side]:
    """The same of several at once, by their references; nothing where nobody has said so."""
    return {found.owner: found.side for found in Party.objects.filter(owner__in=list(owners))}


def sides_of(owners: Sequence[Person]) -> dict[str, Side]:
    """How documents name each of these people, by their references. One query."""
    named = parties_of(one.ref for one in owners)
    return {one.ref: named.get(one.ref) or _as_known(one) for one in owners}


def side_of(owner: Person | Space | Network) -> Side:
    """How documents name `owner`: as was said of it, and until somebody has said so by what is known of it anyway."""
    return party_of(owner.ref) or _as_known(owner)


def _as_known(owner: Person | Space | Network) -> Side:
    if isinstance(owner, Space):
        return Side(owner.ref, owner.name, street=owner.address, town=owner.town, country=owner.country)
    return Side(owner.ref, str(owner), email=owner.email if isinstance(owner, Person) else "")


def taxes_of(seller: Seller) -> QuerySet[Tax]:
    """The taxes that a seller has named, by their codes."""
    return Tax.objects.filter(**seller_is(seller))


def tax_for(network: Network, space: Space) -> Tax | None:
    """Under which tax the space sells its days to the network, if the treasurer has said so."""
    chosen = SpaceTax.objects.filter(network=network, space=space).select_related("tax").first()
    return chosen.tax if chosen else None


def taxes_by_space(network: Network, spaces: Iterable[Space]) -> dict[int, int]:
    """The key of the tax that was chosen for each of these spaces, by the space's key."""
    chosen = SpaceTax.objects.filter(network=network, space__in=list(spaces))
    return dict(chosen.values_list("space_id", "tax_id"))


def documents_of_seller(seller: Seller) -> QuerySet[Document]:
    """Everything issued in a seller's name or for it, newest first, with what is known of its files."""
    return _with_papers(Document.objects.filter(**seller_is(seller)))


def documents_of(owner: str) -> QuerySet[Document]:
    """The documents in which `owner` is a side, newest first, but for those that name somebody who was forgotten."""
    forgotten = (
        Person.objects.exclude(forgotten_at=None)
        .annotate(owner=Concat(Value("person:"), Cast("pk", CharField())))
        .values("owner")
    )
    sides = Document.objects.filter(Q(issuer=owner) | Q(buyer=owner))
    return _with_papers(sides.exclude(issuer__in=forgotten).exclude(buyer__in=forgotten))


def documents_of_space(space: Space) -> QuerySet[Document]:
    """The documents in which a space is a side, newest first; what it issued itself also to people forgotten since."""
    return documents_of(space.ref) | documents_of_seller(space)


def document_at(key: int) -> Document | None:
    """One document, whosever it is: the caller asks who may read it."""
    return Document.objects.filter(pk=key).select_related("network", "space").first()


def keys_issued(seller: Seller, keys: Iterable[str]) -> set[str]:
    """Of these keys, those under which a document of the seller was issued."""
    return set(Document.objects.filter(**seller_is(seller), key__in=list(keys)).values_list("key", flat=True))


def document_keyed(seller: Seller, key: str) -> Document | None:
    """The document of the seller that was issued under this key."""
    return Document.objects.filter(**seller_is(seller), key=key).first()


def document_numbered(issuer: str, number: str) -> Document | None:
    """The document to which an issuer gave this number."""
    return Document.objects.filter(issuer=issuer, number=number).first()


def last_number_of(network: Network, issuer: str, kind: str, currency: str) -> str:
    """The number of the last document of this kind between a network and this issuer; empty where there is none."""
    found = Document.objects.filter(network=network, issuer=issuer, kind=kind, currency=currency).order_by("-pk")
    return found.values_list("number", flat=True).first() or ""


def paper_of(document: Document, form: str) -> Paper | None:
    """One of its files, written or still due."""
    return Paper.objects.filter(document=document, form=form).first()


def papers_due(now: datetime) -> QuerySet[Paper]:
    """The files that are still to be written, in the order in which they are due."""
    return Paper.objects.filter(written_at=None, due_at__lte=now).select_related("document").order_by("due_at", "pk")


def faults_of_documents(books: Collection[str] | None = None) -> Iterator[Fault]:
    """Documents of these sellers (`network:7`, `space:3`), or of all, that are not as they were issued; and where one
    is missing.
    """
    kept = Document.objects.order_by("pk")
    if books is not None:
        sellers = {
            kind: [number_in(one) for one in books if one.startswith(f"{kind}:")] for kind in ("network", "space")
        }
        kept = kept.filter(Q(network__in=sellers["network"]) | Q(space__in=sellers["space"]))
    rows = kept.values_list("pk", "number", "contents", "sha256")
    for key, number, contents, sha256 in rows.iterator(chunk_size=AT_ONCE):
        if hash_of(contents.encode()) != sha256:
            yield Fault("document_differs", f"document:{key}", (number,))
    series = Series.objects.order_by("pk") if books is None else Series.objects.filter(issuer__in=books).order_by("pk")
    for one in series.annotate(there=Coalesce(Subquery(_COUNT), 0)).exclude(there=F("last")):
        yield Fault("numbers_have_gaps", one.issuer, (f"{one.kind} {one.year}", one.last, one.there))


def papers_that_failed() -> QuerySet[Paper]:
    """Files that could not be written so far, and will be tried again."""
    return Paper.objects.filter(written_at=None, failures__gt=0)


def _with_papers(documents: QuerySet[Document]) -> QuerySet[Document]:
    told = Paper.objects.defer("content")
    return documents.defer("contents").prefetch_related(Prefetch("papers", queryset=told))
