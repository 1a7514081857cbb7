"""The pages of a space's members."""

import csv
import re
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from passerelle.members.models import Membership
from passerelle.members.rules import Source
from passerelle.members.rules.roster import MOST_BYTES, read_roster
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from tests.makers import LONG_AGO, make_member, make_person, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_noon")]
Browser = Callable[[Person | None], Client]


@pytest.fixture
def hugo(alder: Space) -> Person:
    """The manager of Alder."""
    person = make_person("Hugo Leroy", email="hugo@example.org")
    make_staff(person, alder)
    return person


def upload(client: Client, *lines: str, language: str = "en", **more: str) -> str:
    content = "\n".join(["Name;Mail address;Since;Valid until", *lines]).encode()
    page = client.post(
        "/manage/alder/members/roster/",
        {"file": SimpleUploadedFile("members.csv", content)} | more,
        headers={"accept-language": language},
    )
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.content.decode())


def test_a_list_of_five_thousand_is_paged_and_takes_few_queries(as_: Browser, alder: Space, hugo: Person) -> None:
    people = Person.objects.bulk_create(
        Person(email=f"member{number}@example.org", name=f"Member {number:04}", password="!") for number in range(5000)
    )
    Membership.objects.bulk_create(
        Membership(person=person, space=alder, since=LONG_AGO, source=Source.ROSTER) for person in people
    )
    client = as_(hugo)
    for address in ("?page=7", "?q=member+49"):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/manage/alder/members/{address}").content.decode()
        assert len(queries) <= 8, "\n".join(query["sql"][:150] for query in queries)
        assert page.count("<article") == 50
    assert "Member 0300" in client.get("/manage/alder/members/?page=7").content.decode()


def test_a_report_says_line_by_line_what_became_of_a_roster(as_: Browser, alder: Space, hugo: Person) -> None:
    make_member(make_person("Same", email="same@example.org"), alder)
    page = upload(
        as_(hugo),
        "Ana Duarte;ana@example.org;01/01/2027;31/12/2027",
        "Same;same@example.org;;",
        "Bad Date;bad@example.org;;31/02/2027",
        "Twice;ana@example.org;;",
    )
    assert "Line 4: the date “31/02/2027” does not exist (valid until)." in page
    assert "Line 5: ana@example.org already stands on line 2, which counts." in page
    assert "The other 2 lines are saved." in page
    assert "added, valid until 31 December 2027" in page.replace("\N{NO-BREAK SPACE}", " ")


def test_a_complete_file_shows_who_would_be_ended_and_the_button_ends_them(
    as_: Browser, alder: Space, hugo: Person, ana: Person, fay: Person
) -> None:
    client = as_(hugo)
    page = upload(client, "Ana;ana@example.org;;", is_complete="on")
    assert "1 member is not in this file" in page
    assert "fay@example.org" in page
    keys = re.search(r'name="members" value="([\d,]+)"', page)
    assert keys
    client.post("/manage/alder/members/roster/missing/", {"members": keys[1]})
    assert [one.person for one in Membership.objects.filter(until=None)] == [ana]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"PK\x03\x04", "spreadsheet’s own file"),
        (b"Ana;ana@example.org\n", "The first line must hold the headings"),
        (b"Name;Since\nAna;\n", "The column “mail address” is missing"),
        (b"\x00\x01\x02", "holds no text"),
        (b"Name;Mail\n", "no lines under the headings"),
        (b"Name;Mail\n" + b"x;y\n" * 20001, "more than 20,000 lines"),
        (b"x" * (MOST_BYTES + 1), "larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained(as_: Browser, hugo: Person, content: bytes, words: str) -> None:
    file = SimpleUploadedFile("members.csv", content)
    page = as_(hugo).post("/manage/alder/members/roster/", {"file": file})
    assert words in page.content.decode()


def test_entering_renewing_and_ending_by_the_pages(as_: Browser, alder: Space, hugo: Person) -> None:
    client = as_(hugo)
    given = {
        "name": "Bea",
        "address": "bea@example.org",
        "since": "06/01/2027",
        "valid_until": "",
        "carries_visa": "on",
    }
    page = client.post("/manage/alder/members/enter/", given, follow=True)
    assert "Bea is entered" in page.content.decode()
    assert "already" in client.post("/manage/alder/members/enter/", given).content.decode()
    number = Membership.objects.get(person__name="Bea").pk
    page = client.post(f"/manage/alder/members/{number}/", {"since": "2027-01-06", "valid_until": "2026-01-01"})
    assert "before it begins" in page.content.decode()
    client.post(f"/manage/alder/members/{number}/", {"since": "2027-01-06", "valid_until": "2027-12-31"})
    assert not Membership.objects.get(pk=number).carries_visa
    page = client.post(f"/manage/alder/members/{number}/end/", follow=True)
    assert "Bea is no longer a member" in page.content.decode()


def test_the_list_goes_out_harmless_and_comes_back_unchanged(as_: Browser, alder: Space, hugo: Person) -> None:
    for name in ("=HYPERLINK(1)", "+33", "-Ana", "@Fay", "Zoé; Lefèvre"):
        make_member(make_person(name), alder)
    client = as_(hugo)
    content = client.get("/manage/alder/members/roster/export/").content
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["Name", "Mail address", "Since", "Valid until"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert {entry.name for entry in read_roster(content).entries} == set(
        Person.objects.exclude(pk=hugo.pk).values_list("name", flat=True)
    )
    report = client.post("/manage/alder/members/roster/", {"file": SimpleUploadedFile("m.csv", content)})
    assert "5 lines were known already" in report.content.decode()


PAGES = ("", "enter/", "roster/", "roster/export/", "{number}/")


@pytest.mark.parametrize("page", PAGES)
def test_only_managers_of_the_space_see_its_members(
    as_: Browser, alder: Space, hugo: Person, ana: Person, cy: Person, page: str
) -> None:
    number = Membership.objects.get(person=ana).pk
    address = f"/manage/alder/members/{page.format(number=number)}"
    assert as_(hugo).get(address).status_code == 200
    assert as_(ana).get(address).status_code == 404
    assert as_(cy).get(address).status_code == 404
    assert as_(None).get(address).status_code == 302


def test_a_manager_reaches_no_member_of_another_space(as_: Browser, alder: Space, ana: Person, cy: Person) -> None:
    number = Membership.objects.get(person=ana).pk
    client = as_(cy)
    assert client.get(f"/manage/cedar/members/{number}/").status_code == 404
    assert client.post(f"/manage/cedar/members/{number}/end/").status_code == 404
    client.post("/manage/cedar/members/roster/missing/", {"members": str(number)})
    assert Membership.objects.get(pk=number).until is None
