"""`passerelle doctor`: what is wrong here, and how to mend it, one line for each thing looked at."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from passerelle.console.home import CHECKOUT
from passerelle.console.words import say
from passerelle.kit import late

OLDEST_PYTHON = (3, 11)


class Verdict(Enum):
    """What became of one thing looked at. A note is worth knowing and stops nothing."""

    FINE = "fine "
    NOTE = "note "
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what was seen, and what mends it."""

    about: str
    verdict: Verdict
    seen: str
    mend: str = ""


def examine(set_up_django: Callable[[], None]) -> int:
    """Look at everything, even when Django itself cannot start; 1 if anything is wrong, else 0."""
    findings = [_python(), *_whole_instance(set_up_django)]
    width = max(len(finding.about) for finding in findings)
    for finding in findings:
        mend = f" → {finding.mend}" if finding.mend else ""
        say(f"{finding.verdict.value}  {finding.about:<{width}}  {finding.seen}{mend}")
    wrong = sum(finding.verdict is Verdict.WRONG for finding in findings)
    say("Nothing is wrong." if not wrong else f"{wrong} of {len(findings)} things are wrong.")
    return 1 if wrong else 0


def _python() -> Finding:
    seen = "Python " + ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return Finding("Python", Verdict.WRONG, seen, "Install Python 3.11 or newer.")
    return Finding("Python", Verdict.FINE, seen)


def _whole_instance(set_up_django: Callable[[], None]) -> Iterator[Finding]:
    try:
        set_up_django()
    except Exception as reason:
        yield Finding("Settings", Verdict.WRONG, str(reason))
        return
    yield from late("passerelle.console.examination").findings()


def program(about: str, names: tuple[str, ...], use: str) -> Finding:
    """Whether one of these programs is here; never wrong, since the product works without."""
    found = next((path for path in map(shutil.which, names) if path), None)
    return Finding(about, Verdict.FINE, found) if found else Finding(about, Verdict.NOTE, f"Not found; only for {use}.")


def catalogues() -> Finding:
    """Whether every translation is compiled from its newest text."""
    stale = [
        source.relative_to(CHECKOUT)
        for source in sorted((CHECKOUT / "locale").glob("*/LC_MESSAGES/*.po"))
        if not (made := source.with_suffix(".mo")).exists() or made.stat().st_mtime < source.stat().st_mtime
    ]
    if stale:
        return Finding(
            "Languages", Verdict.WRONG, f"Not compiled: {', '.join(map(str, stale))}.", "Run `make install`."
        )
    return Finding("Languages", Verdict.FINE, "All catalogues are compiled.")
