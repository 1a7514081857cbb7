"""`passerelle entrust`: who runs this instance, since nobody does when it is new."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from passerelle.console.words import CannotGoOn, say
from passerelle.people.actions import entrust_instance, take_instance_back


def entrust(address: str, *, back: bool) -> int:
    """Give the instance into somebody's hands, or take it back."""
    try:
        validate_email(address)
    except ValidationError:
        raise CannotGoOn(f"{address} is not a mail address.") from None
    if back:
        take_instance_back(address)
        say(f"{address} does not run this instance.")
    else:
        entrust_instance(address)
        say(f"{address} runs this instance: sign in, then open {settings.SITE_URL}/backstage/.")
    return 0
