"""What is written about a visit: one function per letter, to the home, the host or the visitor.

A letter is written in its reader's language, with the days of the host's time zone. Letters of an answer wait while
the host may take it back; each asking writes its letters once. Where a reply goes to the other side, the letter says
so; the visitor's address is shown to the host only where that was agreed on the form.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from babel import Locale
from django.conf import settings

from passerelle.credentials.queries import credential_because_of
from passerelle.events.queries import events_for_a_visitor, page_of_date
from passerelle.kit import clock
from passerelle.kit.calendars import Occasion, calendar_file
from passerelle.kit.ids import readable
from passerelle.mail import actions as mail
from passerelle.mail.actions import Attachment, Recipient
from passerelle.networks.rules import Terms
from passerelle.presence.rules import Mark
from passerelle.presence.rules import State as Day
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at
from passerelle.visits.access import Link, home_of, sealed
from passerelle.visits.models import Line, Visit
from passerelle.visits.queries import days_of, nearest_that_answer, presences_of, savings, terms_now, visiting_hours
from passerelle.visits.rules import SAYING_LASTS, UNDO_LASTS, Side, State
from passerelle.welcome.queries import is_written

# Lines that people wrote leave whatever becomes of the visit: the conversation never closes.
WITHHELD_WITH_THE_VISIT = (
    "ask_home_to_vouch",
    "ask_host_for_an_answer",
    "remind_host",
    "ask_second_contact",
    "tell_visitor_of_acceptance",
    "confirm_to_host",
    "tell_visitor_of_refusal",
    "tell_visitor_of_proposal",
    "tell_visitor_host_left",
)
NAMELESS = {"fr": "Quelqu’un de {}", "en": "Somebody from {}"}
NAMELESS_HOLDER = {"fr": "Titulaire d’un pass {}", "en": "Holder of a pass of {}"}
A_PASS = {"fr": "pass {}", "en": "pass of {}"}
CALENDAR_TITLE = {"fr": "{} : une journée de travail", "en": "Working at {}"}
CALENDAR_NOTE = {"fr": "Demandez {} à l’accueil.", "en": "Ask for {} at the desk."}


# To the home


def ask_home_to_vouch(visit: Visit) -> None:
    """Ask the home whether this is its member; the host's letter waits for its word until `next_step_at`."""
    home = home_of(visit)
    facts = {
        "vouch": _page("vouch", sealed(visit, Link.VOUCH)),
        "until": visit.next_step_at,
        "waits": visit.next_step_at is not None and visit.next_step_at > clock.now(),
        "home_zone": home.time_zone,
        "is_first": home.email_confirmed_at is None,
    }
    _write("ask_home_to_vouch", visit, Recipient(home.email, home.name, home.language), "home", facts)


# To the host


def ask_host_for_an_answer(visit: Visit) -> None:
    """Put the request to the host: one question, three answers, a page behind each."""
    _to_host("ask_host_for_an_answer", visit, f"asking-{visit.answers}", _request(visit))


def remind_host(visit: Visit) -> None:
    """Ask the host again, after an open day without an answer."""
    _to_host("remind_host", visit, f"reminder-{visit.answers}", _request(visit))


def ask_second_contact(visit: Visit) -> None:
    """Ask the host's second address, after two open days without an answer."""
    host = visit.host
    if host.second_email and not host.takes_no_part_since:
        to = Recipient(host.second_email, host.name, host.language)
        key = f"second-{visit.answers}"
        _write("ask_second_contact", visit, to, key, _request(visit), reply_to=_shown_address(visit))


def confirm_to_host(visit: Visit) -> None:
    """Tell the host who comes when, and how an arrival is recorded without an account."""
    facts = {
        "arrival": _page("arrival", sealed(visit, Link.ARRIVAL)),
        "answer": _page("answer", sealed(visit, Link.ANSWER)),
        "by_terms": visit.answered_by == "terms",
        "by_visitor": visit.answered_by == visit.person.ref,
        "ask_for": visit.host.ask_for,
    }
    _to_host("confirm_to_host", visit, _of_the_answer(visit, "host"), facts, leave_after=_once_it_stands(visit))


