"""What can be asked about a board; what stands on it now, `cards.py`."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from passerelle.board.models import Board, Notice, Picture, Report, Wish
from passerelle.board.models import Consent as Consent
from passerelle.board.queries.cards import Card as Card
from passerelle.board.queries.cards import board_version as board_version
from passerelle.board.queries.cards import cards_of as cards_of
from passerelle.board.rules import STANDING, Rhythm, State
from passerelle.kit import clock
from passerelle.kit.ids import can_be_asked_for
from passerelle.members.models import Membership
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit


def board_of(space: Space) -> Board:
    """How the space wants its board; as a board is at first, where it has said nothing."""
    return Board.objects.filter(space=space).first() or Board(space=space)


def notice_called(space: Space, reference: str) -> Notice | None:
    """One notice of this space, whatever became of it, with its writer and its picture."""
    found = Notice.objects.select_related("space", "person").filter(space=space, reference=reference)
    return found.first()


def notices_by(person: Person, space: Space) -> QuerySet[Notice]:
    """What this person has written on this board, the newest first."""
    return Notice.objects.filter(person=person, space=space).order_by("-written_at", "-id")


def standing_of(person: Person, space: Space, today: date) -> int:
    """How many notices of this person stand or wait there."""
    return Notice.objects.filter(person=person, space=space, state__in=sorted(STANDING), until__gt=today).count()


def notices_to_look_at(space: Space, today: date) -> QuerySet[Notice]:
    """What waits for a word of the team, or was reported and nobody has looked since; the oldest first, each with its
    writer, and with `open_reports`, what readers have said.
    """
    reports = Report.objects.filter(settled_at=None)
    is_reported = Q(Exists(reports.filter(notice=OuterRef("pk"))), state=State.SHOWN)
    found = Notice.objects.filter(Q(state=State.WAITING) | is_reported, space=space, until__gt=today)
    said = Prefetch("reports", reports.select_related("person").order_by("reported_at", "id"), to_attr="open_reports")
    return found.select_related("person").prefetch_related(said).order_by("written_at", "id")


def reports_open_on(notice: Notice) -> list[Report]:
    """What readers have said of it and nobody of the team has looked at since, the oldest first."""
    return list(notice.reports.filter(settled_at=None).select_related("person").order_by("reported_at", "id"))


def picture_called(reference: str) -> bytes | None:
    """The picture of this name, as long as its notice waits or stands."""
    if not can_be_asked_for(reference):
        return None
    found = Picture.objects.filter(reference=reference, notice__state__in=sorted(STANDING))
    found = found.select_related("notice__space")
    picture = found.first()
    if picture is None or picture.notice.until <= clock.local_day(picture.notice.space.time_zone):
        return None
    return bytes(picture.content)


def picture_of(notice: Notice) -> Picture | None:
    """The picture of a notice, without its content."""
    return Picture.objects.filter(notice=notice).defer("content").first()


def consent_for(visit: Visit) -> Consent | None:
    """That this visitor agreed to be announced, if they did."""
    return Consent.objects.filter(visit=visit).first()


def membership_announced(person: Person, space: Space, today: date) -> tuple[Membership | None, Consent | None]:
    """The membership of this person there, if it holds today, and that they agreed to be announced. One query."""
    held = Membership.objects.filter(Q(until=None) | Q(until__gt=today), person=person, space=space, since__lte=today)
    found = held.select_related("announced", "space").first()
    return found, getattr(found, "announced", None)


def consents_of(person: Person) -> list[tuple[Space, Consent]]:
    """Where this person agreed to be announced, each with the space on whose board. One query."""
    found = Consent.objects.filter(person=person).select_related("membership__space", "visit__host")
    return [(space, one) for one in found.order_by("given_at", "id") if (space := _space_of(one)) is not None]


def _space_of(consent: Consent) -> Space | None:
    if consent.visit is not None:
        return consent.visit.host
    return consent.membership.space if consent.membership is not None else None


def consent_by(person: Person, key: int) -> Consent | None:
    """One consent of this person."""
    return Consent.objects.filter(person=person, pk=key).select_related("membership__space", "visit__host").first()


def rhythm_of(person: Person, space: Space) -> Rhythm:
    """How often this person is written what is new on that board."""
    rows = Wish.objects.filter(person=person, space=space).values_list("rhythm", flat=True)
    return next((Rhythm(one) for one in rows), Rhythm.NEVER)


def wishes_of(person: Person) -> list[Wish]:
    """Of which boards this person is written, by the space's name."""
    return list(Wish.objects.filter(person=person).select_related("space").order_by("space__name", "id"))


def wish_numbered(key: int) -> Wish | None:
    """One wish, with its space and person."""
    return Wish.objects.select_related("space", "person").filter(pk=key).first()


def wishes_due(now: datetime, at_most: int) -> list[int]:
    """The wishes whose next letter is due, by their keys, the longest due first."""
    return list(Wish.objects.filter(next_at__lte=now).order_by("next_at", "id").values_list("pk", flat=True)[:at_most])


def new_since(cards: Iterable[Card], moment: datetime, now: datetime) -> list[Card]:
    """Those that came to the board after `moment`, until now, in their order."""
    return [card for card in cards if moment < card.since <= now]


def written_by(person: Person) -> QuerySet[Notice]:
    """All that this person has pinned up, anywhere."""
    return (
        Notice.objects.filter(person=person)
        .select_related("space", "picture")
        .defer("picture__content")
        .order_by("written_at", "id")
    )


def reported_by(person: Person) -> QuerySet[Report]:
    """All that this person has reported."""
    return Report.objects.filter(person=person).select_related("notice__space").order_by("reported_at", "id")


def pictures_of(paths: Iterable[str]) -> dict[str, bytes]:
    """The pictures behind these paths of cards. One query."""
    names = {path.rpartition("/")[2].removesuffix(".jpg"): path for path in paths}
    rows = Picture.objects.filter(reference__in=names).values_list("reference", "content") if names else ()
    return {names[reference]: bytes(content) for reference, content in rows}
