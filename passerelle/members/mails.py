"""The letters that this room writes."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.conf import settings

from passerelle.kit import clock
from passerelle.mail.actions import Recipient, write
from passerelle.members.models import Enrolment, Membership, Pause, PlanChange
from passerelle.members.rules import included_end
from passerelle.members.rules.terms import Figures


def tell_member_plan_is_open(enrolment: Enrolment) -> None:
    """Tell somebody who took a plan that it is open, from when until when, and what to know for the first hour."""
    _of_a_plan("tell_member_plan_is_open", enrolment, "open")


def tell_member_of_next_month(enrolment: Enrolment) -> None:
    """Tell somebody who pays at the desk that the next month is to be paid, by when, and how to stop."""
    _of_a_plan("tell_member_of_next_month", enrolment, f"next-{enrolment.until}")


def tell_member_plan_is_changed(enrolment: Enrolment, change: PlanChange, figures: Figures) -> None:
    """Tell a member who has gone to another plan since when, line by line what that came to, and what goes back."""
    _of_a_plan("tell_member_plan_is_changed", enrolment, f"change-{change.pk}", {**_lines(figures), "on": change.on})


def tell_member_plan_is_paused(enrolment: Enrolment, pause: Pause) -> None:
    """Tell a member from when until when the plan rests, and until when it lasts then."""
    facts = {"since": pause.since, "last_paused": included_end(pause.until), "again_on": pause.until}
    _of_a_plan("tell_member_plan_is_paused", enrolment, f"pause-{pause.pk}", facts)


def tell_member_pause_has_ended(enrolment: Enrolment, pause: Pause) -> None:
    """Tell a member that a pause was ended before its time, and until when the plan lasts then."""
    _of_a_plan("tell_member_pause_has_ended", enrolment, f"pause-{pause.pk}-ended", {})


def confirm_withdrawal_from_plan(enrolment: Enrolment, figures: Figures) -> None:
    """Confirm on a durable medium that a member has withdrawn, when, and what is paid back (art. 11a)."""
    facts = {**_lines(figures), "at": clock.now(), "zone": enrolment.space.time_zone}
    _of_a_plan("confirm_withdrawal_from_plan", enrolment, "withdrawn", facts)


def _lines(figures: Figures) -> Mapping[str, Any]:
    """What is given back, and what it comes to with the new price."""
    return {
        "back": [asdict(line) for line in figures.back],
        "price": figures.price,
        "to_pay": figures.to_pay,
        "paid_back": figures.paid_back,
    }


def _of_a_plan(kind: str, enrolment: Enrolment, key: str, more: Mapping[str, Any] | None = None) -> None:
    person, space, plan = enrolment.person, enrolment.space, enrolment.plan
    if person.forgotten_at is not None:
        return
    at_space = f"{settings.SITE_URL}/spaces/{space.slug}/"
    write(
        kind,
        room="members",
        to=Recipient(person.email, person.name, person.language),
        facts={
            "name": person.name,
            "space": space.name,
            "plan": plan.name_fr if person.language == "fr" else plan.name_en,
            "amount": plan.price,
            "currency": plan.currency,
            "first_on": enrolment.first_on,
            "until": enrolment.until,
            "last_on": included_end(enrolment.until),
            "first_hour": f"{at_space}first-hour/",
            "link": f"{settings.SITE_URL}/me/plans/{enrolment.reference}/",
            **(more or {}),
        },
        about=(person.ref, space.ref),
        key=f"enrolment:{enrolment.pk}:{key}",
        reply_to=space.email or None,
    )


def tell_member_of_listing(membership: Membership) -> None:
    """Tell somebody newly entered who did it, what is kept, and how to be forgotten."""
    person, space = membership.person, membership.space
    write(
        "tell_member_of_listing",
        room="members",
        to=Recipient(person.email, person.name, person.language),
        facts={
            "name": person.name,
            "address": person.email,
            "space": space.name,
            "town": space.town,
            "since": membership.since,
            "valid_until": included_end(membership.until),
            "link": f"{settings.SITE_URL}/spaces/",
            "forget": f"{settings.SITE_URL}/me/forget/",
        },
        about=(person.ref, space.ref),
        key=f"member:{membership.pk}:listed",
        reply_to=space.email or None,
    )
