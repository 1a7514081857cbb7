"""Letters leave over a real SMTP conversation, whatever the server does."""

import socket
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from passerelle.kit import clock
from passerelle.mail.actions import Attachment, Recipient, send_due, try_again, withhold, write
from passerelle.mail.models import Letter, State
from passerelle.mail.rules import GIVE_UP_AFTER

pytestmark = pytest.mark.django_db

MONDAY = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_monday():
    with clock.at(MONDAY):
        yield


def what_became_of(letter):
    letter.refresh_from_db()
    return letter.state


def test_a_letter_arrives_with_both_bodies_and_its_headers(post_office):
    letter = write(
        "code",
        room="samples",
        to=Recipient("mei@hive.example.org", "Mei Wong", "fr"),
        facts={"code": "482 913"},
        reply_to="ana@namur.example.org",
        attachments=[Attachment("visite.ics", "text/calendar", b"BEGIN:VCALENDAR")],
    )
    assert send_due(clock.now()).sent == 1
    [mail] = post_office.delivered
    assert mail["Subject"] == "Votre code\N{NO-BREAK SPACE}: 482 913"
    assert mail["To"] == "Mei Wong <mei@hive.example.org>"
    assert mail["Reply-To"] == "ana@namur.example.org"
    assert mail["Message-ID"] == letter.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(mail["Date"]) == MONDAY
    assert "Il vaut dix minutes." in mail.get_body(("plain",)).get_content()
    assert "<h1" in mail.get_body(("html",)).get_content()
    [file] = mail.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("visite.ics", "text/calendar")
    assert b"BEGIN:VCALENDAR" in file.get_content().encode()
    assert what_became_of(letter) == State.SENT
    assert letter.sent_at == MONDAY


def test_a_letter_waits_until_it_may_leave_and_bears_that_hour(post_office, write_code):
    write_code("mei@hive.example.org", leave_after=MONDAY + timedelta(minutes=10))
    assert send_due(clock.now()).sent == 0
    with clock.at(MONDAY + timedelta(minutes=11)):
        assert send_due(clock.now()).sent == 1
    [mail] = post_office.delivered
    assert parsedate_to_datetime(mail["Date"]) == MONDAY + timedelta(minutes=10)


def test_a_letter_leaves_once(post_office, write_code):
    write_code("mei@hive.example.org")
    assert send_due(clock.now()).sent == 1
    assert send_due(clock.now()).sent == 0
    assert len(post_office.delivered) == 1


@pytest.mark.parametrize("reader", ["nobody", "spam"])
def test_a_refusal_for_good_is_kept_with_its_reason(post_office, write_code, reader):
    refused = write_code(f"{reader}@hive.example.org")
    welcome = write_code("mei@hive.example.org")
    batch = send_due(clock.now())
    assert (batch.sent, batch.failed, batch.put_off) == (1, 1, 0)
    assert what_became_of(refused) == State.FAILED
    assert refused.last_refusal.startswith("55")
    assert what_became_of(welcome) == State.SENT
    with clock.at(MONDAY + timedelta(days=1)):
        assert send_due(clock.now()).sent == 0


@pytest.mark.parametrize("reader", ["later", "full", "busy", "dies", "silent"])
def test_a_no_for_now_is_tried_again_and_holds_up_nobody(post_office, write_code, reader):
    first = write_code(f"{reader}@hive.example.org")
    second = write_code("mei@hive.example.org")
    batch = send_due(clock.now())
    assert (batch.sent, batch.failed, batch.put_off) == (1, 0, 1)
    assert what_became_of(first) == State.WAITING
    assert first.tries == 1
    assert first.last_refusal
    assert first.due_at == MONDAY + timedelta(minutes=1)
    assert what_became_of(second) == State.SENT
    post_office.cured = True
    with clock.at(MONDAY + timedelta(minutes=2)):
        assert send_due(clock.now()).sent == 1
    assert what_became_of(first) == State.SENT
    assert post_office.message_ids == {first.message_id: 1, second.message_id: 1}


def test_each_try_waits_longer_until_nobody_expects_the_letter_any_more(post_office, write_code):
    letter = write_code("later@hive.example.org")
    moment = MONDAY
    while moment <= MONDAY + GIVE_UP_AFTER:
        with clock.at(moment):
            assert send_due(moment).put_off == 1
            letter.refresh_from_db()
            assert timedelta(0) < letter.due_at - moment <= timedelta(hours=4)
            moment = letter.due_at
    with clock.at(moment):
        assert send_due(moment).failed == 1
    assert what_became_of(letter) == State.FAILED
    assert letter.tries < 40
    assert letter.last_refusal == "450 4.2.0 Come back later"


def test_a_server_that_hangs_up_again_and_again_is_left_alone(post_office, write_code):
    letters = [write_code(f"dies@{number}.example.org") for number in range(5)]
    assert send_due(clock.now()).put_off == 3
    assert [what_became_of(letter) for letter in letters].count(State.WAITING) == 5
    assert sum(letter.tries for letter in letters) == 3


