"""Real processes: several that send at once, and one that is killed in the middle of a talk."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from passerelle.kit import clock
from passerelle.mail.actions import send_due
from passerelle.mail.models import Letter, State
from passerelle.mail.post import Post
from passerelle.mail.rules import Answer
from tests.processes import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.races]


def start_sender(port: int, mode: str) -> subprocess.Popen[str]:
    """A process of its own that sends what is due."""
    world = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "tests.mail.sender", str(port), mode]
    return subprocess.Popen(command, env=world, stdout=subprocess.PIPE, text=True)


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait(10)
    assert process.stdout
    process.stdout.close()


def later():
    """When the claim of a dead sender has grown old."""
    return clock.at(clock.now() + timedelta(minutes=6))


def test_senders_at_once_never_send_one_letter_twice(post_office, write_code):
    letters = [write_code(f"reader{number}@example.org") for number in range(80)]
    senders = [start_sender(post_office.port, "all") for _ in range(4)]
    for sender in senders:
        sender.communicate(timeout=60)
        assert sender.returncode == 0
    assert set(Letter.objects.values_list("state", flat=True)) == {State.SENT}
    assert post_office.message_ids == {letter.message_id: 1 for letter in letters}


def test_killed_after_the_250_the_letter_leaves_again_with_the_same_message_id(post_office, write_code):
    letter = write_code("mei@hive.example.org")
    sender = start_sender(post_office.port, "dies_after_250")
    assert sender.stdout
    assert sender.stdout.readline() == "250\n"
    kill(sender)
    assert send_due(clock.now()).sent == 0
    with later():
        assert send_due(clock.now()).sent == 1
    assert post_office.message_ids == {letter.message_id: 2}
    first, second = post_office.delivered
    assert first["Date"] == second["Date"]


def test_killed_before_the_250_nothing_is_lost_and_nothing_sent_twice(post_office, write_code):
    letter = write_code("silent@hive.example.org")
    sender = start_sender(post_office.port, "all")
    until = time.monotonic() + 30
    while not post_office.heard and time.monotonic() < until:
        time.sleep(0.02)
    kill(sender)
    assert post_office.delivered == []
    letter.refresh_from_db()
    assert letter.state == State.SENDING
    post_office.cured = True
    with later():
        assert send_due(clock.now()).sent == 1
    assert post_office.message_ids == {letter.message_id: 1}


def test_a_sender_that_was_taken_for_dead_does_not_speak_for_the_letter_any_more(post_office, write_code, monkeypatch):
    letter = write_code("mei@hive.example.org")

    def somebody_takes_it_over(post: Post, taken: Letter) -> Answer:
        Letter.objects.filter(pk=taken.pk).update(claimed_by="another")
        return Answer(words="too late")

    monkeypatch.setattr(Post, "hand_over", somebody_takes_it_over)
    send_due(clock.now())
    letter.refresh_from_db()
    assert (letter.state, letter.claimed_by, letter.tries) == (State.SENDING, "another", 0)
