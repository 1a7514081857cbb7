"""What can be done with a first hour: write it down, say that it still holds."""

from collections.abc import Mapping

from django.db import transaction

from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.welcome.access import may_say_it_holds, may_write_first_hour
from passerelle.welcome.models import FirstHour, Part
from passerelle.welcome.rules import LONGEST_KEY, LONGEST_NAME, LONGEST_TEXT, Said, Topic, Wifi


@transaction.atomic
def write_first_hour(space: Space, said: Mapping[Topic, Said], wifi: Wifi, *, by: Person) -> None:
    """What the space says from now on, whole: a topic that is missing or empty is not spoken of any more.

    Whoever writes it has looked at it. Where nothing is left, there is no first hour.
    Raises NotFound, Refusal `too_long`.
    """
    if not may_write_first_hour(by, space):
        raise NotFound
    texts = {topic: Said(one.fr.strip(), one.en.strip()) for topic, one in said.items()}
    wifi = Wifi(wifi.name.strip(), wifi.key.strip())
    _must_be_short(texts, wifi)
    Part.objects.filter(space=space).delete()
    kept = [(topic, one) for topic, one in texts.items() if one != Said()]
    Part.objects.bulk_create(Part(space=space, topic=topic, text_fr=one.fr, text_en=one.en) for topic, one in kept)
    if kept or wifi != Wifi():
        checked = {"checked_at": clock.now(), "checked_by": by.ref}
        names = {"wifi_name": wifi.name, "wifi_key": wifi.key}
        FirstHour.objects.update_or_create(space=space, defaults=names | checked)
    else:
        FirstHour.objects.filter(space=space).delete()
    write_down("first_hour_written", about=space.ref, actor=by.ref, topics=[topic.value for topic, _ in kept])


@transaction.atomic
def say_it_holds(space: Space, *, by: Person) -> None:
    """Somebody of the team has looked at it, and all of it still holds. Raises NotFound."""
    if not may_say_it_holds(by, space):
        raise NotFound
    if FirstHour.objects.filter(space=space).update(checked_at=clock.now(), checked_by=by.ref):
        write_down("first_hour_looked_at", about=space.ref, actor=by.ref)


def _must_be_short(texts: Mapping[Topic, Said], wifi: Wifi) -> None:
    longest = max((len(text) for one in texts.values() for text in (one.fr, one.en)), default=0)
    for length, most in ((longest, LONGEST_TEXT), (len(wifi.name), LONGEST_NAME), (len(wifi.key), LONGEST_KEY)):
        if length > most:
            raise Refusal("too_long", most=most)
