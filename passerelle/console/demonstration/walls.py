"""The television in Namur's cafeteria."""

from collections.abc import Callable

from passerelle.console.demonstration.listed import space_of_the_story
from passerelle.people.queries import Person
from passerelle.people.rules import Language
from passerelle.walls.actions import hang_wall
from passerelle.walls.rules import Look

NAMUR = "coworking-namur"


def hang_walls(who_answers: Callable[[str], Person]) -> None:
    """One wall, light by day and dark in the evening."""
    hang_wall(space_of_the_story(NAMUR), "Cuisine", Language.FRENCH, Look.BY_HOUR, by=who_answers(NAMUR))
