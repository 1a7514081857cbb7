"""The first hour in the demonstration: written down by two spaces, and a few members who are here this morning."""

from collections.abc import Callable
from datetime import datetime, timedelta

from passerelle.console.demonstration.listed import space_of_the_story
from passerelle.kit import clock
from passerelle.members.actions import check_in_member
from passerelle.members.queries import membership_of
from passerelle.people.actions import be_shown
from passerelle.people.queries import Person, person_at
from passerelle.people.rules import Shown
from passerelle.spaces.queries import today_at
from passerelle.welcome.actions import write_first_hour
from passerelle.welcome.rules import Said, Topic, Wifi

NAMUR, HIVE = "coworking-namur", "the-hive"
IN_NAMUR = {
    Topic.DOOR: Said(
        "La porte sur la cour s’ouvre de 9 h à 18 h. Après, **sonnez au 2**.",
        "The door on the courtyard is open from 9:00 to 18:00. Later, **ring at 2**.",
    ),
    Topic.CALLS: Said(
        "Deux cabines au fond ; un appel court se prend dans l’escalier.",
        "Two booths at the back; a short call is taken on the stairs.",
    ),
    Topic.QUIET: Said("L’étage. On y parle à voix basse.", "Upstairs. One speaks in a low voice."),
    Topic.COFFEE: Said("À volonté, à gauche. *Rincez votre tasse.*", "Help yourself. *Rinse your cup.*"),
    Topic.LUNCH: Said("À midi, table commune. Marché le samedi.", "A shared table at noon. Market on Saturdays."),
    Topic.BINS: Said("- bleu : emballages\n- jaune : papier", "- blue: packaging\n- yellow: paper"),
    Topic.EMERGENCY: Said(
        "Sortie par la cour, rassemblement sous le tilleul. Le 112.",
        "Out by the courtyard, meet under the lime tree. Dial 112.",
    ),
    Topic.WHOM: Said("Hugo, à l’entrée.", "Hugo, at the entrance."),
}  # fmt: skip
IN_HONG_KONG = {
    Topic.DOOR: Said("", "21st floor. The lift needs no card before 19:00."),
    Topic.QUIET: Said("", "The room with the blue door."),
    Topic.WHOM: Said("", "Mei, or Kit at the desk."),
}


def write_first_hours(who_answers: Callable[[str], Person], today: datetime) -> None:
    """Namur looked at its own last week; nobody in Hong Kong has for half a year."""
    with clock.at(today - timedelta(days=7)):
        write_first_hour(
            space_of_the_story(NAMUR), IN_NAMUR, Wifi("Namur-Cowork", "sambre-et-meuse"), by=who_answers(NAMUR)
        )
    with clock.at(today - timedelta(days=180)):
        write_first_hour(space_of_the_story(HIVE), IN_HONG_KONG, Wifi("The Hive", "honeycomb21"), by=who_answers(HIVE))


def let_members_in(who_answers: Callable[[str], Person], today: datetime) -> None:
    """Two members of Namur have come this morning, their documents seen; one lets herself be seen by the others."""
    space = space_of_the_story(NAMUR)
    with clock.at(today):
        for address in ("paul", "nora"):
            person = person_at(f"{address}@example.org")
            membership = membership_of(person, space) if person else None
            if membership is not None and today_at(space) >= membership.since:
                check_in_member(membership, by=who_answers(NAMUR), saw_identity=True)
        nora = person_at("nora@example.org")
        if nora is not None:
            be_shown(nora, Shown.SPACE)
