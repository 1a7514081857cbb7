"""`passerelle entrust`: who runs this instance, since nobody does when it is new."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from passerelle.console.words import CannotGoOn, say
from passerelle.people.actions import know_person, take_the_instance_back, trust_with_the_instance
from passerelle.people.queries import person_at


def entrust(address: str, *, back: bool) -> int:
    """Give the instance into somebody's hands, or take it back."""
    try:
        validate_email(address)
    except ValidationError:
        raise CannotGoOn(f"{address} is not a mail address.") from None
    if back:
        if person := person_at(address):
            take_the_instance_back(person, by="console")
        say(f"{address} does not run this instance.")
    else:
        trust_with_the_instance(know_person(address), by="console")
        say(f"{address} runs this instance: sign in, then open {settings.SITE_URL}/backstage/.")
    return 0
