"""What is kept of a person, room by room, as plain values that can be written as JSON and read by anybody."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from passerelle.bookings.queries import Booking, bookings_of
from passerelle.care.queries.meeting import Kept, kept_of_meeting, said
from passerelle.credentials.models import Credential
from passerelle.getaways.queries import Stay, faults_of_stays, stays_of
from passerelle.invoices import freezing as papers
from passerelle.invoices.models import Document
from passerelle.invoices.queries import documents_of, faults_of_documents, party_of
from passerelle.kit.triggers import fallen
from passerelle.ledger.queries import all_books, faults_in
from passerelle.ledger.rules.faults import Fault
from passerelle.listings.models import Import, Pair
from passerelle.logbook.models import Record
from passerelle.logbook.queries import records_about, records_by
from passerelle.mail.models import Letter
from passerelle.mail.queries import letters_about, letters_to
from passerelle.members.models import IdentitySeen
from passerelle.members.queries import enrolments_of, memberships_of
from passerelle.members.rules import included_end
from passerelle.networks import mode_stays
from passerelle.networks.models import Officer
from passerelle.passes.queries.faults import faults_of_passes
from passerelle.passes.queries.holding import passes_of
from passerelle.payments.models import Payment
from passerelle.payments.queries import payments_by
from passerelle.payments.queries.faults import faults_of_receipts
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.sales.models import Sale
from passerelle.sales.queries import faults_of_sales, sales_to
from passerelle.settlement import freezing as months
from passerelle.settlement.models import Bundle
from passerelle.settlement.queries import bundles_of, figures_differ, transfers_differ
from passerelle.spaces.models import Invitation
from passerelle.spaces.queries import roles_of
from passerelle.visits.models import Visit
from passerelle.visits.queries import visits_of


def people_with_their_places() -> QuerySet[Person]:
    """Everybody who is known by name, by name, each with homes, spaces and networks acted for: four queries in all."""
    known = Person.objects.filter(forgotten_at=None).exclude(name="").order_by("name", "id")
    return known.prefetch_related("memberships__space", "memberships__plan", "staff_of__space", "officer_of__network")


def faults_in_all(books: list[str] | None = None) -> Iterator[Fault]:
    """What is wrong in these books (`network:7`) or in all: in themselves, with passes, stays, sales, closed months.

    What keeps months and documents as they are has to stand, as what keeps the books has.
    """
    yield from faults_in(books)
    for name in fallen(connection, (*months.TRIGGERS, *papers.TRIGGERS, *mode_stays.TRIGGERS)):
        yield Fault("guard_is_missing", name)
    listed = all_books() if books is None else books
    yield from faults_of_receipts(listed)
    yield from faults_of_passes(listed)
    yield from faults_of_stays(listed)
    yield from faults_of_sales(listed)
    yield from figures_differ(books)
    yield from transfers_differ(books)
    yield from faults_of_documents(books)


def everything_kept_about(person: Person) -> Kept:
    """All that this instance keeps of the person; times are in UTC, days are local days of the space named."""
    return {
        "person": _person(person),
        "member at": [_membership(membership) for membership in memberships_of(person)],
        "plans taken": [
            _plan_taken(one)
            for one in enrolments_of(person).prefetch_related("changes__before", "changes__plan", "pauses")
        ],
        "documents seen": [
            {"at": seen.space.name, "seen at": said(seen.seen_at)}
            for seen in IdentitySeen.objects.filter(person=person).select_related("space").order_by("seen_at")
        ],
        "acts for spaces": [
            {"space": staff.space.name, "as": staff.role, "since": said(staff.since)} for staff in roles_of(person)
        ],
        "acts for networks": [
            {"network": officer.network.name, "as": officer.role, "since": said(officer.since)}
            for officer in Officer.objects.filter(person=person).select_related("network").order_by("since")
        ],
        "invited to act for": [
            {"space": invitation.space.name, "as": invitation.role, "invited at": said(invitation.invited_at)}
            for invitation in Invitation.objects.filter(email__iexact=person.email).select_related("space")
        ],
        "visits": [_visit(visit) for visit in visits_of(person).select_related("home", "host", "network")],
        "payments": [_payment(payment) for payment in payments_by(person)],
        "bought of spaces": [_sale(sale) for sale in sales_to(person)],
        "months invoiced": [_bundle(one) for one in bundles_of(person)],
        "passes": [_pass(one) for one in passes_of(person)],
        "stays": [_stay(stay) for stay in stays_of(person)],
        "bookings": [_booking(one) for one in bookings_of(person)],
        **kept_of_meeting(person),
        "lists sent": [
            {"network": sent.network.name, "file": sent.file_name, "sent at": said(sent.sent_at)}
            for sent in Import.objects.filter(sent_by=person).defer("content", "report").select_related("network")
        ],
        "said of two spaces": [
            {"spaces": [pair.first.name, pair.second.name], "said": pair.verdict, "at": said(pair.decided_at)}
            for pair in Pair.objects.filter(decided_by=person).select_related("first", "second").order_by("decided_at")
        ],
        "days at spaces": [_presence(presence) for presence in _presences(person)],
        "visitor's codes": [_credential(credential) for credential in _credentials(person)],
        "named on documents as": _named(person),
        "documents": [_document(document) for document in documents_of(person.ref).defer(None)],
        "letters to you": [_letter(letter) for letter in letters_to(person.email)],
        "letters to others that speak of you": [_about(letter) for letter in _letters_to_others(person)],
        "logbook": [_record(record) for record in (records_about(person.ref) | records_by(person.ref))],
    }


def _person(person: Person) -> Kept:
    return {
        "name": person.name,
        "mail address": person.email,
        "language": person.language,
        "known since": said(person.known_since),
        "last sign-in": said(person.last_login),
        "seen by others at the same space": person.shown_while_here,
        "runs this instance": person.runs_the_instance,
    }


def _bundle(one: Bundle) -> Kept:
    return {
        "to": one.closing.network.name,
        "month": f"{one.closing.month:%Y-%m}",
        "sold": f"{one.sold} {one.currency}, in its smallest unit",
        "asked": f"{one.asked} {one.currency}, in its smallest unit",
        "document": one.document.number if one.document else None,
    }


def _payment(payment: Payment) -> Kept:
    return {
        "to": payment.seller.name,
        "for": payment.line,
        "amount": f"{payment.amount} {payment.currency}, in its smallest unit",
        "how": payment.method,
        "state": payment.state,
        "asked at": said(payment.asked_at),
        "paid on": said(payment.paid_on),
        "paid back": payment.refunded,
    }


def _sale(sale: Sale) -> Kept:
    return {
        "of": sale.space.name,
        "for": sale.line,
        "amount": f"{sale.amount} {sale.currency}, in its smallest unit",
        "on": said(sale.sold_on),
        "taken back at": said(sale.taken_back_at),
        "document": sale.document.number if sale.document else None,
    }


def _stay(stay: Stay) -> Kept:
    return {
        "getaway": stay.getaway.title_en,
        "at": stay.getaway.space.name,
        "from": said(stay.first_day),
        "to": said(stay.last_day),
        "state": stay.state,
        "price": f"{stay.price} {stay.currency}, in its smallest unit",
        "kept": stay.kept,
        "paid at": said(stay.paid_at),
        "paid with": stay.paid_with,
        "asked at": said(stay.asked_at),
        "your line": stay.about,
        "the space's line": stay.answer_line,
    }


def _booking(one: Booking) -> Kept:
    return {
        "room": one.resource.name,
        "at": one.resource.space.name,
        "from": said(one.begins_at),
        "until": said(one.ends_at),
        "state": one.state,
        "price without tax": f"{one.price} {one.currency}, in its smallest unit",
        "booked at": said(one.booked_at),
        "booked by": one.cause,
        "your line": one.about,
        "cancelled at": said(one.cancelled_at),
        "the space's reason": one.reason,
    }


def _membership(membership: Any) -> Kept:
    return {
        "space": membership.space.name,
        "since": said(membership.since),
        "valid until (included)": said(included_end(membership.until)),
        "carries the visa": membership.carries_visa,
        "plan": membership.plan.name_en if membership.plan else "",
        "known by": membership.source,
        "entered at": said(membership.entered_at),
    }


def _plan_taken(one: Any) -> Kept:
    return {
        "at": one.space.name,
        "plan": one.plan.name_en,
        "first day": said(one.first_on),
        "state": one.state,
        "changes": [
            {"from": it.before.name_en, "to": it.plan.name_en, "on": said(it.on), "state": it.state}
            for it in one.changes.all()
        ],
        "pauses": [{"from": said(it.since), "until (excluded)": said(it.until)} for it in one.pauses.all()],
    }


def _visit(visit: Visit) -> Kept:
    return {
        "reference": visit.reference,
        "from": visit.home.name if visit.home else None,
        "to": visit.host.name,
        "under": visit.network.name,
        "state": visit.state,
        "days": [said(row.day) for row in visit.days.all()],
        "asked at": said(visit.asked_at),
        "purpose": visit.purpose,
        "your line": visit.about,
        "your address is shown": visit.shows_address,
        "the home's word": visit.word,
        "the host's line": visit.answer_line,
        "answered at": said(visit.answered_at),
        "terms": visit.terms,
        "conversation": [
            {"at": said(line.written_at), "side": line.side, "text": line.text} for line in visit.lines.all()
        ],
    }


def _pass(one: Any) -> Kept:
    return {
        "reference": one.reference,
        "of": one.network.name,
        "name": one.product.name_en,
        "state": one.state,
        "bought at": said(one.asked_at),
        "open since": said(one.opened_on),
        "renews on": said(one.renews_on),
        "what was sold": one.terms,
        "days": [
            {"from": said(lot.begins_on), "until (excluded)": said(lot.ends_on), "of": lot.credits, "used": lot.used}
            for lot in one.lots.all()
        ],
    }


def _presences(person: Person) -> list[Presence]:
    return list(Presence.objects.filter(person=person).select_related("space").order_by("day", "id"))


def _presence(presence: Presence) -> Kept:
    return {
        "space": presence.space.name,
        "day": said(presence.day),
        "state": presence.state,
        "as": presence.quality,
        "arrived at": said(presence.used_at),
        "known by": presence.witness,
    }


def _credentials(person: Person) -> list[Credential]:
    found = Credential.objects.filter(person=person).select_related("host").prefetch_related("uses__space")
    return list(found.order_by("issued_at", "id"))


def _credential(credential: Credential) -> Kept:
    return {
        "short code": credential.short_code,
        "for": credential.host.name,
        "since": said(credential.since),
        "until (excluded)": said(credential.until),
        "revoked at": said(credential.revoked_at),
        "read": [{"at": said(use.at), "where": use.space.name, "found": use.verdict} for use in credential.uses.all()],
    }


def _named(person: Person) -> Kept | None:
    side = party_of(person.ref)
    return {field: value for field, value in asdict(side).items() if value} if side else None


def _document(document: Document) -> Kept:
    return {
        "number": document.number,
        "kind": document.kind,
        "issued on": said(document.issued_on),
        "issued by": document.issuer_name,
        "issued to": document.buyer_name,
        "in smallest units": {"net": document.net, "tax": document.tax, "to pay": document.payable},
        "currency": document.currency,
        "says": json.loads(document.contents),
    }


def _letter(letter: Letter) -> Kept:
    return {"written at": said(letter.written_at), "subject": letter.subject, "text": letter.text}


def _letters_to_others(person: Person) -> list[Letter]:
    return [letter for letter in letters_about(person.ref) if letter.to.lower() != person.email]


def _about(letter: Letter) -> Kept:
    """That such a letter was written, and when; what others were told besides is theirs."""
    return {"written at": said(letter.written_at), "kind": letter.kind}


def _record(record: Record) -> Kept:
    return {
        "at": said(record.at),
        "act": record.act,
        "by": record.actor,
        "about": record.about,
        "facts": record.facts,
    }
