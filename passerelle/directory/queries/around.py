"""What stands around a space: its neighbours, and the nearest that can be asked."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from passerelle.networks.queries import affiliations_on, hosts_on
from passerelle.spaces.models import Space
from passerelle.spaces.queries import nearest_of, nearest_within

NEAR_KM = (5.0, 50.0)
LOOKED_AT = 25
Away = tuple[Space, float]


@dataclass(frozen=True)
class Around:
    """The nearest other spaces, and the nearest that can be asked on the day, each with its distance in kilometres."""

    neighbours: list[Away]
    host: Away | None


def around(space: Space, day: date, neighbours: int = 3) -> Around:
    """The neighbours of a space within 50 km, and the nearest host. At most four queries, mostly one."""
    standing = affiliations_on(day).filter(space=OuterRef("pk"))
    others = Space.objects.exclude(pk=space.pk).annotate(stands=Exists(standing))
    near: list[Away] = []
    for km in NEAR_KM:
        near = nearest_within(others, space.point, km, LOOKED_AT)
        if len(near) >= neighbours:
            break
    host = next((one for one in near if one[0].answers_letters and vars(one[0])["stands"]), None)
    return Around(near[:neighbours], host or _further_host(space, day))


def _further_host(space: Space, day: date) -> Away | None:
    return next(iter(nearest_of(hosts_on(day), space)), None)
