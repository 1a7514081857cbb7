"""One person's things, followed through every room: taken out, and forgotten."""

import base64
import json
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.test import Client

from passerelle.board.actions import Draft, Words, be_announced, be_written, pin_up, report
from passerelle.board.mails import tell_writer_it_stands
from passerelle.board.models import Consent, Notice, Report, Wish
from passerelle.board.rules import Kind, Rhythm
from passerelle.care.actions import forget, take_out
from passerelle.kit.refusals import Refusal
from passerelle.logbook.queries import records_about
from passerelle.mail.actions import Recipient, write
from passerelle.mail.models import Letter
from passerelle.members.models import Membership
from passerelle.networks.models import Network, Officer
from passerelle.networks.rules import Terms
from passerelle.passes.actions.charging import Asked, charge_day
from passerelle.passes.models import Charge
from passerelle.payments.models import Payment, Receipt
from passerelle.payments.rules import Method
from passerelle.people.actions import send_code
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.presence.rules import State as Day
from passerelle.spaces.actions.staff import invite_staff
from passerelle.spaces.models import Space, Staff
from passerelle.spaces.rules import Role
from passerelle.visits.models import Line, Visit
from passerelle.visits.rules import State
from tests.board.makers import make_notice
from tests.board.test_notices import photo
from tests.makers import make_officer, make_person, make_presence, make_staff, make_visit
from tests.passes.makers import make_lot, make_pass
from tests.payments.makers import make_paid_network, make_payment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_noon")]
Browser = Callable[[Person | None], Client]
MONDAY = date(2027, 1, 11)
TRACES = ("ana duarte", "ana@example.org")


@pytest.fixture
def lived(ana: Person, alder: Space, birch: Space, visa: Network, bo: Person, cedar: Space) -> Visit:
    """Ana has a past here: a visit that is over, one accepted, letters, roles, lines, and her name in others' texts."""
    terms = Terms().written()
    before, after = date(2026, 12, 7), date(2026, 12, 8)
    past = make_visit(
        ana, alder, birch, visa, [before, after], state=State.CLOSED, terms=terms, about="Ana Duarte here"
    )
    for day in (before, after):
        make_presence(ana, birch, day, cause=past.ref, state=Day.USED, used_at=past.asked_at)
    to_come = make_visit(
        ana, alder, birch, visa, [MONDAY], state=State.ACCEPTED, terms=terms, host_asked_at=past.asked_at
    )
    make_presence(ana, birch, MONDAY, cause=to_come.ref)
    Line.objects.create(visit=past, side="visitor", written_by=ana.ref, text="Thank you, Ana")
    Line.objects.create(visit=past, side="host", written_by=bo.ref, text="See you, ANA DUARTE <ana@example.org>")
    others = make_visit(make_person("Joana", email="joana@example.org"), cedar, birch, visa, [MONDAY])
    Line.objects.create(visit=others, side="host", written_by=bo.ref, text="Ana Duarte and joana@example.org come too")
    write(
        "sign_in_code",
        room="people",
        to=Recipient("bo@example.org", "Bo", "en"),
        facts={"code": "Ana Duarte", "minutes": 1},
    )
    send_code("ana@example.org", "HK74QM", page_language="en")
    make_staff(ana, birch, Role.DESK)
    make_officer(ana, visa)
    invite_staff(cedar, "ana@example.org", Role.DESK, by=make_person("Root", runs_the_instance=True))
    invite_staff(birch, "eve@example.org", Role.DESK, by=bo)
    Space.objects.filter(pk=cedar.pk).update(
        ask_for="Ana Duarte", second_email="ana@example.org", summary="Ask Ana Duarte.", hours_note="ana@example.org"
    )
    LogEntry.objects.create(
        user=bo, content_type=ContentType.objects.get_for_model(Person), object_id=str(ana.pk),
        object_repr="Ana Duarte", action_flag=CHANGE, change_message="ana@example.org",
    )  # fmt: skip
    came = make_payment(ana, make_paid_network(), method=Method.CASH)
    make_payment(ana, came.network, cause="gift:2")
    told = {"network": came.network, "on": MONDAY, "amount": 14900, "currency": "EUR"}
    Receipt.objects.create(**told, key="1", payment=came, who="A. Duarte ana@example.org")
    Receipt.objects.create(**told, key="2", said="for Ana Duarte")
    _is_on_boards(ana, alder, birch, to_come, bo)
    client = Client()
    client.force_login(ana)
    return to_come


