"""Forgetting a person: no name and no address of theirs stays in any table, and nobody else loses a day.

Days used and visits stay, as days of somebody: a host's count of visitors must not change afterwards. Documents that
were issued stay as they are, as the law wants them; from then on only the treasurer reads them.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Model, Q

from passerelle.board.actions import leave_boards
from passerelle.board.models import Consent, Notice, Report
from passerelle.bookings.actions import leave_bookings
from passerelle.bookings.models import Booking, Resource
from passerelle.care import mails
from passerelle.care.actions.paying import take_in
from passerelle.credentials.actions import revoke_credentials
from passerelle.getaways.actions import leave_stays
from passerelle.getaways.mails import tell_space_of_cancellation
from passerelle.getaways.models import Getaway, Stay
from passerelle.invoices.actions import forget_party
from passerelle.invoices.models import Party
from passerelle.kit import clock
from passerelle.mail.actions import forget_about, forget_address
from passerelle.mail.models import Letter
from passerelle.members.actions.enrolling import leave_plans
from passerelle.members.models import IdentitySeen, Membership
from passerelle.networks.models import Affiliation, Officer
from passerelle.passes.actions.renewing import ask_nothing_more_of
from passerelle.passes.models import Charge
from passerelle.payments.actions import cancel_payment
from passerelle.payments.actions.forgetting import forget_payer
from passerelle.payments.actions.steps import hold_payments
from passerelle.payments.models import Payment, Receipt
from passerelle.payments.queries import payments_by
from passerelle.people.actions import forget_person
from passerelle.people.models import Person
from passerelle.presence.actions import let_go
from passerelle.sales.models import Sale
from passerelle.spaces.actions.staff import forget_at_spaces
from passerelle.spaces.models import Closure, Space
from passerelle.visits.actions import cancel_visit
from passerelle.visits.actions.steps import take_in_hand
from passerelle.visits.models import Line, Visit
from passerelle.visits.rules import State, may_become
from passerelle.welcome.models import Part

# Whatever people write freely, where one person can be named by another.
FREE_TEXTS: Sequence[tuple[type[Model], Sequence[str]]] = (
    (Visit, ("about", "answer_line", "home_asked_at_address")),
    (Line, ("text",)),
    (Charge, ("line", "contested_because", "answer")),
    (Booking, ("about", "reason")),
    (Resource, ("text_fr", "text_en")),
    (Getaway, ("text_fr", "text_en")),
    (Stay, ("about", "answer_line")),
    (Letter, ("to", "to_name", "reply_to", "subject", "text", "html", "last_refusal")),
    (Space, ("summary", "ask_for", "hours_note", "email", "second_email")),
    (Closure, ("reason",)),
    (Part, ("text_fr", "text_en")),
    (Notice, ("title", "text", "reason")),
    (Report, ("reason",)),
    (Consent, ("name", "trade", "seeks")),
    (Affiliation, ("left_because",)),
    (Party, ("email",)),
    (Receipt, ("who", "said")),
    (Sale, ("line",)),
    (LogEntry, ("object_repr", "change_message")),
)
INSTEAD = "…"


@transaction.atomic
def forget(person: Person) -> None:
    """Forget the person, at their own wish: open visits are cancelled, what they wrote and what was written is wiped.

    Raises Refusal `last_manager_stays`: whoever manages a space alone first hands it over.
    """
    forget_at_spaces(person)
    visits = list(Visit.objects.select_related("person", "home", "host", "network").filter(person=person))
    told = _leave_open_visits(person, visits)
    hold_payments(*payments_by(person).values_list("cause", flat=True))
    stays = leave_stays(person)
    leave_bookings(person)
    leave_plans(person)
    ask_nothing_more_of(person)
    notices = leave_boards(person)
    _wipe_visits(visits)
    Charge.objects.filter(of_pass__person=person).update(line="", contested_because="", answer="")
    Membership.objects.filter(person=person).delete()
    IdentitySeen.objects.filter(person=person).delete()
    Officer.objects.filter(person=person).delete()
    forget_party(person.ref)
    payments = _leave_payments(person)
    forget_address(person.email)
    for ref in (
        person.ref,
        *(visit.ref for visit in visits),
        *(payment.ref for payment in payments),
        *(stay.ref for stay in stays),
        *(booking.ref for booking in person.bookings.all()),
        *notices,
    ):
        forget_about(ref)
    for visit in told:
        mails.tell_host_that_visit_is_off(visit)
    names = list(_names_of(person))
    forget_person(person)
    for stay in stays:
        stay.person.refresh_from_db()
        tell_space_of_cancellation(stay)
    for model, fields in FREE_TEXTS:
        _strike_out(model, fields, names)


def _leave_open_visits(person: Person, visits: Iterable[Visit]) -> list[Visit]:
    """Cancel what has not begun, let go of days to come of what has; gives the visits whose host knew of them."""
    told = []
    for visit in visits:
        if may_become(State(visit.state), State.CANCELLED):
            if visit.host_asked_at is not None or visit.state == State.ACCEPTED:
                told.append(visit)
            cancel_visit(visit, by=person)
        elif visit.is_open:
            take_in_hand(visit)
            let_go(visit.ref, _days_to_come(visit))
            revoke_credentials(visit.ref)
    return told


def _leave_payments(person: Person) -> list[Payment]:
    """What has not come is asked no longer; of what came, the bank's words on who sent it are wiped. All there were."""
    payments = list(payments_by(person))
    for payment in payments:
        take_in(cancel_payment, payment, by=person.ref)
    forget_payer(person)
    return payments


def _days_to_come(visit: Visit) -> list[date]:
    today = clock.local_day(visit.host.time_zone)
    return [row.day for row in visit.days.filter(day__gte=today)]


def _wipe_visits(visits: Sequence[Visit]) -> None:
    """What the visitor wrote, and what was written to them, since it may name them."""
    keys = [visit.pk for visit in visits]
    Visit.objects.filter(pk__in=keys).update(about="", answer_line="", shows_address=False)
    Line.objects.filter(visit__in=keys).update(text="")


def _names_of(person: Person) -> Iterator[str]:
    """How a text can name the person: the address, and the whole name, also as HTML and French print write it.

    A name of one word is left: it is a word of the language as well, or somebody else's name.
    """
    yield person.email
    if " " in person.name:
        yield from dict.fromkeys(
            (person.name, html.escape(person.name), person.name.replace("'", "’"), person.name.replace("’", "'"))
        )


def _strike_out(model: type[Model], fields: Sequence[str], names: Sequence[str]) -> None:
    """Put three dots where these texts name the person; a mail address that is theirs becomes empty."""
    named = Q()
    for field in fields:
        for name in names:
            named |= Q(**{f"{field}__icontains": name})
    # Whole words only: joana@example.org is somebody else than ana@example.org.
    struck = re.compile("|".join(rf"(?<![\w.+-]){re.escape(name)}(?![\w-])" for name in names), re.IGNORECASE)
    for row in model._default_manager.filter(named).only("pk", *fields).iterator(chunk_size=200):
        texts = {field: struck.sub(INSTEAD, getattr(row, field) or "") for field in fields}
        texts = {field: "" if text == INSTEAD else text for field, text in texts.items()}
        model._default_manager.filter(pk=row.pk).update(**texts)