def test_no_letter_is_to_blame_for_a_server_that_is_away(post_office, settings, write_code):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = unused.getsockname()[1]
        letter = write_code("mei@hive.example.org")
        batch = send_due(clock.now())
    assert "refused" in batch.trouble.lower()
    assert what_became_of(letter) == State.WAITING
    assert letter.tries == 0
    settings.EMAIL_PORT = post_office.port
    assert send_due(clock.now()).sent == 1


def test_no_letter_is_lost_for_a_password_that_is_wrong(post_office, settings, write_code):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "passerelle", "wrong"
    letter = write_code("mei@hive.example.org")
    assert send_due(clock.now()).trouble
    assert what_became_of(letter) == State.WAITING


def test_no_letter_is_lost_for_a_sender_that_the_server_does_not_like(post_office, write_code):
    letter = write_code("mei@hive.example.org")
    post_office.refuses_sender = "550 5.7.1 You may not write in this name"
    assert send_due(clock.now()).put_off == 1
    assert letter.last_refusal == ""
    assert what_became_of(letter) == State.WAITING
    post_office.refuses_sender = "552 5.3.4 Too big"
    with clock.at(MONDAY + timedelta(minutes=2)):
        assert send_due(clock.now()).failed == 1


def test_a_row_that_cannot_become_mail_holds_up_nobody(post_office, write_code):
    broken, good = write_code("mei@hive.example.org"), write_code("bo@hive.example.org")
    Letter.objects.filter(pk=broken.pk).update(attachments=[{"name": "x", "type": "text/plain", "content": "A"}])
    batch = send_due(clock.now())
    assert (batch.sent, batch.failed) == (1, 1)
    assert what_became_of(good) == State.SENT


def test_a_failed_letter_can_be_sent_once_more(post_office, write_code):
    letter = write_code("nobody@hive.example.org")
    send_due(clock.now())
    post_office.cured = True
    assert try_again(letter)
    assert not try_again(letter)
    assert send_due(clock.now()).sent == 1


def test_only_so_many_leave_in_one_batch_the_oldest_first(post_office, write_code):
    for minutes in (3, 1, 2):
        write_code(f"reader{minutes}@example.org", leave_after=MONDAY - timedelta(minutes=minutes))
    assert send_due(clock.now(), limit=2).sent == 2
    assert post_office.readers == ["reader3@example.org", "reader2@example.org"]


def test_a_withheld_letter_does_not_leave(post_office, write_code):
    write_code("mei@hive.example.org", key="visit:42/accepted", about=["visit:42"])
    write_code("ana@namur.example.org", key="visit:43/accepted", about=["visit:43"])
    assert withhold(key_prefix="visit:42/") == 1
    assert send_due(clock.now()).sent == 1
    assert post_office.readers == ["ana@namur.example.org"]


def test_a_claim_of_the_dead_grows_old_and_one_of_the_living_does_not(post_office, write_code):
    letter = write_code("mei@hive.example.org")
    Letter.objects.update(state=State.SENDING, claimed_at=MONDAY, claimed_by="somebody")
    with clock.at(MONDAY + timedelta(minutes=4)):
        assert send_due(clock.now()).sent == 0
    with clock.at(MONDAY + timedelta(minutes=6)):
        assert send_due(clock.now()).sent == 1
    assert what_became_of(letter) == State.SENT


def test_letters_kept_in_count_as_sent_and_nothing_leaves(post_office, settings, write_code):
    settings.MAIL_KEPT_IN = True
    now, later = write_code("mei@hive.example.org"), write_code("bo@x.org", leave_after=MONDAY + timedelta(hours=1))
    assert send_due(clock.now()).sent == 1
    assert (what_became_of(now), what_became_of(later)) == (State.SENT, State.WAITING)
    assert post_office.delivered == []


def test_a_hostile_name_reaches_only_the_address_it_stands_beside(post_office):
    name = 'Mei" <evil@evil.example>, Bo\r\nBcc: cy@cedar.example.org\r\n\r\nText'
    write("code", room="samples", to=Recipient("mei@hive.example.org", name, "en"), facts={"code": "1"})
    assert send_due(clock.now()).sent == 1
    assert post_office.readers == ["mei@hive.example.org"]
    [mail] = post_office.delivered
    assert [address.addr_spec for address in mail["To"].addresses] == ["mei@hive.example.org"]
    assert mail["Bcc"] is None


@pytest.mark.parametrize("address", ["", "mei", "a@b@c", "a@b.org, c@d.org", "a@b.org\nBcc: c@d.org", "Mei <a@b.org>"])
def test_a_letter_is_written_to_one_address(address):
    with pytest.raises(ValueError, match="not one mail address"):
        write("code", room="samples", to=Recipient(address), facts={"code": "1"})