def _is_on_boards(ana: Person, alder: Space, birch: Space, visit: Visit, bo: Person) -> None:
    """Her notice, with a picture; her consents, her letters, her report; and what Bo has written of her."""
    notice = pin_up(
        alder, Draft(Kind.ASK, "Ana Duarte looks", "ana@example.org", MONDAY, picture=photo((9, 9))), by=ana
    )
    be_announced(ana.memberships.get(), Words("Ana Duarte"), by=ana)
    be_announced(visit, Words("Ana Duarte", "Draws maps"), by=ana)
    be_written(alder, Rhythm.DAILY, by=ana)
    others = make_notice(birch, bo, "With Ana Duarte", text="Ask ana@example.org")
    make_notice(birch, make_person("Else"), "Else")
    report(others, reason="That is me, Ana Duarte", by=ana)
    tell_writer_it_stands(notice)


def texts() -> Iterator[tuple[str, str]]:
    """Every column of every row of every table, as text; sessions opened, as they are sealed."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    yield f"{table}.{column}", opened(value) if column == "session_data" else as_text(value)


def as_text(value: Any) -> str:
    return bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)


def opened(session: str) -> str:
    """What a session says: URL-safe base64, deflated where it begins with a dot (django.core.signing)."""
    sealed = session.split(":")[0]
    plain = base64.urlsafe_b64decode(sealed.lstrip(".") + "==")
    return (zlib.decompress(plain) if sealed.startswith(".") else plain).decode()


def traces() -> list[str]:
    """Where a trace of Ana stands; joana@example.org is somebody else."""
    found = ((place, text.lower().replace("joana@example.org", "")) for place, text in texts())
    return [place for place, text in found if any(trace in text for trace in TRACES)]


def test_the_search_for_traces_finds_them(lived: Visit) -> None:
    tables = {place.partition(".")[0] for place in traces()}
    assert tables >= {
        "people_person", "visits_visit", "visits_line", "mail_letter", "spaces_space", "spaces_invitation",
        "django_admin_log", "payments_receipt",
    }  # fmt: skip


@pytest.mark.usefixtures("lived")
def test_no_trace_stays_in_any_table(ana: Person) -> None:
    forget(ana)
    assert traces() == []


def test_days_visits_and_records_keep_their_shape(ana: Person, birch: Space, lived: Visit) -> None:
    forget(ana)
    assert Visit.objects.filter(person=ana).count() == 2
    assert Presence.objects.filter(person=ana, space=birch, state=Day.USED).count() == 2
    lived.refresh_from_db()
    assert lived.state == State.CANCELLED
    assert not Presence.objects.filter(cause=lived.ref).exists()
    assert records_about(ana.ref).filter(act="person_forgotten").count() == 1


@pytest.mark.usefixtures("lived")
def test_whatever_tied_the_person_to_others_is_gone(ana: Person, as_: Browser) -> None:
    client = as_(ana)
    assert client.get("/me/").status_code == 200
    forget(ana)
    for model in (Membership, Staff, Officer, Consent, Notice, Report, Wish):
        assert not model.objects.filter(person=ana).exists()
    assert client.get("/me/").status_code == 302
    assert not Person.objects.get(pk=ana.pk).is_active


@pytest.mark.usefixtures("lived")
def test_nothing_is_asked_of_somebody_forgotten_and_amounts_stay(ana: Person) -> None:
    forget(ana)
    assert {payment.state for payment in Payment.objects.filter(payer=ana)} == {"cancelled"}
    assert [(one.amount, one.who) for one in Receipt.objects.filter(key="1")] == [(14900, "")]


@pytest.mark.usefixtures("lived")
def test_somebody_forgotten_goes_without_a_name(ana: Person) -> None:
    forget(ana)
    ana.refresh_from_db()
    assert (str(ana), ana.first_name) == ("—", "—")


def test_a_visit_that_has_begun_keeps_its_past_and_gives_back_the_rest(
    ana: Person, alder: Space, birch: Space, visa: Network
) -> None:
    days = [date(2027, 1, 5), date(2027, 1, 6), date(2027, 1, 7)]
    visit = make_visit(ana, alder, birch, visa, days, state=State.ARRIVED, terms=Terms().written())
    make_presence(ana, birch, days[0], cause=visit.ref, state=Day.USED, used_at=visit.asked_at)
    for day in days[1:]:
        make_presence(ana, birch, day, cause=visit.ref)
    forget(ana)
    assert [presence.day for presence in Presence.objects.filter(cause=visit.ref)] == days[:1]


@pytest.mark.usefixtures("lived")
def test_other_people_lose_nothing(ana: Person, bo: Person) -> None:
    forget(ana)
    assert Line.objects.get(visit__person__email="joana@example.org").text == "… and joana@example.org come too"
    assert Letter.objects.filter(to="eve@example.org", state="waiting").count() == 1
    assert Person.objects.filter(email="joana@example.org").exists()
    assert [(one.title, one.text) for one in Notice.objects.filter(person=bo)] == [("With …", "Ask …")]
    assert Staff.objects.filter(person=bo).exists()


def test_the_host_is_told_without_a_name(ana: Person, birch: Space, lived: Visit) -> None:
    forget(ana)
    letter = Letter.objects.get(to=birch.email, kind="tell_host_that_visit_is_off")
    assert lived.reference in letter.text
    assert "11 January" in letter.text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_address_can_begin_anew(ana: Person) -> None:
    forget(ana)
    assert make_person("Ana again", email="ana@example.org").pk != ana.pk


def test_whoever_manages_a_space_alone_first_hands_it_over(bo: Person, birch: Space) -> None:
    with pytest.raises(Refusal, match="last_manager_stays"):
        forget(bo)
    bo.refresh_from_db()
    assert bo.name == "Bo Chan"
    assert Staff.objects.filter(person=bo).exists()
    make_staff(make_person("Next"), birch)
    forget(bo)


@pytest.mark.usefixtures("lived")
def test_everything_can_be_taken_out(ana: Person) -> None:
    kept = json.loads(take_out(ana))
    assert kept["person"]["mail address"] == "ana@example.org"
    assert [home["space"] for home in kept["member at"]] == ["Alder"]
    assert [role["space"] for role in kept["acts for spaces"]] == ["Birch"]
    assert [role["network"] for role in kept["acts for networks"]] == ["The Visa"]
    assert [invitation["space"] for invitation in kept["invited to act for"]] == ["Cedar"]
    assert [visit["days"] for visit in kept["visits"]] == [["2027-01-11"], ["2026-12-07", "2026-12-08"]]
    assert "Thank you, Ana" in json.dumps(kept["visits"])
    assert len(kept["days at spaces"]) == 3
    assert [one["title"] for one in kept["notices pinned up"]] == ["Ana Duarte looks"]
    assert [one["at"] for one in kept["announced on boards"]] == ["Alder", "Birch"]
    assert [one["reason"] for one in kept["notices reported"]] == ["That is me, Ana Duarte"]
    assert [one["of"] for one in kept["written about boards"]] == ["Alder"]
    assert any("HK7 4QM" in letter["subject"] for letter in kept["letters to you"])
    assert "joana@example.org" not in json.dumps(kept)


def test_every_table_that_leads_to_a_person_is_known_here() -> None:
    """A new table with a key to a person must be thought of when somebody is taken out and forgotten."""
    leading = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is Person
    }
    assert leading == {
        "account.EmailAddress", "admin.LogEntry", "bookings.Booking", "credentials.Credential", "listings.Import",
        "listings.Pair", "members.Enrolment",
        "asks.Ask", "asks.Block", "asks.Introduction", "asks.Wish", "people.Told", "people.ToldWord",
            "events.Answer", "events.Event", "events.Feed",
            "board.Consent", "board.Notice", "board.Report", "board.Wish",
        "getaways.Stay", "members.IdentitySeen", "members.Membership", "networks.Officer", "passes.Pass",
        "payments.Payment", "presence.Presence", "sales.Sale", "settlement.Bundle", "spaces.Invitation", "spaces.Staff",
        "visits.Visit",
    }  # fmt: skip


def test_what_was_said_of_charges_is_wiped_and_the_amounts_stay(
    wednesday_noon: object, ana: Person, alder: Space
) -> None:
    network = make_paid_network()
    of_pass = make_pass(ana, network)
    make_lot(of_pass)
    charge = charge_day(Asked(ana, network, alder, date(2027, 1, 6), 1100, "k", "visit:0"), by="person:9")
    Charge.objects.update(line="For Ana", contested_because="I, Ana, was elsewhere", answer="Ana sat here")
    forget(ana)
    charge.refresh_from_db()
    assert (charge.line, charge.contested_because, charge.answer, charge.price) == ("", "", "", 1100)
