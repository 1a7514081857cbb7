"""`passerelle export space`: all that a space owns, in one archive of open formats."""

from pathlib import Path

from passerelle.care.actions import take_space_out
from passerelle.console.archive import appearing_whole
from passerelle.console.words import CannotGoOn, Progress, say
from passerelle.spaces.queries import space_at


def export_space(slug: str, path: Path) -> int:
    """Write the archive, which appears when it is whole. Raises CannotGoOn."""
    space = space_at(slug)
    if space is None:
        raise CannotGoOn(f"There is no space called {slug}.")
    with Progress(f"Taking {space.name} out"), appearing_whole(path) as file:
        for part in take_space_out(space, space.language, by=None):
            file.write(part)
    say(f"{path}: {path.stat().st_size:,} bytes. README.md in it says what each file is.")
    return 0
