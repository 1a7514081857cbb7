"""A document stays when a person is forgotten, out of sight of everybody but the treasurer."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from passerelle.care.actions import forget, take_out
from passerelle.invoices.access import may_read
from passerelle.invoices.actions import issue, set_party, write_papers
from passerelle.invoices.models import Document, Party
from passerelle.invoices.queries import documents_of, documents_of_seller
from passerelle.kit import clock
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.invoices.makers import HOLDER, SPACE, of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_noon")]


@pytest.fixture
def issued(paid: Network, ana: Person, birch: Space) -> tuple[Document, Document]:
    """To Ana: one by the network, one that Birch sold her itself."""
    to_ana = replace(HOLDER, ref=ana.ref)
    ours = issue(of(paid, buyer=to_ana), seller=paid, by="worker")
    theirs = replace(of(paid, "theirs", buyer=to_ana), issuer=replace(SPACE, ref=birch.ref))
    return ours, issue(theirs, seller=paid, by="worker")


def test_before_she_is_forgotten_each_side_reads_what_concerns_it(
    issued: tuple[Document, Document], ana: Person, bo: Person, tom: Person, birch: Space
) -> None:
    ours, theirs = issued
    assert set(documents_of(ana.ref)) == {ours, theirs}
    assert list(documents_of(birch.ref)) == [theirs]
    assert [may_read(person, theirs) for person in (ana, bo, tom)] == [True, True, True]
    assert [may_read(person, ours) for person in (ana, bo, tom)] == [True, False, True]


def test_afterwards_only_the_treasurer_does_and_nothing_has_changed(
    issued: tuple[Document, Document],
    ana: Person, bo: Person, tom: Person, birch: Space, paid: Network, as_: Callable[[Person | None], Client],
) -> None:  # fmt: skip
    before = list(Document.objects.order_by("pk").values_list())
    write_papers(clock.now())
    forget(ana)
    assert list(Document.objects.order_by("pk").values_list()) == before
    assert set(documents_of_seller(paid)) == set(issued)
    assert not documents_of(birch.ref).exists()
    assert [may_read(person, issued[1]) for person in (bo, tom)] == [False, True]
    assert "Ana Dubois" not in as_(bo).get("/manage/birch/documents/").content.decode()
    assert "Ana Dubois" in as_(tom).get("/networks/paid/documents/").content.decode()
    assert as_(tom).get(f"/documents/{issued[0].pk}/ubl/").status_code == 200


def test_what_she_said_of_her_company_goes_and_her_address_leaves_the_others(
    ana: Person, bo: Person, birch: Space
) -> None:
    set_party(ana, replace(HOLDER, ref=ana.ref), by=ana)
    set_party(birch, replace(SPACE, ref=birch.ref, email=ana.email), by=bo)
    forget(ana)
    (kept,) = Party.objects.all()
    assert (kept.owner, kept.email, kept.name) == (birch.ref, "", SPACE.name)


def test_she_can_take_her_documents_out(issued: tuple[Document, Document], ana: Person) -> None:
    set_party(ana, replace(HOLDER, ref=ana.ref), by=ana)
    kept = json.loads(take_out(ana))
    assert {document["number"] for document in kept["documents"]} == {"F2027-0001"}
    assert len(kept["documents"]) == 2
    assert kept["documents"][0]["says"]["draft"]["lines"][0]["text"] == "Dix journées"
    assert kept["named on documents as"]["name"] == "Ana Dubois"
