"""A file looked at, taken in once, and sent again; on the page and on the command line."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from passerelle.console.bringing import Asked, import_members
from passerelle.console.words import CannotGoOn
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.models import Record
from passerelle.mail.models import Letter
from passerelle.members.actions import tell_new_members
from passerelle.members.models import Membership
from passerelle.members.rules.roster import Column
from passerelle.moves.actions import (
    Taking,
    Wished,
    choose_columns,
    leave_move,
    let_go_of_old_moves,
    look_at,
    send_move,
    take_in_move,
)
from passerelle.moves.models import Move
from passerelle.people.models import Person
from passerelle.plans.actions import offer_plan
from passerelle.plans.models import Plan
from passerelle.plans.rules import Described, Kind
from passerelle.spaces.models import Space
from tests.makers import make_member, make_person, make_staff
from tests.moves import files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_noon")]
As = Callable[[Person | None], Client]
TEMPS_PLEIN = {"temps plein": Wished("Temps plein", 19_000), "nomade": Wished("Nomade", 9_550)}


@pytest.fixture
def hugo(alder: Space) -> Person:
    """The manager of Alder, in Namur, whose currency is the euro."""
    person = make_person("Hugo Leroy", email="hugo@example.org")
    make_staff(person, alder)
    return person


def sent(space: Space, text: str, by: Person) -> Move:
    return send_move(space, "members.csv", text.encode(), by=by)


def test_looking_changes_nothing(alder: Space, hugo: Person) -> None:
    move = sent(alder, files.COBOT, hugo)
    seen = look_at(move, by=hugo)
    assert seen.report.counts == {"added": 3, "refused": 1}
    assert [plan.name for plan in seen.proposed] == ["Nomade", "Temps plein"]
    assert not Membership.objects.exists()
    assert not Plan.objects.exists()


def test_everybody_is_entered_on_their_plan_and_nobody_is_written_to(alder: Space, hugo: Person) -> None:
    take_in_move(sent(alder, files.COBOT, hugo), Taking(TEMPS_PLEIN), by=hugo)
    entered = {one.person.email: one for one in Membership.objects.select_related("person", "plan")}
    assert set(entered) == {"ana@example.org", "zoe@example.org", "fay@example.org"}
    ana = entered["ana@example.org"]
    assert ana.plan is not None
    assert (ana.plan.name_fr, ana.plan.price, ana.since, ana.until) == (
        "Temps plein", 19_000, date(2025, 3, 1), date(2027, 2, 1),
    )  # fmt: skip
    assert ana.carries_visa
    assert set(Plan.objects.values_list("offered", flat=True)) == {False}
    tell_new_members(10)
    assert not Letter.objects.exists()


def test_they_are_told_where_the_manager_says_so_and_a_plan_is_on_sale_where_ticked(alder: Space, hugo: Person) -> None:
    wished = {"temps plein": Wished("Temps plein", 19_000, is_sold=True)}
    take_in_move(sent(alder, files.COBOT, hugo), Taking(wished, is_told=True), by=hugo)
    assert list(Plan.objects.values_list("name_en", "offered")) == [("Temps plein", True)]
    fay = Membership.objects.get(person__email="fay@example.org")
    assert fay.plan is None  # a plan that was not wished for is not made
    assert tell_new_members(10) == 3
    assert Letter.objects.count() == 3


def test_the_same_file_twice_adds_nothing(alder: Space, hugo: Person) -> None:
    take_in_move(sent(alder, files.COBOT, hugo), Taking(TEMPS_PLEIN), by=hugo)
    again = sent(alder, files.COBOT, hugo)
    seen = look_at(again, by=hugo)
    assert (seen.report.counts, seen.proposed) == ({"unchanged": 3, "refused": 1}, ())
    take_in_move(again, Taking(TEMPS_PLEIN), by=hugo)
    assert (
        Membership.objects.count(),
        Plan.objects.count(),
        Person.objects.filter(memberships__space=alder).count(),
    ) == (3, 2, 3)


def test_a_plan_that_is_known_under_either_name_is_used(alder: Space, hugo: Person) -> None:
    known = offer_plan(alder, Described("TEMPS PLEIN", "Full time", Kind.MONTH, 20_000, carries_visa=False), by=hugo)
    move = sent(alder, files.COBOT, hugo)
    assert [plan.name for plan in look_at(move, by=hugo).proposed] == ["Nomade"]
    take_in_move(move, Taking(), by=hugo)
    ana = Membership.objects.get(person__email="ana@example.org")
    assert (ana.plan, ana.carries_visa) == (known, False)


def test_a_member_who_is_known_is_put_on_the_plan(alder: Space, hugo: Person) -> None:
    ana = make_person("Ana D.", email="ana@example.org")
    make_member(ana, alder, since=date(2025, 3, 1), until=date(2027, 2, 1))
    move = sent(alder, files.COBOT, hugo)
    assert look_at(move, by=hugo).report.counts == {"added": 2, "renewed": 1, "refused": 1}
    take_in_move(move, Taking(TEMPS_PLEIN), by=hugo)
    membership = Membership.objects.get(person=ana)
    assert membership.plan is not None
    assert membership.plan.name_en == "Temps plein"
    ana.refresh_from_db()
    assert ana.name == "Ana D."


def test_managers_alone_and_once(alder: Space, hugo: Person, bo: Person) -> None:
    move = sent(alder, files.NEXUDUS, hugo)
    for refused in (
        lambda: sent(alder, files.NEXUDUS, bo),
        lambda: look_at(move, by=bo),
        lambda: take_in_move(move, Taking(), by=bo),
        lambda: choose_columns(move, {}, by=bo),
        lambda: leave_move(move, by=bo),
    ):
        with pytest.raises(NotFound):
            refused()
    take_in_move(move, Taking(), by=hugo)
    for late in (lambda: take_in_move(move, Taking(), by=hugo), lambda: choose_columns(move, {}, by=hugo)):
        with pytest.raises(Refusal, match="move_is_over"):
            late()
    leave_move(move, by=hugo)
    kept = Move.objects.get()
    assert (bytes(kept.content), kept.report["counts"]) == (b"", {"added": 2})
    acts = list(Record.objects.filter(about=move.ref).values_list("act", flat=True))
    assert acts == ["move_sent", "move_taken_in"]


def test_a_wrong_plan_undoes_all_of_it(alder: Space, hugo: Person) -> None:
    move = sent(alder, files.COBOT, hugo)
    with pytest.raises(Refusal, match="plan_is_wrong"):
        take_in_move(move, Taking({"nomade": Wished(" ", 9_550)}), by=hugo)
    assert not Membership.objects.exists()
    assert Move.objects.get().waits


def test_a_file_nobody_takes_in_is_let_go_of_after_a_week(alder: Space, hugo: Person) -> None:
    sent(alder, files.COBOT, hugo)
    assert let_go_of_old_moves(clock.now() + timedelta(days=6)) == 0
    assert let_go_of_old_moves(clock.now() + timedelta(days=8)) == 1
    assert not Move.objects.exists()


def test_five_thousand_members_in_seconds(alder: Space, hugo: Person) -> None:
    lines = "".join(f"Member {n},m{n}@example.org,Desk,190,2026-01-01\n" for n in range(5_000))
    move = sent(alder, f"Name,Email,Plan,Price,Start Date\n{lines}", hugo)
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        take_in_move(move, Taking({"desk": Wished("Desk", 19_000)}), by=hugo)
    assert time.perf_counter() - begun < 15
    assert len(queries) < 160  # by lots of 500
    assert Membership.objects.filter(plan__name_en="Desk").count() == 5_000


# On the page


def test_one_sitting_on_the_page(alder: Space, hugo: Person, as_: As) -> None:
    browser = as_(hugo)
    assert "/manage/alder/members/bring/" in browser.get("/manage/alder/members/").content.decode()
    answer = browser.post(
        "/manage/alder/members/bring/", {"file": SimpleUploadedFile("cobot.csv", files.COBOT.encode("cp1252"))}
    )
    at = answer.headers["Location"]
    page = browser.get(at).content.decode()
    for said in (
        "A new plan: Temps plein",
        'value="190.00"',
        "Take in these 3 lines",
        "ceased to be a member",
        "Line 5",
    ):
        assert said in page
    assert not Membership.objects.exists()
    typed = {
        "act": "take_in", "name_0": "Nomade", "price_0": "", "kind_0": "month",
        "name_1": "Plein temps", "price_1": "195", "kind_1": "month", "sold_1": "on",
    }  # fmt: skip
    assert browser.post(at, typed).headers["Location"] == at
    assert list(Plan.objects.values_list("name_en", "price", "offered")) == [("Plein temps", 19_500, True)]
    done = browser.get(at).content.decode()
    assert "Your members are here" in done
    assert "Line 5" in done
    assert "was never entered here" in done
    assert "…" not in done.partition("Line 5")[2].partition("</li>")[0]
    assert "old@example.org" not in str(Move.objects.get().report)


def test_columns_that_are_not_understood_are_said_on_the_page(alder: Space, hugo: Person, as_: As) -> None:
    browser = as_(hugo)
    text = "Wer,Post,Was\nAna,ana@example.org,Desk\n"
    at = browser.post("/manage/alder/members/bring/", {"file": SimpleUploadedFile("x.csv", text.encode())}).headers[
        "Location"
    ]
    assert "Wer" in browser.get(at).content.decode()
    said = {"act": "columns", "column_0": Column.NAME, "column_1": Column.ADDRESS, "column_2": Column.PLAN}
    assert browser.post(at, said).status_code == 302
    assert "A new plan: Desk" in browser.get(at).content.decode()
    assert browser.post(at, {"act": "leave"}).headers["Location"] == "/manage/alder/members/"
    assert browser.get(at).status_code == 404


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"\n\n"])
def test_what_is_no_table_is_said_beside_the_file(alder: Space, hugo: Person, as_: As, content: bytes) -> None:
    answer = as_(hugo).post("/manage/alder/members/bring/", {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 422
    assert not Move.objects.exists()


def test_the_page_takes_few_queries_however_long_the_file_is(alder: Space, hugo: Person, as_: As) -> None:
    lines = "".join(f"Member {n},m{n}@example.org,Desk,190,2026-01-01\n" for n in range(2_000))
    move = sent(alder, f"Name,Email,Plan,Price,Start Date\n{lines}", hugo)
    browser = as_(hugo)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(f"/manage/alder/members/bring/{move.reference}/").status_code == 200
    assert len(queries) <= 8


# On the command line


def test_the_command_says_what_would_come_and_does_it(
    alder: Space, hugo: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cobot.csv"
    file.write_text(files.COBOT)
    assert import_members(Asked("alder", file, "hugo@example.org", is_dry=True)) == 0
    assert not Membership.objects.exists()
    assert not Move.objects.exists()
    assert import_members(Asked("alder", file, "hugo@example.org")) == 0
    said = capsys.readouterr().out
    assert "4 lines (nothing was changed): 3 added, 1 refused." in said
    assert "line 5, valid_until: was_never_known_here 2025-06-30" in said
    assert Membership.objects.filter(plan__name_en="Nomade").count() == 1
    assert not Plan.objects.filter(offered=True).exists()


@pytest.mark.parametrize(
    ("space", "by", "columns"),
    [
        ("nowhere", "hugo@example.org", ()),
        ("alder", "nobody@example.org", ()),
        ("alder", "hugo@example.org", ("X=wrong",)),
    ],
)
def test_the_command_refuses_in_a_sentence(
    alder: Space, hugo: Person, tmp_path: Path, space: str, by: str, columns: tuple[str, ...]
) -> None:
    file = tmp_path / "cobot.csv"
    file.write_text(files.COBOT)
    with pytest.raises(CannotGoOn):
        import_members(Asked(space, file, by, columns))


def test_the_command_acts_for_a_manager_alone(alder: Space, hugo: Person, bo: Person, tmp_path: Path) -> None:
    file = tmp_path / "cobot.csv"
    file.write_text(files.COBOT)
    with pytest.raises(CannotGoOn, match="does not manage"):
        import_members(Asked("alder", file, bo.email))
    assert not Move.objects.exists()
