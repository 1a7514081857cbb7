"""Issuing: a draft gets the next number of its series and is kept as it stands, once for each key."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from passerelle.invoices.models import Document, Paper, Series
from passerelle.invoices.queries import document_numbered
from passerelle.invoices.rules.contents import Contents, hash_of, numbered, written
from passerelle.invoices.rules.drafts import Draft
from passerelle.invoices.rules.forms import forms_of
from passerelle.invoices.rules.numbering import number_of
from passerelle.invoices.rules.totals import must_be_a_document
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import line, write_down, write_down_all
from passerelle.networks.models import Seller
from passerelle.networks.queries import seller_is
from passerelle.people.models import Person


@transaction.atomic
def issue(draft: Draft, *, seller: Seller, by: Person | str) -> Document:
    """The document that this draft becomes; the one that its key has become already. Its files are written later.

    Numbers have no gaps: whoever issues holds the row of the series until the transaction ends, and what is rolled back
    never had a number. Whoever issues several in one transaction takes the issuers in one order.
    Raises Refusal `key_means_another_document`; `answered_document_is_not_known` where a credit note answers nothing
    that the issuer has issued. Raises ValueError for a draft that no document can say: that is the caller's mistake.
    """
    must_be_a_document(draft)
    series = _held_series(draft)
    before = _issued_before(draft, seller)  # asked once the row is held: another may have issued it meanwhile
    if before is not None:
        return before
    answers = _answered(draft)
    contents = numbered(draft, number_of(draft.kind, series.year, series.last + 1))
    Series.objects.filter(pk=series.pk).update(last=F("last") + 1)
    document = _row(contents, seller, answers, by if isinstance(by, str) else by.ref)
    document.save(force_insert=True)
    Paper.objects.bulk_create(Paper(document=document, form=form) for form in forms_of(contents))
    write_down(
        "document_issued", about=document.ref, actor=document.issued_by, kind=document.kind, cause=document.cause
    )
    return document


@transaction.atomic
def issue_several(drafts: Sequence[Draft], *, seller: Seller, by: str) -> list[Document]:
    """The documents that these drafts become, in order: of one issuer, kind and year, none of them issued before.

    Raises ValueError for a draft that no document can say, and where they belong to several series.
    """
    for draft in drafts:
        must_be_a_document(draft)
    if len({(one.issuer.ref, one.kind, one.issued_on.year) for one in drafts}) != 1:
        raise ValueError("What is issued together is of one series.")
    series = _held_series(drafts[0])
    Series.objects.filter(pk=series.pk).update(last=F("last") + len(drafts))
    numbers = (number_of(one.kind, series.year, series.last + place) for place, one in enumerate(drafts, 1))
    contents = [numbered(draft, number) for draft, number in zip(drafts, numbers, strict=True)]
    documents = Document.objects.bulk_create(_row(one, seller, None, by) for one in contents)
    Paper.objects.bulk_create(
        Paper(document=document, form=form)
        for document, said in zip(documents, contents, strict=True)
        for form in forms_of(said)
    )
    write_down_all(
        line("document_issued", about=one.ref, actor=by, kind=one.kind, cause=one.cause) for one in documents
    )
    return documents


def _issued_before(draft: Draft, seller: Seller) -> Document | None:
    """Raises Refusal where the key stands for other sides or another sum; names may have changed in the meantime."""
    before = Document.objects.filter(**seller_is(seller), key=draft.key).first()
    if before is None:
        return None
    kept = before.says
    same = kept.draft.kind, kept.draft.issuer.ref, kept.draft.buyer.ref, kept.draft.currency, kept.totals.gross
    asked = draft.kind, draft.issuer.ref, draft.buyer.ref, draft.currency, numbered(draft, "").totals.gross
    if same != asked:
        raise Refusal("key_means_another_document", number=before.number)
    return before


def _answered(draft: Draft) -> Document | None:
    if not draft.answers:
        return None
    answered = document_numbered(draft.issuer.ref, draft.answers)
    if answered is None:
        raise Refusal("answered_document_is_not_known", number=draft.answers)
    return answered


def _held_series(draft: Draft) -> Series:
    """The series in which the draft is numbered, its row held until the transaction ends."""
    which = {"issuer": draft.issuer.ref, "kind": draft.kind, "year": draft.issued_on.year}
    if not Series.objects.filter(**which).exists():
        Series.objects.bulk_create([Series(**which)], ignore_conflicts=True)
    return Series.objects.select_for_update().get(**which)


def _row(contents: Contents, seller: Seller, answers: Document | None, by: str) -> Document:
    draft, totals, text = contents.draft, contents.totals, written(contents)
    return Document(
        **seller_is(seller),
        number=contents.number,
        kind=draft.kind,
        key=draft.key,
        cause=draft.cause,
        issuer=draft.issuer.ref,
        buyer=draft.buyer.ref,
        issuer_name=draft.issuer.name,
        buyer_name=draft.buyer.name,
        currency=draft.currency,
        net=totals.net,
        tax=totals.tax,
        payable=totals.payable,
        issued_on=draft.issued_on,
        due_on=draft.due_on,
        answers=answers,
        contents=text,
        sha256=hash_of(text.encode()),
        issued_by=by,
    )
