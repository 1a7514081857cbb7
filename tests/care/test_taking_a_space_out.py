"""All that a space owns, taken out: every room has its place in it, and nothing of others."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from passerelle.bookings.actions import Wish, add_resource, book
from passerelle.bookings.rules.steps import Wall
from passerelle.care.actions import forget, take_space_out
from passerelle.care.space_files.column_words import COLUMNS
from passerelle.care.space_files.file_words import FILES
from passerelle.care.space_files.money_tables import TABLES
from passerelle.console.export_space import export_space
from passerelle.console.words import CannotGoOn
from passerelle.invoices.actions import write_papers
from passerelle.invoices.models import Paper
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound
from passerelle.logbook.models import Record
from passerelle.members.actions import Term, enter_member
from passerelle.networks.models import Network
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from passerelle.plans.actions import offer_plan
from passerelle.plans.rules import Described, Kind
from passerelle.spaces.models import Space
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit
from passerelle.welcome.actions import write_first_hour
from passerelle.welcome.rules import Said, Topic, Wifi
from tests.bookings.letting import OFFICE
from tests.makers import make_member, make_person, make_presence, make_space, make_staff
from tests.sales.makers import make_sale

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_noon")]
As = Callable[[Person | None], Client]
TODAY = date(2027, 1, 6)
WIFI_KEY = "kept-inside-2027"

LEFT_OUT = {
    "spaces.SpaceWord": "follows from the name and the town",
    "listings.Pair": "a question about two spaces, for whoever joins them",
    "credentials.Credential": "the signed code of a visitor, a key; what was read of it is told",
    "credentials.Tries": "a guard against guessing, forgotten after an hour",
    "bookings.Claim": "follows from the booking",
    "invoices.Paper": "a file of its own under documents/",
    "asks.Introduction": "between two people; a space is told nothing of it but a count",
    "board.Consent": "a person’s own word, theirs to take back",
    "board.Picture": "shown with its notice; its writer has the photograph itself",
    "board.Report": "who reports a notice is told nobody; that it was, and what became of it, is in the logbook",
    "board.Wish": "that somebody wants a letter is theirs",
    "settlement.Bundle": "what a network invoices a holder; its documents are the network’s",
    "passes.Product": "what a network sells, under a tax of the network",
}
"""What belongs to a space, or to something of a space, and stands in no table of its own; and why."""


@pytest.fixture
def taken_out() -> Callable[[Space, Person], zipfile.ZipFile]:
    return lambda space, by: zipfile.ZipFile(io.BytesIO(b"".join(take_space_out(space, "en", by=by))))


Out = Callable[[Space, Person], zipfile.ZipFile]


@pytest.fixture
def lived(ana: Person, bo: Person, alder: Space, birch: Space, visa: Network) -> Space:
    """Birch has a past: a visitor who hides her address, a member on a plan, a booking, a sale with its papers."""
    visit = ask_for_a_visit(Asking(alder, birch, (TODAY,), "I draw maps."), by=ana)
    accept_visit(visit, by=bo)
    plan = offer_plan(birch, Described("Le mois", "A month", Kind.MONTH, 18_000), by=bo)
    enter_member(birch, name="=Eve", address="eve@example.org", term=Term.of(plan, TODAY), by=bo)
    book(Wish(add_resource(birch, OFFICE, by=bo), Wall.of_days(date(2027, 1, 13), date(2027, 1, 13)), 4_000), by=ana)
    make_sale(birch, make_person("Eve", email="buyer@example.org"), by=bo, method=Method.CASH, received=True)
    write_first_hour(birch, {Topic.DOOR: Said("Sonnez.", "Ring.")}, Wifi("Birch", WIFI_KEY), by=bo)
    write_papers(clock.now())
    return birch


def rows(out: zipfile.ZipFile, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out.read(f"csv/{table}.csv").decode("utf-8-sig"))))


def named(model: type[Model]) -> str:
    return model._meta.label


def of_a_space() -> Iterator[str]:
    """Every model with a key to a space, or to something that a table of a space holds."""
    held = {Space, *(table.model for table in TABLES)}
    for model in apps.get_models():
        keys = [field for field in model._meta.get_fields() if field.concrete and field.is_relation]
        if model is not Space and any(key.related_model in held for key in keys):
            yield named(model)


def test_every_room_with_anything_of_a_space_has_its_place() -> None:
    told = {named(table.model) for table in TABLES}
    missing = sorted(set(of_a_space()) - told - set(LEFT_OUT))
    assert not missing, f"say in which table of `care/space_files` they stand, or why in none: {missing}"
    assert not set(LEFT_OUT) - set(of_a_space()), "left out, and of no space"


def test_a_model_nobody_has_thought_of_is_found() -> None:
    assert {"members.Membership", "bookings.Booking", "visits.Line", "payments.Refund"} <= set(of_a_space())


def test_every_file_and_every_column_is_explained() -> None:
    assert {table.name for table in TABLES} - set(FILES) == set()
    assert {heading for table in TABLES for heading in table.headings} ^ set(COLUMNS) == set()
    assert set(FILES) - {table.name for table in TABLES} == set()


def test_all_of_it_is_there(lived: Space, bo: Person, taken_out: Out) -> None:
    out = taken_out(lived, bo)
    assert out.testzip() is None
    assert [one["name"] for one in rows(out, "space")] == ["Birch"]
    (visit,) = rows(out, "visits_received")
    assert (visit["person_name"], visit["home"], visit["line"]) == ("Ana Duarte", "Alder", "I draw maps.")
    (member,) = rows(out, "members")
    assert (member["mail_address"], member["until"], member["plan_name"]) == (
        "eve@example.org",
        "2027-02-06",
        "A month",
    )
    (sale,) = rows(out, "sales")
    assert (sale["amount"], sale["currency"]) == ("121.00", "HKD")
    assert rows(out, "rooms")[0]["price_day"] == "40.00"
    assert {one["act"] for one in rows(out, "logbook")} >= {
        "visit_accepted",
        "plan_offered",
        "member_entered",
        "thing_sold",
    }
    assert b"Bureau 3" in out.read("calendar/bookings.ics")
    assert b"hledger" in out.read("books/books.journal")
    assert b"beancount" in out.read("books/books.beancount")


def test_json_says_the_same_as_csv(lived: Space, bo: Person, taken_out: Out) -> None:
    out = taken_out(lived, bo)
    for table in TABLES:
        listed = json.loads(out.read(f"json/{table.name}.json"))
        assert len(listed) == len(rows(out, table.name))
        assert all(tuple(one) == table.headings for one in listed)
    assert json.loads(out.read("json/sales.json"))[0]["amount"] == "121.00"


def test_documents_are_there_as_they_are_kept(lived: Space, bo: Person, taken_out: Out) -> None:
    out = taken_out(lived, bo)
    (document,) = rows(out, "documents")
    kept = Paper.objects.get(form="pdf")
    assert out.read(f"documents/{document['number']}.pdf") == bytes(kept.content or b"")
    assert json.loads(out.read(f"documents/{document['number']}.json"))


def test_no_cell_becomes_a_formula(lived: Space, bo: Person, taken_out: Out) -> None:
    out = taken_out(lived, bo)
    assert rows(out, "members")[0]["person_name"] == "'=Eve"
    assert json.loads(out.read("json/members.json"))[0]["person_name"] == "=Eve"


def test_what_a_visitor_did_not_show_and_keys_stay_here(lived: Space, bo: Person, taken_out: Out) -> None:
    out = taken_out(lived, bo)
    everything = b"\n".join(out.read(name) for name in out.namelist()).decode(errors="replace")
    for secret in ("ana@example.org", WIFI_KEY, "password"):
        assert secret not in everything


def test_an_address_that_was_shown_is_there_until_its_person_is_forgotten(
    ana: Person, bo: Person, alder: Space, birch: Space, visa: Network, taken_out: Out
) -> None:
    asking = Asking(alder, birch, (TODAY,), shows_address=True)
    ask_for_a_visit(asking, by=ana)
    assert rows(taken_out(birch, bo), "visits_received")[0]["mail_address"] == "ana@example.org"
    forget(ana)
    (visit,) = rows(taken_out(birch, bo), "visits_received")
    assert (visit["mail_address"], visit["person_name"]) == ("", "")


def test_where_members_went_is_only_counted(
    ana: Person, alder: Space, birch: Space, visa: Network, taken_out: Out
) -> None:
    hugo = make_person("Hugo Leroy")
    make_staff(hugo, alder)
    ask_for_a_visit(Asking(alder, birch, (TODAY,), "I draw maps."), by=ana)
    out = taken_out(alder, hugo)
    (counted,) = rows(out, "visits_of_our_members")
    assert counted == {"host": "Birch", "month": "2027-01-01", "state": "requested", "how_many": "1"}
    assert rows(out, "visits_received") == []


def test_nothing_of_another_space_is_in_it(lived: Space, cedar: Space, cy: Person, taken_out: Out) -> None:
    make_member(make_person("Zoé Martin"), cedar)
    out = taken_out(cedar, cy)
    everything = b"\n".join(out.read(name) for name in out.namelist()).decode(errors="replace")
    for theirs in ("Birch", "Ana Duarte", "eve@example.org", "I draw maps", lived.ref):
        assert theirs not in everything
    assert not any(name.startswith(("documents/", "books/")) for name in out.namelist())


def test_the_readme_is_in_the_language_of_the_reader(lived: Space, bo: Person) -> None:
    out = zipfile.ZipFile(io.BytesIO(b"".join(take_space_out(lived, "fr", by=bo))))
    said = out.read("README.md").decode()
    assert "hors taxe" in said
    assert "`visits_received`" not in said.split("##")[0]
    assert "### members" in said


def test_only_managers_take_it_out_and_it_is_written_down(lived: Space, bo: Person, dee: Person, cy: Person) -> None:
    for other in (dee, cy):
        with pytest.raises(NotFound):
            take_space_out(lived, "en", by=other)
    take_space_out(lived, "en", by=bo)
    record = Record.objects.get(act="space_taken_out")
    assert (record.about, record.actor) == (lived.ref, bo.ref)


def test_queries_do_not_grow_with_the_rows(birch: Space, bo: Person) -> None:
    def counted() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            b"".join(take_space_out(birch, "en", by=bo))
        return len(queries)

    before = counted()
    for number in range(30):
        person = make_person(f"Person {number}")
        make_member(person, birch)
        make_presence(person, birch, TODAY)
    assert counted() <= before


def test_one_press_gives_the_archive(lived: Space, bo: Person, as_: As) -> None:
    browser = as_(bo)
    assert "README" in browser.get("/manage/birch/take-out/").content.decode()
    assert not Record.objects.filter(act="space_taken_out").exists()
    answer = browser.post("/manage/birch/take-out/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="birch-2027-01-06.zip"'
    assert "no-store" in answer.headers["Cache-Control"]
    out = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert out.testzip() is None
    assert "take-out" in browser.get("/manage/birch/").content.decode()


def test_the_command_writes_the_same(lived: Space, tmp_path: Path) -> None:
    file = tmp_path / "birch.zip"
    assert export_space("birch", file) == 0
    assert "csv/members.csv" in zipfile.ZipFile(file).namelist()
    assert file.stat().st_mode & 0o077 == 0
    assert Record.objects.get(act="space_taken_out").actor == "console"
    for slug, where in (("birch", file), ("no-such", tmp_path / "other.zip")):
        with pytest.raises(CannotGoOn):
            export_space(slug, where)
    assert [one.name for one in tmp_path.iterdir()] == ["birch.zip"]


def test_a_space_that_turned_out_to_be_another_keeps_its_line(birch: Space, bo: Person, taken_out: Out) -> None:
    make_space("Old Birch", joined_into=birch)
    assert {one["name"] for one in rows(taken_out(birch, bo), "space")} == {"Birch", "Old Birch"}
