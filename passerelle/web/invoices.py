"""Numbered documents: mine, a space's, a network's; the sheet of each, and its figures for programs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from passerelle.invoices.access import may_read
from passerelle.invoices.queries import (
    document_at,
    documents_of,
    documents_of_seller,
    documents_of_space,
    paper_of,
    party_of,
)
from passerelle.invoices.rules.forms import Form
from passerelle.networks.access import may_keep_books
from passerelle.spaces.access import may_manage
from passerelle.web.audience import for_officers, for_staff, person_of, signed_in
from passerelle.web.spaces import page_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from passerelle.invoices.models import Document
    from passerelle.networks.models import Network
    from passerelle.spaces.models import Space

TYPES = {Form.PDF: ("application/pdf", "pdf"), Form.UBL: ("application/xml", "xml")}


@dataclass(frozen=True)
class DocumentRow:
    """A document in a list. `others` is the other side; `papers` says of each file whether it is written."""

    document: "Document"
    others: str
    papers: dict[str, bool]


@signed_in
@require_safe
def my_documents(request: HttpRequest) -> HttpResponse:
    """What was issued to me."""
    ref = person_of(request).ref
    return render(request, "papers/my_documents.html", _listed(request, documents_of(ref), ref))


@for_staff(may_manage)
@require_safe
def space_documents(request: HttpRequest, space: "Space") -> HttpResponse:
    """What was issued to a space, in its name, and by it for what it sells."""
    given = {"space": space, "here": "documents", "is_named": party_of(space.ref) is not None}
    listed = _listed(request, documents_of_space(space), space.ref)
    return render(request, "papers/space_documents.html", given | listed)


@for_officers(may_keep_books)
@require_safe
def network_documents(request: HttpRequest, network: "Network") -> HttpResponse:
    """Everything that was issued for a network, also to people who were forgotten since."""
    given = {"network": network, "here": "documents", "is_named": party_of(network.ref) is not None}
    listed = _listed(request, documents_of_seller(network), network.ref)
    return render(request, "papers/network_documents.html", given | listed)


@signed_in
@require_safe
def document_file(request: HttpRequest, key: int, form: Form) -> HttpResponse:
    """One file of a document, for those whom it concerns, once the worker has written it."""
    document = document_at(key)
    if document is None or not may_read(person_of(request), document):
        raise Http404
    paper = paper_of(document, form)
    if paper is None or paper.content is None:
        raise Http404
    kind, ending = TYPES[form]
    response = HttpResponse(bytes(paper.content), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{document.number}.{ending}"'
    return response


def _listed(request: HttpRequest, found: "QuerySet[Document]", ours: str) -> dict[str, Any]:
    page = page_of(found, request.GET.get("page"))
    return {"page": page, "rows": [_row(document, ours) for document in page.object_list]}


def _row(document: "Document", ours: str) -> DocumentRow:
    others = document.buyer_name if document.issuer == ours else document.issuer_name
    papers = {paper.form: paper.written_at is not None for paper in document.papers.all()}
    return DocumentRow(document, others, papers)


urlpatterns = [
    path("me/documents/", my_documents, name="my_documents"),
    path("manage/<slug:slug>/documents/", space_documents, name="space_documents"),
    path("networks/<slug:slug>/documents/", network_documents, name="network_documents"),
    path("documents/<int:key>/pdf/", document_file, {"form": Form.PDF}, name="document_pdf"),
    path("documents/<int:key>/ubl/", document_file, {"form": Form.UBL}, name="document_ubl"),
]
