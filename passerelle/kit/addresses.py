"""Mail addresses, of the kind that a letter can be sent to. Plain Python."""

import re

LONGEST = 254  # RFC 5321, section 4.5.3.1.3, less the brackets around it

# Quoted names and numbers for hosts are well formed (RFC 5321), but nobody reads there, and a comma or a bracket in
# an address is how a second reader is smuggled into a letter.
_ATOM = r"[!#$%&'*+/=?^_`{|}~0-9A-Za-z-]+"
_LABEL = r"[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+(?!\d+$){_LABEL}")


def is_mail_address(text: str) -> bool:
    """Whether `text` is one mail address; its host may be written in any alphabet."""
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None


def in_ascii(address: str) -> str:
    """`address` as mail servers take it: bücher.example is xn--bcher-kva.example to them (RFC 3490)."""
    name, _, host = address.rpartition("@")
    return f"{name}@{host.encode('idna').decode()}"
