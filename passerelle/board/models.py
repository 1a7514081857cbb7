"""What is kept of a board: how the space wants it, its notices, who agreed to be announced, who is written to."""

from django.conf import settings
from django.db import models

from passerelle.board.rules import (
    AT_ONCE,
    LONGEST_REASON,
    LONGEST_TITLE,
    LONGEST_WORDS,
    Kind,
    Readers,
    Rhythm,
    State,
)
from passerelle.kit import clock
from passerelle.kit.choices import choices
from passerelle.kit.ids import reference
from passerelle.members.models import Membership
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit


class Board(models.Model):
    """How a space wants its board. A space without a row has what stands here; whoever counts notices locks the row."""

    space = models.OneToOneField(Space, models.CASCADE, primary_key=True, related_name="board")
    readers = models.CharField(max_length=10, choices=choices(Readers), default=Readers.HOUSE)
    approves_first = models.BooleanField(default=False)
    at_once = models.PositiveSmallIntegerField(default=AT_ONCE)

    def __str__(self) -> str:
        return f"{self.space_id}: {self.readers}"


class Notice(models.Model):
    """Something that a member or the team pinned up, until the local day `until` (excluded).

    `readers` is how far the writer lets it be read, `signed` whether the name stands under it. `decided_by` is who
    approved, refused or hid it, `reason` what the writer was told. `stood_at` is since when it stands on the board.
    """

    reference = models.CharField(max_length=12, unique=True, default=reference)
    key = models.CharField(max_length=40)
    space = models.ForeignKey(Space, models.PROTECT, related_name="notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=8, choices=choices(Kind))
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField(blank=True)
    until = models.DateField()
    readers = models.CharField(max_length=10, choices=choices(Readers), default=Readers.HOUSE)
    signed = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=choices(State))
    written_at = models.DateTimeField(default=clock.now)
    stood_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ("-written_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("person", "key"), name="a_notice_sent_twice_is_one"),
            models.CheckConstraint(
                condition=~models.Q(state=State.SHOWN) | models.Q(stood_at__isnull=False),
                name="a_shown_notice_stands_since",
            ),
        )
        indexes = (
            models.Index(fields=("space", "state", "until"), name="notice_by_space"),
            models.Index(fields=("person", "space", "state"), name="notice_by_writer"),
        )

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"

    @property
    def ref(self) -> str:
        """How the cellar names it."""
        return f"notice:{self.pk}"


class Picture(models.Model):
    """The picture of a notice, made anew from what was sent: JPEG, nothing else inside. Its name cannot be guessed."""

    reference = models.CharField(max_length=12, unique=True, default=reference)
    notice = models.OneToOneField(Notice, models.CASCADE, related_name="picture")
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.reference


class Report(models.Model):
    """That a reader thinks a notice should not stand there, and why; `settled_at` once the team has looked."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="reports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices_reported")
    reason = models.CharField(max_length=LONGEST_REASON)
    reported_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "person"), name="a_reader_reports_a_notice_once"),)

    def __str__(self) -> str:
        return f"{self.notice_id} by {self.person_id}"


class Consent(models.Model):
    """That a member or a visitor agreed to be announced, in which words, to whom. The row is the consent: withdrawn, it
    is gone. A member's lasts until `until` (excluded), a visitor's until the visit ends, wherever that is kept.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="announced")
    membership = models.OneToOneField(Membership, models.CASCADE, null=True, blank=True, related_name="announced")
    visit = models.OneToOneField(Visit, models.CASCADE, null=True, blank=True, related_name="announced")
    name = models.CharField(max_length=LONGEST_WORDS)
    trade = models.CharField(max_length=LONGEST_WORDS, blank=True)
    seeks = models.CharField(max_length=LONGEST_WORDS, blank=True)
    readers = models.CharField(max_length=10, choices=choices(Readers), default=Readers.HOUSE)
    until = models.DateField(null=True, blank=True)
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(membership__isnull=False, visit=None, until__isnull=False)
                | models.Q(membership=None, visit__isnull=False, until=None),
                name="announced_as_a_member_or_a_visitor",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.name}"


class Wish(models.Model):
    """That somebody wants to be written what is new on a board. `next_at` is when the next letter is due; what came to
    the board after `told_until` is new to them.
    """

    space = models.ForeignKey(Space, models.CASCADE, related_name="board_wishes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="board_wishes")
    rhythm = models.CharField(max_length=6, choices=choices(Rhythm))
    next_at = models.DateTimeField()
    told_until = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("space", "person"), name="one_wish_for_letters_of_a_board"),
            models.CheckConstraint(condition=~models.Q(rhythm=Rhythm.NEVER), name="a_wish_is_for_something"),
        )
        indexes = (models.Index(fields=("next_at",), name="board_wish_due"),)

    def __str__(self) -> str:
        return f"{self.person_id} at {self.space_id}: {self.rhythm}"
