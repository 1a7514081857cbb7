"""A polite no with a reason code. The words for people live in the doors, in the reader's language."""

from typing import Any


class Refusal(Exception):
    """An action that was not done, and why.

    `code` names the reason in snake case; `facts` are what a sentence about it needs (dates, counts, names).
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


class NotFound(Refusal):
    """What is absent and what is forbidden give a stranger this same answer."""

    def __init__(self) -> None:
        super().__init__("not_found")
