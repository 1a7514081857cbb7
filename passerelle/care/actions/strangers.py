"""Letters to addresses at which nobody ever came in: mistyped codes, invitations that nobody took up."""

from datetime import datetime, timedelta

from passerelle.mail import actions as mail
from passerelle.people.models import Person

STRANGERS_ARE_KNOWN_FOR = timedelta(days=90)


def forget_letters_to_strangers(now: datetime) -> int:
    """Empty letters of ninety days ago to addresses of nobody here; returns how many.

    Letters about a visit stay with it: most hosts and homes answer without ever being a person here.
    """
    return mail.forget_letters_to_strangers(
        now - STRANGERS_ARE_KNOWN_FOR, known=Person.objects.values("email"), kept_about="visit:"
    )
