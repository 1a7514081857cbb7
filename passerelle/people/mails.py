"""The letters that this room writes."""

from passerelle.kit.ids import readable
from passerelle.mail.actions import Recipient, write
from passerelle.people.rules import CODE_LASTS


def sign_in_code(to: Recipient, code: str) -> None:
    """The code to sign in with. The same letter whether or not anybody is known at the address."""
    minutes = int(CODE_LASTS.total_seconds() // 60)
    write("sign_in_code", room="people", to=to, facts={"code": readable(code), "minutes": minutes})
