"""What is kept of a letter."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Upper


class State(models.TextChoices):
    """Where a letter stands."""

    WAITING = "waiting"
    """Written; leaves with the first worker that passes after `due_at`."""

    SENDING = "sending"
    """In the hands of a sender since `claimed_at`; taken up again when that has grown old."""

    SENT = "sent"
    """The mail server said 250, or the instance keeps its letters in."""

    FAILED = "failed"
    """The mail server will never take it: `last_refusal` says why."""

    WITHHELD = "withheld"
    """Stopped before it left, because what it told was undone or its reader forgotten."""


class Letter(models.Model):
    """One letter to one reader, as it was written.

    `message_id` is drawn once, so that a letter handed over twice is one letter for whoever receives it. `key` names
    the cause: a letter of the same key is written once. `leave_after` is the hour it bears as its date; `due_at` begins
    as the same and is put off by each talk with the mail server that came to nothing, which `tries` counts.
    `stop_link` is where one press ends letters of this kind, for those that come again and again.
    `attachments` is a list of {"name", "type", "content"}, the content base64.
    """

    room = models.CharField(max_length=32)
    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)  # null: many have none
    to = models.CharField(max_length=254, blank=True)
    to_name = models.CharField(max_length=200, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    stop_link = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    attachments = models.JSONField(default=list, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    written_at = models.DateTimeField()
    leave_after = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=16, blank=True)
    tries = models.PositiveIntegerField(default=0)
    last_refusal = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="letter_state_is_known"),
        )
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_at"], name="letters_to_leave", condition=models.Q(state__in=["waiting", "sending"])
            ),
            models.Index(Upper("to"), name="letters_to_an_address"),
            models.Index(fields=["-written_at"], name="letters_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"


class Mention(models.Model):
    """One thing that a letter speaks about, by reference: `visit:42`."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="mentions")
    ref = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ref", "letter"], name="letter_mentions_a_thing_once"),)

    def __str__(self) -> str:
        return self.ref
