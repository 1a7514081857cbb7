"""What is written about introductions. No letter names anybody before both have said yes, and none tells a no.

A letter of suggestion leaves in civil hours of the space, and mentions its reader alone: what it says of the other can
be forgotten by the introduction.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from passerelle.asks.access import Link, sealed, stopping
from passerelle.asks.models import Ask, Introduction
from passerelle.asks.queries import days_of, lapses_on, other_of, others_ask, own_ask, reasons
from passerelle.asks.rules import Side, civil_moment
from passerelle.kit import clock
from passerelle.mail import actions as mail
from passerelle.mail.actions import Recipient
from passerelle.people.models import Person


def suggest_introduction(introduction: Introduction, to: Person) -> None:
    """To each of the two: somebody at the same space goes with what you wrote; yes, no, or nothing."""
    facts = {"text": _text(others_ask(to.pk, introduction)), "own": _text(own_ask(to.pk, introduction))}
    offers = _side(others_ask(to.pk, introduction)) == Side.OFFER
    _write(
        "suggest_introduction",
        introduction,
        to,
        "suggested",
        {**facts, "offers": offers},
        leave_after=_civil(introduction),
    )


def ask_for_introduction(introduction: Introduction, to: Person) -> None:
    """To whoever wrote an ask: somebody has read it and would like to be introduced; who it is stays untold."""
    facts = {"own": _text(own_ask(to.pk, introduction)), "line": introduction.line}
    _write("ask_for_introduction", introduction, to, "asked", facts, leave_after=_civil(introduction))


def introduce(introduction: Introduction, to: Person) -> None:
    """To each, once both have said yes: the other's name and address."""
    other = other_of(to.pk, introduction)
    theirs, own = others_ask(to.pk, introduction), own_ask(to.pk, introduction)
    facts: dict[str, Any] = {"name": other.name or other.email, "address": other.email}
    facts["text"] = _text(theirs) or introduction.line
    facts |= {"own": _text(own), "about": (other.ref,)}
    _write("introduce", introduction, to, "made", facts, reply_to=other.email)


def ask_what_came(introduction: Introduction, to: Person) -> None:
    """To each, three weeks later: did anything come of it? What is said is counted, and not who says it."""
    came = f"{settings.SITE_URL}/introductions/came/{sealed(introduction, to.pk, Link.CAME)}/"
    other = other_of(to.pk, introduction)
    facts = {"name": other.name or other.email, "came": came, "about": (other.ref,)}
    _write("ask_what_came", introduction, to, "came", facts, leave_after=_civil(introduction))


def _write(kind: str, introduction: Introduction, to: Person, key: str, facts: Mapping[str, Any], **how: Any) -> None:
    """Whoever was forgotten is not written to."""
    if to.forgotten_at is None:
        about = (introduction.ref, to.ref, *facts.get("about", ()))
        mail.write(
            kind,
            room="asks",
            to=Recipient(to.email, to.name, to.language),
            facts={**_facts(introduction, to), **facts},
            about=about,
            key=f"introduction-{introduction.pk}-{key}-{to.pk}",
            **how,
        )


def _facts(introduction: Introduction, to: Person) -> dict[str, Any]:
    page = f"{settings.SITE_URL}/introductions/{sealed(introduction, to.pk, Link.ANSWER)}/"
    return {
        "first_name": to.first_name if to.name else "",
        "space": introduction.space.name,
        "words": reasons(introduction, to.pk, to.language),
        "days": days_of(introduction),
        "page": page,
        "stop": f"{settings.SITE_URL}/introductions/stop/{stopping(to)}/",
        "until": lapses_on(introduction),
    }


def _text(ask: Ask | None) -> str:
    return ask.text if ask else ""


def _side(ask: Ask | None) -> str:
    return ask.side if ask else ""


def _civil(introduction: Introduction) -> datetime:
    return civil_moment(clock.local(introduction.space.time_zone))
