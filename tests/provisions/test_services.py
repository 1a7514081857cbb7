"""An office centre says what it does for companies; domiciliation only with an approval and a term."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from passerelle.care.actions.joining import _has_been_lived_in
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.models import Record
from passerelle.people.models import Person
from passerelle.provisions.actions import change_provision, offer_provision, set_provided
from passerelle.provisions.models import Provision
from passerelle.provisions.queries import provisions_offered
from passerelle.provisions.rules import Described, Kind, Per
from passerelle.spaces.models import Space
from tests.sales.makers import make_tax

As = Callable[[Person | None], Client]
OFFICE = Described(
    Kind.DOMICILIATION, 4_500, Per.MONTH, "Votre siège ici.", "Your registered office here.", approval_number="DOM-42",
    approved_by="SPF Économie", term_months=12,
)  # fmt: skip
MAIL = Described(Kind.MAIL, 150, Per.PIECE, "Ouvert et numérisé.")
TYPED = {
    "kind": "domiciliation", "price": "45,00", "per": "month", "tax": "", "text_fr": "Votre siège ici.",
    "approval_number": "DOM-42", "term_months": "12",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({}, {}),
        ({"approval_number": " "}, {"approval_number": "approval_is_missing"}),
        ({"term_months": 0}, {"term_months": "term_is_missing"}),
        ({"term_months": 121}, {"term_months": "out_of_range"}),
        ({"price": 0}, {"price": "out_of_range"}),
        ({"text_fr": " ", "text_en": ""}, {"text_fr": "text_is_missing"}),
        ({"text_fr": ""}, {}),
        ({"kind": Kind.MAIL, "approval_number": "", "term_months": 0}, {}),
        ({"kind": Kind.OTHER}, {"name_fr": "name_is_missing", "name_en": "name_is_missing"}),
        ({"text_en": "x" * 1001}, {"text_en": "too_long"}),
    ],
)
def test_what_cannot_be_offered(change: dict[str, Any], faults: dict[str, str]) -> None:
    assert replace(OFFICE, **change).tidied().faults() == faults


def test_an_approval_is_domiciliations_alone() -> None:
    said = replace(OFFICE, kind=Kind.SECRETARIAT).tidied()
    assert (said.approval_number, said.approved_by, said.term_months) == ("", "", 12)


@pytest.mark.django_db
def test_managers_alone_offer_change_and_stop(birch: Space, bo: Person, dee: Person, cy: Person, cedar: Space) -> None:
    provision = offer_provision(birch, OFFICE, by=bo, tax=make_tax(birch))
    for other in (dee, cy):
        for refused in (
            lambda by: offer_provision(birch, MAIL, by=by),
            lambda by: change_provision(provision, MAIL, by=by),
            lambda by: set_provided(provision, False, by=by),
        ):
            with pytest.raises(NotFound):
                refused(other)
    with pytest.raises(NotFound):
        offer_provision(birch, MAIL, by=bo, tax=make_tax(cedar))
    change_provision(provision, replace(OFFICE, price=5_000), by=bo)
    set_provided(provision, False, by=bo)
    assert provisions_offered(birch) == []
    set_provided(provision, True, by=bo)
    (offered,) = provisions_offered(birch)
    assert (offered.price, offered.currency, offered.tax) == (5_000, "HKD", None)
    acts = list(Record.objects.filter(about=provision.ref).order_by("pk").values_list("act", flat=True))
    assert acts == ["service_offered", "service_changed", "service_stopped", "service_offered_again"]


@pytest.mark.django_db
def test_a_refusal_names_the_faults_and_keeps_nothing(birch: Space, bo: Person) -> None:
    provision = offer_provision(birch, OFFICE, by=bo)
    for attempt in (offer_provision, change_provision):
        with pytest.raises(Refusal) as refused:
            attempt(birch if attempt is offer_provision else provision, replace(OFFICE, term_months=0), by=bo)  # type: ignore[operator]
        assert refused.value.facts["faults"] == {"term_months": "term_is_missing"}
    assert Provision.objects.get().term_months == 12


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("without", [{"approval_number": ""}, {"term_months": 0}])
def test_the_database_keeps_no_domiciliation_without_them(birch: Space, bo: Person, without: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        Provision.objects.create(space=birch, currency="EUR", **vars(OFFICE) | without)


@pytest.mark.django_db
def test_a_space_with_services_has_been_lived_in(birch: Space, bo: Person) -> None:
    assert not _has_been_lived_in(birch)
    offer_provision(birch, MAIL, by=bo)
    assert _has_been_lived_in(birch)


@pytest.mark.django_db
def test_everybody_reads_them_on_the_page_of_the_space(birch: Space, bo: Person, as_: As) -> None:
    assert "Services for companies" not in as_(None).get("/spaces/birch/").content.decode()
    offer_provision(birch, OFFICE, by=bo, tax=make_tax(birch))
    stopped = offer_provision(birch, replace(MAIL, name_en="Parcels", name_fr="Colis"), by=bo)
    set_provided(stopped, False, by=bo)
    said = as_(None).get("/spaces/birch/?anew").content.decode()
    for word in ("Services for companies", "Domiciliation", "45.00", "a month", "12 months at least", "DOM-42", "21%"):
        assert word in said
    assert "gives no registered office" in said
    assert "Parcels" not in said
    in_french = Client(headers={"accept-language": "fr"}).get("/spaces/birch/").content.decode()
    assert "Votre siège ici." in in_french
    assert "ne donne ni siège" in in_french


@pytest.mark.django_db
def test_a_manager_offers_one_on_the_page_and_changes_it(birch: Space, bo: Person, as_: As) -> None:
    browser = as_(bo)
    lacking = browser.post("/manage/birch/services/", TYPED | {"approval_number": "", "term_months": ""})
    assert lacking.status_code == 422
    assert "Without the number of your approval" in lacking.content.decode()
    assert "Votre siège ici." in lacking.content.decode()
    assert browser.post("/manage/birch/services/", TYPED).status_code == 302
    provision = Provision.objects.get()
    assert (provision.price, provision.term_months) == (4_500, 12)
    at = f"/manage/birch/services/{provision.pk}/"
    assert 'value="45.00"' in browser.get(at).content.decode()
    assert browser.post(at, TYPED | {"price": "50"}).status_code == 302
    assert browser.post(f"{at}offered/", {"act": "stop"}).status_code == 302
    provision.refresh_from_db()
    assert (provision.price, provision.offered) == (5_000, False)
    assert "offered no longer" in browser.get("/manage/birch/services/").content.decode()


@pytest.mark.django_db
def test_another_spaces_service_is_nowhere(birch: Space, bo: Person, cedar: Space, cy: Person, as_: As) -> None:
    provision = offer_provision(birch, MAIL, by=bo)
    for at in (f"/manage/cedar/services/{provision.pk}/", f"/manage/cedar/services/{provision.pk}/offered/"):
        assert as_(cy).post(at, TYPED).status_code == 404
    assert Provision.objects.get().kind == Kind.MAIL
