"""What tests of asks begin with: people at Alder who wrote something and want suggestions."""

from datetime import date
from typing import Any

from passerelle.asks.actions import Words, want_suggestions, write_ask
from passerelle.asks.models import Ask, Introduction
from passerelle.asks.rules import Kind, Side, Weekly
from passerelle.people.models import Person
from passerelle.people.rules import Circle, Language

LOGO = "Je cherche une graphiste pour un logo et une affiche."
DESIGNER = "Graphic designer, I draw logos and posters."
UNTIL = date(2027, 3, 1)


def wants(person: Person, side: Side, text: str, a_week: Weekly = Weekly.THREE, **facts: Any) -> Ask:
    """The person writes it, and wants suggestions."""
    want_suggestions(person, a_week)
    given = {"kind": Kind.CLIENT, "language": Language.FRENCH, "until": UNTIL, "shown_to": Circle.SPACE} | facts
    return write_ask(Words(side=side, text=text, **given), by=person)


def the_introduction() -> Introduction:
    """The only one there is."""
    return Introduction.objects.select_related("low", "high", "low_ask", "high_ask", "space").get()
