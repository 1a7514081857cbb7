"""The letters that this room writes."""

from django.conf import settings

from passerelle.mail.actions import Recipient, write
from passerelle.members.models import Enrolment, Membership
from passerelle.members.rules import included_end


def tell_member_plan_is_open(enrolment: Enrolment) -> None:
    """Tell somebody who took a plan that it is open, from when until when, and what to know for the first hour."""
    _of_a_plan("tell_member_plan_is_open", enrolment, "open")


def tell_member_of_next_month(enrolment: Enrolment) -> None:
    """Tell somebody who pays at the desk that the next month is to be paid, by when, and how to stop."""
    _of_a_plan("tell_member_of_next_month", enrolment, f"next-{enrolment.until}")


def _of_a_plan(kind: str, enrolment: Enrolment, key: str) -> None:
    person, space, plan = enrolment.person, enrolment.space, enrolment.plan
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
