"""How a command speaks: what it does, how far it is, and why it cannot go on."""

import time
from types import TracebackType

from rich.console import Console
from rich.markup import escape

console = Console(highlight=False, soft_wrap=True)


class CannotGoOn(Exception):
    """A sentence for whoever typed the command: what is in the way, and what to do about it."""


def say(sentence: str) -> None:
    """One line, as it is."""
    console.print(escape(sentence))


class Progress:
    """A long piece of work that says how far it is: a moving line on a terminal, plain lines elsewhere.

    Used as a context manager; call it with what is being done, and with how far out of how many when that is known.
    """

    def __init__(self, title: str) -> None:
        self._title = title
        self._status = console.status(escape(title)) if console.is_terminal else None

    def __enter__(self) -> "Progress":
        self._began = time.monotonic()
        if self._status:
            self._status.start()
        else:
            say(f"{self._title} …")
        return self

    def __call__(self, step: str, done: int | None = None, out_of: int | None = None) -> None:
        """Say what is being done now."""
        counted = f" {done}/{out_of}" if done is not None and out_of else ""
        if self._status:
            self._status.update(escape(f"{self._title}: {step}{counted}"))

    def __exit__(
        self, kind: type[BaseException] | None, reason: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status:
            self._status.stop()
        if reason is None:
            say(f"{self._title}: done in {time.monotonic() - self._began:.1f} s")
