"""What is kept about somebody who meets others: told of oneself, looked for, offered, answered, pinned up."""

from datetime import date, datetime
from typing import Any

from passerelle.asks.models import Ask, Block
from passerelle.asks.queries import Introduction as Introduced
from passerelle.asks.queries import answers_of, asks_of, has_told, introductions_of, own_ask, wish_of
from passerelle.board.queries import consents_of, reported_by, wishes_of, written_by
from passerelle.events.queries import Answer, hosted_by
from passerelle.events.queries import answers_of as answers_to_events
from passerelle.people.models import Person, Told

Kept = dict[str, Any]


def kept_of_meeting(person: Person) -> Kept:
    """What circles, asks, introductions, events and boards keep about one person."""
    return {
        "told of yourself": {
            one.part: {"text": one.text, "shown to": one.shown_to} for one in Told.objects.filter(person=person)
        },
        "looked for and offered": [_ask(one) for one in asks_of(person)],
        "suggestions wanted a week": wish_of(person),
        "suggested to you": [_introduction(one, person) for one in introductions_of(person)],
        "never to be suggested again": Block.objects.filter(by=person).count(),
        "events answered": [_answer(one) for one in answers_to_events(person)],
        "events hosted or entered": [
            {"title": one.title, "at": one.space.name, "first day": said(one.first_on), "state": one.state}
            for one in hosted_by(person)
        ],
        **_boards(person),
    }


def _boards(person: Person) -> Kept:
    return {
        "notices pinned up": [
            {
                "on the board of": one.space.name,
                "title": one.title,
                "text": one.text,
                "written at": said(one.written_at),
                "until (excluded)": said(one.until),
                "signed": one.signed,
                "read by": one.readers,
                "state": one.state,
                "the team's reason": one.reason,
                "with a picture": hasattr(one, "picture"),
            }
            for one in written_by(person)
        ],
        "notices reported": [
            {"on the board of": one.notice.space.name, "reason": one.reason, "at": said(one.reported_at)}
            for one in reported_by(person)
        ],
        "announced on boards": [
            {
                "at": space.name,
                "name": one.name,
                "trade": one.trade,
                "looks for": one.seeks,
                "read by": one.readers,
                "agreed at": said(one.given_at),
                "until (excluded)": said(one.until),
            }
            for space, one in consents_of(person)
        ],
        "written about boards": [{"of": one.space.name, "how often": one.rhythm} for one in wishes_of(person)],
    }


def _ask(one: Ask) -> Kept:
    return {
        "as": one.side,
        "about": one.kind,
        "text": one.text,
        "written at": said(one.written_at),
        "until": said(one.until),
        "shown to": one.shown_to,
        "on the board": one.on_board,
        "ended at": said(one.ended_at),
    }


def _introduction(one: Introduced, person: Person) -> Kept:
    """As its page shows it to this side: what the other has said is not kept about this person."""
    own = own_ask(person.pk, one)
    return {
        "at": one.space.name,
        "because you wrote": own.text if own else None,
        "your line": one.line if own is None else None,
        "suggested at": said(one.suggested_at),
        "lapses at": said(one.lapse_at),
        "you said": answers_of(person.pk, one).own,
        "introduced at": said(one.made_at),
        "you said what came of it": has_told(person.pk, one),
    }


def _answer(one: Answer) -> Kept:
    return {
        "event": one.occurrence.title,
        "at": one.occurrence.space.name,
        "begins at": said(one.occurrence.begins_at),
        "said": one.saying,
        "answered at": said(one.answered_at),
        "your name is shown to others who come": one.shows_name,
    }


def said(value: date | datetime | None) -> str | None:
    """A day or a moment, as a program reads it."""
    return value.isoformat() if value else None
