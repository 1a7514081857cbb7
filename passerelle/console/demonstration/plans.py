"""What two spaces of the demonstration sell their members."""

from collections.abc import Callable

from passerelle.console.demonstration.listed import space_of_the_story
from passerelle.people.queries import Person
from passerelle.plans.actions import offer_plan
from passerelle.plans.rules import Described, Kind

TRIAL = Described("Un jour pour voir", "A day to see", Kind.DAY, 0, is_trial=True)
PLANS = {
    "coworking-namur": (
        TRIAL,
        Described("La journée", "A day", Kind.DAY, 1_900),
        Described("Dix jours", "Ten days", Kind.BUNDLE, 15_000, days=10, valid_days=180),
        Described("Le mois du soir", "Evenings", Kind.MONTH, 6_500, hours="Mo-Fr 17:00-22:00"),
        Described("Le mois", "A month", Kind.MONTH, 19_000, carries_visa=True),
    ),
    "azulejo": (
        Described("La semaine", "A week", Kind.WEEK, 6_500),
        Described("Le mois", "A month", Kind.MONTH, 17_000, carries_visa=True),
    ),
}


def offer_plans(who_answers: Callable[[str], Person]) -> None:
    """Namur sells all kinds, Lisbon weeks and months."""
    for name, plans in PLANS.items():
        for described in plans:
            offer_plan(space_of_the_story(name), described, by=who_answers(name))
