"""What is written about events to whoever comes or waits: one letter for a person, however many dates it is about.

With each goes a file for the calendar: an invitation to one date, or the word that it is off.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from passerelle.events.calendars import series_of_answer
from passerelle.events.models import Answer, Event, Occurrence
from passerelle.events.queries import moves_up_at, page_of_calendar, page_of_date
from passerelle.events.rules import Saying
from passerelle.kit import clock
from passerelle.kit.series import Between, invitation_file
from passerelle.mail import actions as mail
from passerelle.mail.actions import Attachment, Recipient
from passerelle.people.models import Person
from passerelle.spaces.models import Space

MOST_FILES = 30


def confirm(answer: Answer) -> None:
    """Tell somebody that they have a place: when, where, and an invitation for the calendar."""
    _write_of("confirm", answer)


def tell_of_place(answer: Answer) -> None:
    """Tell somebody who waited that a place has come free and is theirs."""
    _write_of("tell_of_place", answer, {"until": moves_up_at(answer.occurrence)})


def confirm_that_one_does_not_come(answer: Answer) -> None:
    """Tell somebody that the place is given back; the date leaves their calendar."""
    _write_of("confirm_that_one_does_not_come", answer, is_off=True)


def remind(answer: Answer) -> None:
    """Tell somebody on the day before that it is tomorrow."""
    occurrence = answer.occurrence
    facts = _facts([occurrence])
    _write("remind", answer.person, [occurrence], facts, f"{answer.pk}-{occurrence.day:%Y%m%d}")


def tell_of_change(changed: Sequence[Occurrence], began_at: Mapping[int, datetime]) -> None:
    """Tell whoever comes or waits what is otherwise: each date with when it was to begin."""
    for person, theirs in _by_person(changed):
        dates = [one.occurrence for one in theirs]
        files = [_file(one) for one in theirs if one.saying == Saying.COMING]
        _write("tell_of_change", person, dates, _facts(dates, began_at), f"{person.pk}-{dates[0].sequence}", files)


def tell_of_calling_off(off: Sequence[Occurrence]) -> None:
    """Tell whoever comes or waits that it does not take place, and why; the dates leave their calendar."""
    for person, theirs in _by_person(off):
        dates = [one.occurrence for one in theirs]
        files = [_file(one, is_off=True) for one in theirs if one.saying == Saying.COMING]
        facts = _facts(dates) | {"reason": dates[0].reason}
        _write("tell_of_calling_off", person, dates, facts, f"{person.pk}-{dates[0].sequence}", files)


def tell_of_proposal(event: Event, line: str) -> None:
    """Tell whoever proposed an event whether the space takes it up."""
    person, space = event.host, event.space
    if person is None or person.forgotten_at is not None:
        return
    mail.write(
        "tell_of_proposal",
        room="events",
        to=Recipient(person.email, person.name, person.language),
        facts={
            "first_name": person.first_name,
            "title": event.title,
            "space": space.name,
            "first": event.first_on,
            "state": event.state,
            "line": line,
            "page": page_of_calendar(space.slug),
        },
        about=(event.ref, person.ref),
        key=f"event-{event.pk}-proposal",
        reply_to=_reply_to(space),
    )


def _by_person(dates: Sequence[Occurrence]) -> Iterable[tuple[Person, list[Answer]]]:
    """Who comes to these dates or waits, each with their answers in order of time. One query."""
    known = {one.pk: one for one in dates}
    said = Answer.objects.filter(occurrence__in=known, saying__in=(Saying.COMING, Saying.WAITING))
    found: dict[int, tuple[Person, list[Answer]]] = {}
    for one in said.select_related("person").order_by("occurrence__begins_at", "id"):
        one.occurrence = known[one.occurrence_id]
        found.setdefault(one.person_id, (one.person, []))[1].append(one)
    return found.values()


def _write_of(kind: str, answer: Answer, facts: Mapping[str, Any] | None = None, *, is_off: bool = False) -> None:
    dates, person = [answer.occurrence], answer.person
    files = [_file(answer, is_off=is_off)]
    _write(kind, person, dates, _facts(dates) | dict(facts or {}), f"{answer.pk}-{answer.letters}", files)


def _write(
    kind: str,
    person: Person,
    dates: Sequence[Occurrence],
    facts: Mapping[str, Any],
    key: str,
    files: Sequence[Attachment] = (),
) -> None:
    """Whoever was forgotten is not written to."""
    if person.forgotten_at is not None:
        return
    first = dates[0]
    mail.write(
        kind,
        room="events",
        to=Recipient(person.email, person.name, person.language),
        facts={"first_name": person.first_name if person.name else "", **facts},
        about=(*(one.ref for one in dates), person.ref),
        key=f"occurrence-{first.pk}-{kind}-{key}",
        reply_to=_reply_to(first.space),
        attachments=files[:MOST_FILES],
    )


def _reply_to(space: Space) -> str | None:
    return space.email if space.answers_letters else None


def _facts(dates: Sequence[Occurrence], began_at: Mapping[int, datetime] | None = None) -> dict[str, Any]:
    first = dates[0]
    space = first.space
    return {
        "title": first.title,
        "room": first.room,
        "space": space.name,
        "address": ", ".join(part for part in (space.address, space.town) if part),
        "zone": space.time_zone,
        "times": [_time(one, (began_at or {}).get(one.pk)) for one in dates],
        "page": page_of_date(space.slug, first.reference),
    }


def _time(one: Occurrence, began_at: datetime | None) -> dict[str, Any]:
    was = began_at if began_at != one.begins_at else None
    return {"day": one.day, "begins": one.begins_at, "ends": one.ends_at, "was": was}


def _file(answer: Answer, *, is_off: bool = False) -> Attachment:
    """One date as an invitation, or as the word that it is off."""
    space, person = answer.occurrence.space, answer.person
    ours = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].strip(">")
    between = Between((space.name, _reply_to(space) or ours), (person.name or person.email, person.email))
    content = invitation_file(series_of_answer(answer, is_off=is_off), between, written_at=clock.now())
    method = "CANCEL" if is_off else "REQUEST"
    return Attachment("invitation.ics", f"text/calendar; method={method}", content)
