"""The letters that this room writes."""

from passerelle.mail.actions import Recipient, write
from passerelle.visits.models import Visit


def tell_host_that_visit_is_off(visit: Visit) -> None:
    """Tell a host that one of its visitors is not coming, without saying who it was: that has just been forgotten."""
    host = visit.host
    if not host.answers_letters:
        return
    write(
        "tell_host_that_visit_is_off",
        room="care",
        to=Recipient(host.email, host.name, host.language),
        facts={
            "host": host.name,
            "footing": visit.footing.name,
            "by_pass": visit.home is None,
            "days": [row.day for row in visit.days.all()],
            "reference": visit.reference,
        },
        key=f"{visit.ref}:forgotten",
    )
