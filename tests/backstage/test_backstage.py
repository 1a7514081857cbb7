"""The back office: for whoever runs the instance, reading what is kept and beginning what nobody acts for yet."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from passerelle.backstage.site import site
from passerelle.ledger.actions import open_account, post
from passerelle.ledger.rules import Draft, Move
from passerelle.logbook.queries import records_about
from passerelle.mail.actions import Recipient, write
from passerelle.mail.models import Letter
from passerelle.networks.access import may_keep_books
from passerelle.networks.models import Network, Officer
from passerelle.people.models import Person
from passerelle.spaces.models import Invitation, Space
from tests.makers import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def kay() -> Person:
    """Runs the instance."""
    return make_person("Kay", runs_the_instance=True)


@pytest.fixture
def office(client: Client, kay: Person) -> Client:
    client.force_login(kay)
    return client


def pages() -> list[str]:
    return [reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist") for m in site._registry]


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_request_login_code"))


def test_to_anybody_else_it_is_not_there(client: Client) -> None:
    client.force_login(make_person("Ana"))
    for page in [reverse("admin:index"), *pages()]:
        assert client.get(page, follow=True).status_code == 404


@pytest.mark.usefixtures("visa", "ana")
def test_every_page_shows_its_rows_and_offers_no_change(office: Client) -> None:
    for page in [reverse("admin:index"), *pages()]:
        answer = office.get(page, {"q": "a"})
        assert answer.status_code == 200, page
        assert b'name="_save"' not in answer.content


def test_rows_are_read_and_never_changed(office: Client, kay: Person) -> None:
    page = reverse("admin:people_person_change", args=[kay.pk])
    assert office.get(page).status_code == 200
    assert office.post(page, {"name": "Zoe"}).status_code == 403
    assert office.post(reverse("admin:people_person_delete", args=[kay.pk]), {"post": "yes"}).status_code == 403
    assert office.get(reverse("admin:people_person_add")).status_code == 403


def test_the_books_are_read_and_never_changed(office: Client) -> None:
    bank, sold = (
        open_account("network:1", kind, owner, "EUR", by="person:1")
        for kind, owner in (("bank", "network:1"), ("credits", "person:7"))
    )
    told = Draft("pass:1", "k1", date(2027, 1, 4), [Move(sold.pk, bank.pk, 14900)], "A pack of ten")
    entry = post("network:1", told, by="person:1")
    for thing in (bank, entry, entry.postings.get()):
        name = f"admin:ledger_{thing._meta.model_name}"
        assert office.get(reverse(f"{name}_change", args=[thing.pk])).status_code == 200
        assert office.post(reverse(f"{name}_change", args=[thing.pk]), {"line": "x"}).status_code == 403
        assert office.post(reverse(f"{name}_delete", args=[thing.pk]), {"post": "yes"}).status_code == 403
        assert office.get(reverse(f"{name}_add")).status_code == 403
        assert str(thing.pk) in office.get(reverse(f"{name}_changelist")).content.decode()
    assert "14900" in office.get(reverse("admin:ledger_posting_changelist"), {"q": "k1"}).content.decode()


def test_what_letters_say_is_not_shown(office: Client) -> None:
    fields = site._registry[Letter].get_fields(office.get("/").wsgi_request)
    assert not {"text", "html", "attachments"} & set(fields)


def test_a_letter_that_failed_is_sent_once_more_and_no_other(office: Client) -> None:
    failed, sent = (_letter(state) for state in ("failed", "sent"))
    chosen = {"action": "send_once_more", "_selected_action": [failed.pk, sent.pk]}
    answer = office.post(reverse("admin:mail_letter_changelist"), chosen, follow=True)
    assert "1 letters wait to leave once more." in answer.content.decode()
    assert [Letter.objects.get(pk=letter.pk).state for letter in (failed, sent)] == ["waiting", "sent"]


def _letter(state: str) -> Letter:
    reader = Recipient("mei@hive.example.org", "Mei", "en")
    letter = write(kind="sign_in_code", room="people", to=reader, facts={"code": "ABC234", "minutes": 15})
    Letter.objects.filter(pk=letter.pk).update(state=state)
    return letter


def test_a_space_is_listed_by_its_act_and_its_manager_invited(office: Client, kay: Person) -> None:
    told = {
        "name": "Dogwood",
        "town": "Gand",
        "country": "be",
        "kind": "coworking",
        "time_zone": "Europe/Brussels",
        "language": "fr",
        "currency": "eur",
        "hours": "Mo-Fr 09:00-18:00",
        "email": "dogwood@example.org",
        "manager": "moss@example.org",
    }
    answer = office.post(reverse("admin:spaces_space_add"), told)
    assert answer.status_code == 302, answer.context and answer.context["errors"]
    space = Space.objects.get()
    assert (space.slug, space.country, space.currency) == ("dogwood", "BE", "EUR")
    assert records_about(space.ref)[0].act == "space_listed"
    assert Invitation.objects.get().email == "moss@example.org"


@pytest.mark.parametrize(
    ("line", "said"), [("time_zone", "Europe/Namur"), ("hours", "when we feel like it"), ("currency", "QQQ")]
)
def test_a_space_that_cannot_be_kept_is_not_listed(office: Client, line: str, said: str) -> None:
    told = {
        "name": "Dogwood",
        "town": "Gand",
        "country": "BE",
        "kind": "coworking",
        "time_zone": "Europe/Brussels",
        "language": "fr",
        "currency": "EUR",
    }
    answer = office.post(reverse("admin:spaces_space_add"), told | {line: said})
    assert answer.status_code == 200
    assert line in answer.context["adminform"].form.errors
    assert not Space.objects.exists()


def test_a_network_is_founded_by_its_act(office: Client, kay: Person) -> None:
    told = {"name": "Coworking Visa", "slug": "visa", "mode": "hospitality", "currency": "EUR", "organiser": kay.pk}
    assert office.post(reverse("admin:networks_network_add"), told).status_code == 302
    assert Officer.objects.get().network == Network.objects.get(slug="visa")
    assert [record.act for record in records_about(Network.objects.get().ref)] == ["network_founded"]


def test_a_network_in_paid_mode_has_a_treasurer_and_a_currency_from_its_first_day(office: Client, kay: Person) -> None:
    add, tia = reverse("admin:networks_network_add"), make_person("Tia")
    page = office.get(add, headers={"accept-language": "en"}).content.decode()
    assert "This never changes" in page
    assert "owes each space its days" in page
    told = {"name": "Tandem", "slug": "tandem", "mode": "paid", "currency": "eur", "organiser": kay.pk}
    for missing in ({}, {"treasurer": tia.pk, "currency": "ZZZ"}, {"treasurer": tia.pk, "mode": "sold"}):
        assert office.post(add, told | missing).status_code == 200
        assert not Network.objects.exists()
    assert office.post(add, told | {"treasurer": tia.pk}).status_code == 302
    network = Network.objects.get()
    assert (network.mode, network.currency) == ("paid", "EUR")
    assert set(Officer.objects.values_list("person", "role")) == {(kay.pk, "organiser"), (tia.pk, "treasurer")}
    assert may_keep_books(tia, network)
    assert not may_keep_books(kay, network)
