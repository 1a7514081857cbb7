"""`passerelle load rates`: what the European Central Bank has published, from a file that somebody has fetched."""

from pathlib import Path

from passerelle.console.words import CannotGoOn, say
from passerelle.rates.actions import keep_published
from passerelle.rates.rules import NoRates, read_published

CONSOLE = "console"


def load_rates(file: Path) -> int:
    """Keep the rates of one of the bank's files; what is known stays. Raises CannotGoOn for any other file."""
    try:
        published = read_published(file.read_bytes())
    except OSError as failure:
        raise CannotGoOn(f"{file} cannot be read: {failure.strerror}.") from None
    except NoRates as why:
        raise CannotGoOn(f"{file} is none of the bank's files: {why}.") from None
    new = keep_published(published, by=CONSOLE)
    first, last = min(one.day for one in published), max(one.day for one in published)
    say(f"{len(published)} rates from {first} to {last}: {new} new.")
    return 0
