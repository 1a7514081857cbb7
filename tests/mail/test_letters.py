"""Letters as rows: written once, withheld, asked for, forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from passerelle.kit import clock
from passerelle.mail import jobs, queries
from passerelle.mail.actions import Attachment, Recipient, forget_about, forget_address, send_due, withhold, write
from passerelle.mail.models import Letter, Mention, State

pytestmark = pytest.mark.django_db

MONDAY = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_monday():
    with clock.at(MONDAY):
        yield


def test_a_letter_of_the_same_key_is_written_once(write_code):
    first = write_code("mei@hive.example.org", key="visit:42/asked", about=["visit:42"])
    again = write_code("mei@hive.example.org", key="visit:42/asked", about=["visit:42"])
    other = write_code("mei@hive.example.org", key="visit:43/asked")
    assert again.pk == first.pk
    assert other.pk != first.pk
    assert Letter.objects.count() == 2
    assert Mention.objects.count() == 1


def test_letters_without_a_key_are_as_many_as_one_writes(write_code):
    assert write_code("mei@hive.example.org").pk != write_code("mei@hive.example.org").pk


def test_a_letter_about_what_did_not_happen_was_not_written(write_code):
    def an_act_that_fails():
        with transaction.atomic():
            write_code("mei@hive.example.org")
            raise LookupError

    with pytest.raises(LookupError):
        an_act_that_fails()
    assert not Letter.objects.exists()


def test_each_letter_has_a_message_id_of_ours(write_code, settings):
    settings.DEFAULT_FROM_EMAIL = "Passerelle <bonjour@visa.example.org>"
    ids = {write_code("mei@hive.example.org").message_id for _ in range(20)}
    assert len(ids) == 20
    assert all(one.startswith("<") and one.endswith("@visa.example.org>") for one in ids)


def test_withholding_stops_what_waits_and_nothing_else(write_code):
    waits = write_code("a@example.org", key="visit:42/accepted", about=["visit:42"])
    left = write_code("b@example.org", key="visit:42/asked", about=["visit:42"])
    flies = write_code("c@example.org", key="visit:42/told", about=["visit:42"])
    other = write_code("d@example.org", key="visit:421/accepted", about=["visit:421"])
    Letter.objects.filter(pk=left.pk).update(state=State.SENT)
    Letter.objects.filter(pk=flies.pk).update(state=State.SENDING)
    assert withhold(about="visit:42") == 1
    states = dict(Letter.objects.values_list("pk", "state"))
    assert states == {waits.pk: "withheld", left.pk: "sent", flies.pk: "sending", other.pk: "waiting"}


def test_withholding_may_be_narrowed_to_kinds(write_code):
    write_code("a@example.org", about=["visit:42"])
    assert withhold(about="visit:42", kinds=["ask"]) == 0
    assert withhold(about="visit:42", kinds=["code"]) == 1


def test_withholding_asks_which_letters():
    with pytest.raises(ValueError, match="Say which letters"):
        withhold()
    with pytest.raises(ValueError, match="Say which letters"):
        withhold(about="visit:1", key_prefix="visit:1")


def test_letters_are_found_by_what_they_are_about_and_whom_they_are_to(write_code):
    first = write_code("Mei@Hive.example.org", about=["visit:42", "person:7", "visit:42"])
    second = write_code("bo@birch.example.org", about=["visit:42"])
    other = write_code("cy@cedar.example.org", about=["visit:43"])
    assert list(queries.letters_about("visit:42")) == [first, second]
    assert list(queries.letters_about("person:7")) == [first]
    assert list(queries.letters_to("mei@hive.example.org")) == [first]
    assert list(queries.letters_newest_first()) == [other, second, first]


def test_what_staff_must_know_is_asked_in_one_question(write_code):
    failed, late, fresh = (write_code(f"{name}@example.org") for name in "abc")
    Letter.objects.filter(pk=failed.pk).update(state=State.FAILED)
    Letter.objects.filter(pk=late.pk).update(due_at=MONDAY - timedelta(hours=2))
    assert list(queries.failed_letters()) == [failed]
    assert list(queries.letters_overdue(MONDAY - timedelta(hours=1))) == [late]
    assert fresh.state == State.WAITING


def test_forgetting_an_address_empties_its_letters_and_stops_those_that_wait(write_code):
    to_ana = write_code("ana@namur.example.org", key="a", attachments=[Attachment("a.txt", "text/plain", b"Ana")])
    from_ana = write_code("mei@hive.example.org", reply_to="Ana@namur.example.org")
    assert forget_address("ANA@namur.example.org") == 1
    to_ana.refresh_from_db()
    from_ana.refresh_from_db()
    kept = (to_ana.to, to_ana.to_name, to_ana.subject, to_ana.text, to_ana.html, to_ana.attachments, to_ana.key)
    assert kept == ("", "", "", "", "", [], None)
    assert to_ana.state == State.WITHHELD
    assert (from_ana.to, from_ana.reply_to, from_ana.state) == ("mei@hive.example.org", "", State.WAITING)


def test_forgetting_somebody_empties_what_was_written_about_them_to_anybody(write_code):
    about_ana = write_code("mei@hive.example.org", about=["person:7"])
    about_bo = write_code("mei@hive.example.org", about=["person:8"])
    assert forget_about("person:7") == 1
    about_ana.refresh_from_db()
    about_bo.refresh_from_db()
    assert (about_ana.text, about_ana.html, about_ana.subject) == ("", "", "")
    assert about_bo.text


def test_the_round_says_when_the_mail_server_is_away(write_code, settings, monkeypatch):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = 1, 1
    write_code("mei@hive.example.org")
    with pytest.raises(ConnectionError):
        jobs.send_letters(clock.now())


def test_the_round_counts_what_left(post_office, write_code):
    write_code("mei@hive.example.org")
    walk, every = jobs.ROUNDS["send_letters"]
    assert walk(clock.now()) == 1
    assert every <= timedelta(seconds=5)


def test_a_reader_without_a_name_is_written_to_by_address(post_office):
    write("code", room="samples", to=Recipient("mei@hive.example.org", language="en"), facts={"code": "1"})
    send_due(clock.now())
    assert post_office.delivered[0]["To"] == "mei@hive.example.org"
