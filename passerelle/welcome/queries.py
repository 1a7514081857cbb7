"""What can be asked about a first hour."""

from passerelle.spaces.models import Space
from passerelle.welcome.models import FirstHour, Part
from passerelle.welcome.rules import Said, Topic


def first_hour_of(space: Space) -> FirstHour | None:
    """When the space's first hour was last looked at, and its Wi-Fi; None where nothing was written down."""
    return FirstHour.objects.filter(space=space).first()


def said_by(space: Space) -> dict[Topic, Said]:
    """What the space says, topic by topic, in their order; topics of which it says nothing are left out."""
    rows = Part.objects.filter(space=space).values_list("topic", "text_fr", "text_en")
    said = {Topic(topic): Said(fr, en) for topic, fr, en in rows}
    return {topic: said[topic] for topic in Topic if said.get(topic, Said()) != Said()}


def is_written(space: Space) -> bool:
    """Whether there is anything to be read."""
    return FirstHour.objects.filter(space=space).exists()