def tell_host_of_cancellation(visit: Visit) -> None:
    """Tell the host that the visitor does not come, or that the other days do not suit."""
    kind = "tell_host_of_cancellation" if visit.state == State.CANCELLED else "tell_host_of_other_days_refused"
    facts = {"was_accepted": visit.terms is not None, "proposed": _proposed(visit)}
    _to_host(kind, visit, f"ended-{visit.answers}", facts)


def tell_host_of_days_given_back(visit: Visit, days: list[date]) -> None:
    """Tell the host that a visitor who has been there does not come on these days."""
    facts = {"was_accepted": True, "days": days, "proposed": []}
    _to_host("tell_host_of_cancellation", visit, f"left-{visit.answers}", facts)


# To the visitor


def tell_visitor_of_acceptance(visit: Visit) -> None:
    """Tell the visitor that the days are held: where, when, whom to ask for, the code, the calendar file."""
    _to_visitor(
        "tell_visitor_of_acceptance",
        visit,
        _of_the_answer(visit, "visitor"),
        _welcome(visit),
        reply_to=visit.host.email or None,
        leave_after=_once_it_stands(visit),
        attachments=[_calendar(visit, visit.person.language)],
    )


def tell_visitor_of_refusal(visit: Visit) -> None:
    """Tell the visitor that the host cannot, why if it said so, and who is near."""
    key, wait = _of_the_answer(visit, "visitor"), _once_it_stands(visit)
    _to_visitor("tell_visitor_of_refusal", visit, key, _nearby(visit), leave_after=wait)


def tell_visitor_of_proposal(visit: Visit) -> None:
    """Tell the visitor which other days the host proposes, and until when they can be taken up."""
    key, wait = _of_the_answer(visit, "visitor"), _once_it_stands(visit)
    facts = {"proposed": _proposed(visit), "until": visit.lapse_at}
    _to_visitor("tell_visitor_of_proposal", visit, key, facts, leave_after=wait)


def tell_visitor_of_lapse(visit: Visit) -> None:
    """Tell the visitor that nobody answered in time, or that the days proposed were not taken up in time."""
    facts = _nearby(visit) | {"proposed": _proposed(visit)}
    _to_visitor("tell_visitor_of_lapse", visit, f"lapse-{visit.answers}", facts)


def tell_visitor_of_withdrawal(visit: Visit) -> None:
    """Tell the visitor that the host takes its yes back, and why; the calendar file takes the days out again."""
    off = _calendar(visit, visit.person.language, is_off=True)
    _to_visitor("tell_visitor_of_withdrawal", visit, "withdrawal", _nearby(visit), attachments=[off])


def tell_visitor_home_does_not_vouch(visit: Visit) -> None:
    """Tell the visitor that the home does not know them as a member, what that means and what can be done."""
    facts = {"known_address": visit.person.email, "ask_again": _page("spaces", visit.host.slug, "ask")}
    _to_visitor("tell_visitor_home_does_not_vouch", visit, "not-vouched", facts)


def tell_visitor_of_correction(visit: Visit, day: date, line: Line) -> None:
    """Tell the visitor that the host has put right what was recorded of `day`; `line` says why."""
    used = any(presence.day == day and presence.state == Day.USED for presence in presences_of(visit))
    facts = {"day": day, "is_used": used, "reason": line.text, "until": visit.last_day + SAYING_LASTS}
    _to_visitor("tell_visitor_of_correction", visit, f"correction-{line.pk}", facts)


def tell_visitor_host_left(visit: Visit) -> None:
    """Tell the visitor that the host has left the network, and what still stands."""
    facts = _nearby(visit) | {"stands": visit.frozen_terms is not None}
    _to_visitor("tell_visitor_host_left", visit, "host-left", facts)


