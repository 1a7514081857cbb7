"""What becomes of a roster's lines, told as tables; and taking whole rosters in."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.mail.models import Letter
from passerelle.members.actions import (
    Report,
    Term,
    end_membership,
    end_those_missing,
    enter_member,
    renew_membership,
    take_in_roster,
    tell_new_members,
)
from passerelle.members.models import Membership
from passerelle.members.queries import homes_of, members_called, standing_of
from passerelle.members.rules import Belonging, Standing, excluded_end
from passerelle.members.rules.roster import Entry, Flaw
from passerelle.members.rules.taking_in import Became, weigh
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.spaces.rules import Role
from tests.makers import make_member, make_person, make_space, make_staff

TODAY = date(2027, 1, 6)
YESTERDAY, TOMORROW = date(2027, 1, 5), date(2027, 1, 7)
LONG_AGO, LATER = date(2025, 1, 1), date(2027, 12, 31)


def known(until: date | None = None, since: date = LONG_AGO, carries_visa: bool = True) -> Belonging:
    return Belonging(since, excluded_end(until), carries_visa)


@pytest.mark.parametrize(
    ("since", "until", "before", "became", "kept"),
    [
        (LONG_AGO, LATER, None, Became.ADDED, known(LATER)),
        (None, None, None, Became.ADDED, known(None, TODAY)),
        (LONG_AGO, TODAY, None, Became.ADDED, known(TODAY)),
        (LONG_AGO, YESTERDAY, None, "was_never_known_here", None),
        (LONG_AGO, LATER, known(LATER), Became.UNCHANGED, known(LATER)),
        (None, LATER, known(LATER), Became.UNCHANGED, known(LATER)),
        (None, None, known(None), Became.UNCHANGED, known(None)),
        (LONG_AGO, YESTERDAY, known(YESTERDAY), Became.UNCHANGED, known(YESTERDAY)),
        (None, LATER, known(TODAY), Became.RENEWED, known(LATER)),
        (None, None, known(TODAY), Became.RENEWED, known(None)),
        (None, LATER, known(YESTERDAY), Became.RENEWED, known(LATER, TODAY)),
        (LONG_AGO, LATER, known(YESTERDAY), Became.RENEWED, known(LATER)),
        (TOMORROW, LATER, known(LATER), Became.RENEWED, known(LATER, TOMORROW)),
        (None, YESTERDAY, known(LATER), Became.ENDED, known(YESTERDAY)),
        (None, TODAY, known(LATER), Became.RENEWED, known(TODAY)),
        (None, TODAY, known(YESTERDAY), Became.RENEWED, known(TODAY, TODAY)),
        (None, YESTERDAY, known(LATER, TODAY), Became.ENDED, known(YESTERDAY, TODAY)),
        (None, date(2027, 1, 2), known(LATER, TODAY), Became.ENDED, known(date(2027, 1, 2), date(2027, 1, 3))),
        (None, LATER, known(TODAY, carries_visa=False), Became.RENEWED, known(LATER, carries_visa=False)),
    ],
)
def test_what_becomes_of_a_line(
    since: date | None, until: date | None, before: Belonging | None, became: str, kept: Belonging | None
) -> None:
    weighed = weigh(Entry(2, "Ana", "ana@example.org", since, until), before, TODAY, says_until=True)
    if isinstance(weighed, Flaw):
        assert weighed.code == became
    else:
        assert weighed == (became, kept)


def test_a_file_without_a_last_day_changes_none() -> None:
    entry = Entry(2, "Ana", "ana@example.org", None, None)
    assert weigh(entry, known(LATER), TODAY, says_until=False) == (Became.UNCHANGED, known(LATER))


def test_a_last_day_before_the_first_is_refused_where_the_file_says_so() -> None:
    entry = Entry(2, "Ana", "ana@example.org", LATER, None)
    weighed = weigh(entry, known(TODAY), TODAY, says_until=False)
    assert isinstance(weighed, Flaw)
    assert weighed.code == "ends_before_it_begins"


# With a database


@pytest.fixture
def hugo(alder: Space) -> Person:
    """The manager of Alder."""
    person = make_person("Hugo Leroy", email="hugo@example.org")
    make_staff(person, alder)
    return person


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_noon")]


def send(space: Space, by: Person, *lines: str, is_complete: bool = False) -> Report:
    content = "\n".join(["Nom;Mail;Depuis;Valable jusqu'au", *lines]).encode()
    return take_in_roster(space, content, is_complete=is_complete, by=by)


def test_a_roster_adds_renews_ends_and_refuses_and_the_second_time_changes_nothing(alder: Space, hugo: Person) -> None:
    for name, until in (("Old", TODAY), ("Gone", LATER), ("Same", LATER)):
        make_member(make_person(name, email=f"{name.lower()}@example.org"), alder, until=excluded_end(until))
    lines = (
        "New;new@example.org;01/01/2027;31/12/2027",
        "Old;old@example.org;;31/12/2027",
        "Gone;gone@example.org;;05/01/2027",
        "Same;same@example.org;;31/12/2027",
        "Bad;bad@example.org;;31/02/2027",
    )
    report = send(alder, hugo, *lines)
    assert [line.became for line in report.lines] == ["added", "renewed", "ended", "unchanged", "refused"]
    again = send(alder, hugo, *lines)
    assert [line.became for line in again.lines] == ["unchanged"] * 4 + ["refused"]
    assert Membership.objects.filter(space=alder).count() == 4


def test_valid_until_is_inclusive(alder: Space, hugo: Person) -> None:
    send(alder, hugo, "Ana;ana@example.org;01/01/2026;31/01/2027")
    person = Person.objects.get(email="ana@example.org")
    assert standing_of(person, alder, date(2027, 1, 31)) is Standing.GOOD
    assert standing_of(person, alder, date(2027, 2, 1)) is Standing.ENDED


def test_a_roster_names_the_nameless_and_renames_nobody(alder: Space, hugo: Person) -> None:
    make_person("", email="silent@example.org")
    make_person("Ana Duarte", email="ana@example.org")
    send(alder, hugo, "Sil Ent;silent@example.org;;", "Somebody else;ana@example.org;;")
    assert set(Person.objects.exclude(pk=hugo.pk).values_list("name", flat=True)) == {"Sil Ent", "Ana Duarte"}


def test_a_complete_file_shows_who_is_missing_and_ends_nobody(alder: Space, hugo: Person) -> None:
    ana, fay, over, late = (make_person(name) for name in ("Ana", "Fay", "Over", "Late"))
    for person in (ana, fay):
        make_member(person, alder)
    make_member(over, alder, until=TODAY)
    make_member(late, alder, since=LATER)
    report = send(alder, hugo, f"Ana;{ana.email};;", is_complete=True)
    assert [member.person for member in report.missing] == [fay, late]
    assert len(homes_of(fay, TODAY)) == 1
    other = make_member(make_person("Elsewhere"), make_space("Elsewhere"))
    keys = [member.pk for member in report.missing]
    assert end_those_missing(alder, [*keys, other.pk], by=hugo) == 2
    assert homes_of(fay, TODAY) == []
    other.refresh_from_db()
    assert other.until is None
    assert end_those_missing(alder, keys, by=hugo) == 0


def test_nobody_is_missing_when_an_address_could_not_be_read(alder: Space, hugo: Person) -> None:
    make_member(make_person("Fay"), alder)
    report = send(alder, hugo, "Ana;ana@example.org;;", "Fay;fay at example;;", is_complete=True)
    assert (report.missing, report.missing_is_known) == ((), False)


def test_whoever_stands_on_a_refused_line_is_not_missing(alder: Space, hugo: Person) -> None:
    fay = make_person("Fay")
    make_member(fay, alder)
    report = send(alder, hugo, "Ana;ana@example.org;;", f"Fay;{fay.email};;31/02/2027", is_complete=True)
    assert (report.missing, report.missing_is_known) == ((), True)


def test_a_file_that_cannot_be_read_is_refused_whole(alder: Space, hugo: Person) -> None:
    with pytest.raises(Refusal, match="roster_has_no_headings"):
        take_in_roster(alder, b"Ana;ana@example.org", is_complete=False, by=hugo)


def test_only_managers_take_rosters_in(alder: Space, cy: Person) -> None:
    desk = make_person("Desk")
    make_staff(desk, alder, Role.DESK)
    for person in (cy, desk):
        with pytest.raises(NotFound):
            send(alder, person, "Ana;ana@example.org;;")
        with pytest.raises(NotFound):
            end_those_missing(alder, [], by=person)


def test_five_thousand_lines_take_few_queries(alder: Space, hugo: Person) -> None:
    lines = [f"Member {number};member{number}@example.org;01/01/2026;31/12/2027" for number in range(5000)]
    with CaptureQueriesContext(
        connection,
    ) as added:
        report = send(alder, hugo, *lines)
    assert report.counts == {"added": 5000}
    with CaptureQueriesContext(connection) as unchanged:
        assert send(alder, hugo, *lines, is_complete=True).counts == {"unchanged": 5000}
    assert len(added) < 150  # SQLite takes 999 values at once
    assert len(unchanged) < 25


def test_new_members_are_told_once(alder: Space, hugo: Person) -> None:
    make_member(make_person("Known", email="known@example.org"), alder)
    lines = ("Ana Duarte;ana@example.org;;31/12/2027", "Known;known@example.org;;31/12/2027")
    send(alder, hugo, *lines)
    send(alder, hugo, *lines)
    enter_member(alder, name="Bea", address="bea@example.org", term=Term(TODAY), by=hugo)
    assert tell_new_members(10) == 2
    assert tell_new_members(10) == 0
    letter = Letter.objects.get(to="ana@example.org")
    assert letter.language == "fr"
    for words in ("Alder", "Ana Duarte", "ana@example.org", "31 décembre", "/me/forget/"):
        assert words in letter.text.replace("\N{NO-BREAK SPACE}", " ")
    assert Letter.objects.filter(to="bea@example.org").exists()


def test_entering_renewing_and_ending_one_member(alder: Space, hugo: Person) -> None:
    membership = enter_member(alder, name=" Bea  Roy ", address="Bea@Example.org", term=Term(TODAY, LATER), by=hugo)
    assert membership.person.name == "Bea Roy"
    with pytest.raises(Refusal, match="member_already"):
        enter_member(alder, name="Bea", address="bea@example.org", term=Term(TODAY), by=hugo)
    renew_membership(membership, Term(TODAY, carries_visa=False), by=hugo)
    assert standing_of(membership.person, alder, TODAY) is Standing.NO_VISA
    membership.refresh_from_db()
    end_membership(membership, by=hugo)
    assert standing_of(membership.person, alder, TODAY) is Standing.ENDED
    ended = Membership.objects.get(pk=membership.pk).until
    membership.refresh_from_db()
    with clock.at(clock.now().replace(day=20)):
        end_membership(membership, by=hugo)
    assert Membership.objects.get(pk=membership.pk).until == ended == TODAY


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": ""}, "name_is_missing"),
        ({"name": "x" * 121}, "too_long"),
        ({"address": "nobody"}, "email_is_not_an_address"),
        ({"term": Term(TODAY, YESTERDAY)}, "ends_before_it_begins"),
    ],
)
def test_a_member_that_cannot_be_entered(alder: Space, hugo: Person, given: dict[str, Any], code: str) -> None:
    facts = {"name": "Bea", "address": "bea@example.org", "term": Term(TODAY)} | given
    with pytest.raises(Refusal, match=code):
        enter_member(alder, by=hugo, **facts)
    assert not Person.objects.filter(email="bea@example.org").exists()


def test_only_managers_enter_renew_and_end(alder: Space, ana: Person, bo: Person) -> None:
    membership = Membership.objects.get(person=ana)
    for attempt in (
        lambda: enter_member(alder, name="Bea", address="bea@example.org", term=Term(TODAY), by=bo),
        lambda: renew_membership(membership, Term(TODAY), by=bo),
        lambda: end_membership(membership, by=bo),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_names_are_found_without_accents_and_capitals(alder: Space) -> None:
    zoe = make_member(make_person("Zoé Łukasik", email="zl@example.org"), alder)
    make_member(make_person("Ana Duarte", email="ana@example.org"), alder)
    make_member(make_person("Zoe Elsewhere"), make_space("Elsewhere"))
    for words in ("zoe", "LUKASIK", "zl@example", "lukasik zoe"):
        assert list(members_called(alder, words)) == [zoe]
    assert members_called(alder, "").count() == 2
    assert members_called(alder, "nobody").count() == 0


def test_one_who_cannot_be_written_to_keeps_nobody_else_waiting(birch: Space, bo: Person) -> None:
    for address in ("nobody@[127.0.0.1]", "reads@example.org"):
        make_member(make_person(email=address), birch, is_to_be_told=True)
    with pytest.raises(ExceptionGroup):
        tell_new_members(10)
    assert list(Membership.objects.filter(is_to_be_told=True).values_list("person__email", flat=True)) == [
        "nobody@[127.0.0.1]"
    ]
