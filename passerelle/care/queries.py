"""What is kept of a person, room by room, as plain values that can be written as JSON and read by anybody."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from passerelle.credentials.models import Credential
from passerelle.listings.models import Import, Pair
from passerelle.logbook.models import Record
from passerelle.logbook.queries import records_about, records_by
from passerelle.mail.models import Letter
from passerelle.mail.queries import letters_about, letters_to
from passerelle.members.queries import memberships_of
from passerelle.members.rules import included_end
from passerelle.networks.models import Officer
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Invitation
from passerelle.spaces.queries import roles_of
from passerelle.visits.models import Visit
from passerelle.visits.queries import visits_of

Kept = dict[str, Any]


def people_with_their_places() -> QuerySet[Person]:
    """Everybody who is known by name, by name, each with homes, spaces and networks acted for: four queries in all."""
    known = Person.objects.filter(forgotten_at=None).exclude(name="").order_by("name", "id")
    return known.prefetch_related("memberships__space", "staff_of__space", "officer_of__network")


def everything_kept_about(person: Person) -> Kept:
    """All that this instance keeps of the person; times are in UTC, days are local days of the space named."""
    return {
        "person": _person(person),
        "member at": [_membership(membership) for membership in memberships_of(person)],
        "acts for spaces": [
            {"space": staff.space.name, "as": staff.role, "since": _said(staff.since)} for staff in roles_of(person)
        ],
        "acts for networks": [
            {"network": officer.network.name, "as": officer.role, "since": _said(officer.since)}
            for officer in Officer.objects.filter(person=person).select_related("network").order_by("since")
        ],
        "invited to act for": [
            {"space": invitation.space.name, "as": invitation.role, "invited at": _said(invitation.invited_at)}
            for invitation in Invitation.objects.filter(email__iexact=person.email).select_related("space")
        ],
        "visits": [_visit(visit) for visit in visits_of(person).select_related("home", "host", "network")],
        "lists sent": [
            {"network": sent.network.name, "file": sent.file_name, "sent at": _said(sent.sent_at)}
            for sent in Import.objects.filter(sent_by=person).defer("content", "report").select_related("network")
        ],
        "said of two spaces": [
            {"spaces": [pair.first.name, pair.second.name], "said": pair.verdict, "at": _said(pair.decided_at)}
            for pair in Pair.objects.filter(decided_by=person).select_related("first", "second").order_by("decided_at")
        ],
        "days at spaces": [_presence(presence) for presence in _presences(person)],
        "visitor's codes": [_credential(credential) for credential in _credentials(person)],
        "letters to you": [_letter(letter) for letter in letters_to(person.email)],
        "letters to others that speak of you": [_about(letter) for letter in _letters_to_others(person)],
        "logbook": [_record(record) for record in (records_about(person.ref) | records_by(person.ref))],
    }


def _person(person: Person) -> Kept:
    return {
        "name": person.name,
        "mail address": person.email,
        "language": person.language,
        "known since": _said(person.known_since),
        "last sign-in": _said(person.last_login),
        "runs this instance": person.runs_the_instance,
    }


def _membership(membership: Any) -> Kept:
    return {
        "space": membership.space.name,
        "since": _said(membership.since),
        "valid until (included)": _said(included_end(membership.until)),
        "carries the visa": membership.carries_visa,
        "known by": membership.source,
        "entered at": _said(membership.entered_at),
    }


def _visit(visit: Visit) -> Kept:
    return {
        "reference": visit.reference,
        "from": visit.home.name,
        "to": visit.host.name,
        "under": visit.network.name,
        "state": visit.state,
        "days": [_said(row.day) for row in visit.days.all()],
        "asked at": _said(visit.asked_at),
        "purpose": visit.purpose,
        "your line": visit.about,
        "your address is shown": visit.shows_address,
        "the home's word": visit.word,
        "the host's line": visit.answer_line,
        "answered at": _said(visit.answered_at),
        "terms": visit.terms,
        "conversation": [
            {"at": _said(line.written_at), "side": line.side, "text": line.text} for line in visit.lines.all()
        ],
    }


def _presences(person: Person) -> list[Presence]:
    return list(Presence.objects.filter(person=person).select_related("space").order_by("day", "id"))


def _presence(presence: Presence) -> Kept:
    return {
        "space": presence.space.name,
        "day": _said(presence.day),
        "state": presence.state,
        "as": presence.quality,
        "arrived at": _said(presence.used_at),
        "known by": presence.witness,
    }


def _credentials(person: Person) -> list[Credential]:
    found = Credential.objects.filter(person=person).select_related("host").prefetch_related("uses__space")
    return list(found.order_by("issued_at", "id"))


def _credential(credential: Credential) -> Kept:
    return {
        "short code": credential.short_code,
        "for": credential.host.name,
        "since": _said(credential.since),
        "until (excluded)": _said(credential.until),
        "revoked at": _said(credential.revoked_at),
        "read": [{"at": _said(use.at), "where": use.space.name, "found": use.verdict} for use in credential.uses.all()],
    }


def _letter(letter: Letter) -> Kept:
    return {"written at": _said(letter.written_at), "subject": letter.subject, "text": letter.text}


def _letters_to_others(person: Person) -> list[Letter]:
    return [letter for letter in letters_about(person.ref) if letter.to.lower() != person.email]


def _about(letter: Letter) -> Kept:
    """That such a letter was written, and when; what others were told besides is theirs."""
    return {"written at": _said(letter.written_at), "kind": letter.kind}


def _record(record: Record) -> Kept:
    return {
        "at": _said(record.at),
        "act": record.act,
        "by": record.actor,
        "about": record.about,
        "facts": record.facts,
    }


def _said(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None