# To the other side


def pass_on_a_line(visit: Visit, line: Line) -> None:
    """Pass on what one side wrote to the other."""
    to_host = line.side == Side.VISITOR
    facts = {"said": line.text, "to_host": to_host, "answer": _page("answer", sealed(visit, Link.ANSWER))}
    (_to_host if to_host else _to_visitor)("pass_on_a_line", visit, f"line-{line.pk}", facts)


# Letters that shall not leave


def withhold(visit: Visit) -> None:
    """Stop the letters about this visit that have not left, except the lines that people wrote to each other."""
    mail.withhold(about=visit.ref, kinds=WITHHELD_WITH_THE_VISIT)


def withhold_answer(visit: Visit) -> None:
    """Stop the letters of the latest answer, which is taken back."""
    mail.withhold(key_prefix=f"visit-{visit.pk}-{_of_the_answer(visit, '')}")


# Whom to write to


def _to_host(kind: str, visit: Visit, key: str, facts: Mapping[str, Any], **how: Any) -> None:
    """A host that cannot be written to has its page; nothing is sent to an address nobody has confirmed."""
    host = visit.host
    if host.answers_letters:
        to = Recipient(host.email, host.name, host.language)
        _write(kind, visit, to, key, facts, reply_to=_shown_address(visit), **how)


def _to_visitor(kind: str, visit: Visit, key: str, facts: Mapping[str, Any], **how: Any) -> None:
    """Replies go to the host where the visitor agreed to show an address; whoever was forgotten is not written to."""
    person = visit.person
    if person.forgotten_at is None:
        agreed = {"reply_to": visit.host.email or None} if visit.shows_address else {}
        _write(kind, visit, Recipient(person.email, person.name, person.language), key, facts, **(agreed | how))


def _write(kind: str, visit: Visit, to: Recipient, key: str, facts: Mapping[str, Any], **how: Any) -> None:
    everybody = _facts(visit, to.language) | {"replies": bool(how.get("reply_to"))}
    mail.write(
        kind,
        room="visits",
        to=to,
        facts={**everybody, **facts},
        about=(visit.ref, visit.person.ref),
        key=f"visit-{visit.pk}-{key}",
        **how,
    )


def _shown_address(visit: Visit) -> str | None:
    return visit.person.email if visit.shows_address and visit.person.forgotten_at is None else None


def _of_the_answer(visit: Visit, to: str) -> str:
    """The letters of one answer share the beginning of their keys, so that they can be stopped together."""
    return f"answer-{visit.answers}-{to}"


def _once_it_stands(visit: Visit) -> datetime | None:
    """An answer of the host can be taken back for ten minutes; the terms and the visitor do not change their mind."""
    by_host = visit.answered_by not in ("", "terms", visit.person.ref)
    return visit.answered_at + UNDO_LASTS if by_host and visit.answered_at else None


# What the letters say


def _page(*path: str) -> str:
    """The absolute address of one of our pages."""
    return "/".join((settings.SITE_URL, *path, ""))


def _facts(visit: Visit, language: str) -> dict[str, Any]:
    """What every letter may say."""
    return {
        **_names(visit, language),
        "days": days_of(visit),
        "zone": visit.host.time_zone,
        "line": visit.answer_line,
        "page": _page("visits", visit.reference),
    }


def _names(visit: Visit, language: str) -> dict[str, str]:
    """Who and where. A person without a name is called by their home or their pass, never by their mail address."""
    person, home, host = visit.person, visit.home, visit.host
    nameless = NAMELESS_HOLDER if home is None else NAMELESS
    return {
        "visitor": person.name or nameless[language].format(visit.footing.name),
        "first_name": person.first_name if person.name else "",
        **_footing(visit, language),
        "word": visit.word,
        "host": host.name,
        "host_place": _place(host, language, seen_from=home),
        "host_town": host.town,
        "network": visit.network.name,
    }


