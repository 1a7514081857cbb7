"""The letters that this room writes."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from passerelle.board.models import Notice, Wish
from passerelle.board.queries.cards import Card
from passerelle.board.rules import Rhythm, State, last_day
from passerelle.kit.signing import seal
from passerelle.mail.actions import Recipient, write
from passerelle.people.models import Person
from passerelle.spaces.models import Space

MOST_IN_A_LETTER = 12


def tell_writer_it_stands(notice: Notice) -> None:
    """Tell the writer that the team has approved it, until when it stands, and where to take it down."""
    _to_writer("tell_writer_it_stands", notice, {"last_on": last_day(notice.until)})


def tell_writer_of_no(notice: Notice) -> None:
    """Tell the writer that the team has refused or hidden it, and why."""
    _to_writer("tell_writer_of_no", notice, {"was_shown": notice.state == State.HIDDEN, "reason": notice.reason})


def tell_what_is_new(wish: Wish, cards: Sequence[Card]) -> None:
    """Tell a reader what has come to the board since the last letter; each with its page, where it has one."""
    person, space = wish.person, wish.space
    stop = f"{settings.SITE_URL}/board/stop/{seal('stop_board_letters', str(wish.pk))}/"
    told = [
            {"kind": card.tag, "title": card.title, "lines": card.lines, "by": card.by, "link": card.link,
             "last_on": card.last_day}
            for card in cards[:MOST_IN_A_LETTER]
        ]  # fmt: skip
    write(
        "tell_what_is_new",
        room="board",
        to=_recipient(person),
        facts={
            "name": person.first_name,
            "space": space.name,
            "first": cards[0].title,
            "cards": told,
            "more": len(cards) - len(told),
            "weekly": wish.rhythm == Rhythm.WEEKLY,
            "page": _page(space),
            "stop": stop,
        },
        about=(person.ref, space.ref, *(card.about for card in cards if card.about)),
        key=f"board:{wish.pk}:{wish.next_at.isoformat()}",
        stop_link=stop,
    )


def _to_writer(kind: str, notice: Notice, facts: dict[str, Any]) -> None:
    person, space = notice.person, notice.space
    if person.forgotten_at is not None:
        return
    page = f"{_page(space)}{notice.reference}/"
    given = {"name": person.first_name, "space": space.name, "title": notice.title, "page": page}
    write(
        kind,
        room="board",
        to=_recipient(person),
        facts=given | facts,
        about=(notice.ref, person.ref, space.ref),
        key=f"{notice.ref}:{kind}",
        reply_to=space.email or None,
    )


def _recipient(person: Person) -> Recipient:
    return Recipient(person.email, person.name, person.language)


def _page(space: Space) -> str:
    return f"{settings.SITE_URL}/spaces/{space.slug}/board/"