def _footing(visit: Visit, language: str) -> dict[str, str]:
    """On what the visitor comes, in a word and in full: a home with its place, or a pass."""
    if visit.home is None:
        said = A_PASS[language].format(visit.network.name)
        return {"home": "", "home_place": "", "footing": said, "footing_in_full": said}
    name, place = visit.home.name, _place(visit.home, language, seen_from=visit.host)
    return {"home": name, "home_place": place, "footing": name, "footing_in_full": f"{name}, {place}"}


def _place(space: Space, language: str, *, seen_from: Space | None) -> str:
    """Namur, Belgique: with the country for whoever is not known to be in it, unless the town bears its name."""
    country = str(Locale.parse(language).territories.get(space.country, space.country))
    abroad = seen_from is None or space.country != seen_from.country
    abroad = abroad and space.town.casefold() not in country.casefold()
    return f"{space.town}, {country}" if abroad else space.town


def _request(visit: Visit) -> dict[str, Any]:
    """What the host needs to know to answer."""
    terms = terms_now(visit)
    counts = savings(visit.person, visit.host, terms, days_of(visit)).counts if terms else []
    return _offered(visit, terms) | {
        "about": visit.about,
        "purpose": visit.purpose,
        "used": sum(count.mark is Mark.USED for count in counts),
        "until": visit.lapse_at,
        "answer": _page("answer", sealed(visit, Link.ANSWER)),
    }


def _welcome(visit: Visit) -> dict[str, Any]:
    """What a visitor needs at the door."""
    host, code = visit.host, credential_because_of(visit.ref)
    return _offered(visit, visit.frozen_terms) | {
        "hours": visiting_hours(visit, days_of(visit)),
        "hours_note": host.hours_note,
        "address": host.address,
        "ask_for": host.ask_for,
        "code": readable(code.short_code) if code else "",
        "by_terms": visit.answered_by == "terms",
        "first_hour": _page("spaces", host.slug, "first-hour") if is_written(host) else "",
        "events": [
            {"title": one.title, "begins": one.begins_at, "link": page_of_date(host.slug, one.reference)}
            for one in events_for_a_visitor(host, days_of(visit))
        ],
    }


def _offered(visit: Visit, terms: Terms | None) -> dict[str, Any]:
    return {"terms": terms.written() if terms else None, "currency": visit.host.currency}


def _proposed(visit: Visit) -> list[date]:
    return [date.fromisoformat(day) for day in visit.proposed_days]


def _nearby(visit: Visit) -> dict[str, Any]:
    """The nearest places that answer, and where all the others are found."""
    near = nearest_that_answer(visit.footing, visit.host, today_at(visit.host))
    places = [
        {"name": space.name, "town": space.town, "km": km, "link": _page("spaces", space.slug)} for space, km in near
    ]
    return {"nearest": places, "all_spaces": _page("spaces")}


def _calendar(visit: Visit, language: str, *, is_off: bool = False) -> Attachment:
    """The days as a calendar file; what is written later replaces what is already in the calendar."""
    occasion = replace(_occasion(visit, language), sequence=visit.answers + is_off, is_off=is_off)
    return Attachment("passerelle.ics", "text/calendar", calendar_file(occasion, written_at=clock.now()))


def _occasion(visit: Visit, language: str) -> Occasion:
    host = visit.host
    return Occasion(
        uid=f"visit-{visit.reference}",
        title=CALENDAR_TITLE[language].format(host.name),
        place=", ".join(part for part in (host.name, host.address, host.town) if part),
        zone_name=host.time_zone,
        days=visiting_hours(visit, days_of(visit)),
        note=CALENDAR_NOTE[language].format(host.ask_for) if host.ask_for else "",
        url=_page("visits", visit.reference),
    )
