"""A space in a file of its own: Markdown whose head says the facts. Plain Python."""

import re
from typing import Any, NamedTuple

from passerelle.kit.late_imports import late
from passerelle.listings.rules.told import ListIsUnreadable

_LONGEST_HEAD = 100_000
_FENCE = re.compile(r"^---[ \t]*$", re.M)
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M)
_FACT = re.compile(r"[\w.@-][\w .@-]*:(?:\s|$)|[ \t]+\S|-\s|#|$")


class Sheet(NamedTuple):
    """The facts of the head, the words under it, and whether the head is never closed."""

    facts: dict[str, Any]
    words: str
    is_open: bool


def begins_with_facts(text: str) -> bool:
    """Whether the first line opens a head of facts."""
    return bool(_FENCE.match(text))


def sheet_of(text: str) -> Sheet:
    """What the file says. A head that is never closed ends where its lines no longer look like facts.

    Raises ListIsUnreadable: `front_matter_is_missing`, `front_matter_is_broken` with its line, `list_is_too_deep`.
    """
    fence = _FENCE.match(text)
    if not fence:
        raise ListIsUnreadable("front_matter_is_missing", line=1)
    end = _END.search(text, fence.end())
    if end:
        return Sheet(_facts(text[fence.end() : end.start()]), text[end.end() :].strip(), False)
    stops = _last_fact(text, fence.end())
    return Sheet(_facts(text[fence.end() : stops]), text[stops:].strip(), True)


def _last_fact(text: str, place: int) -> int:
    """Where the facts end: at the first line that is neither one, nor part of one, nor empty."""
    while place < len(text):
        found = text.find("\n", place)
        end = len(text) if found < 0 else found + 1
        if not _FACT.match(text, place, end):
            return place
        place = end
    return place


def _facts(head: str) -> dict[str, Any]:
    if len(head) > _LONGEST_HEAD:
        raise ListIsUnreadable("front_matter_is_too_long", most=_LONGEST_HEAD)
    yaml = late("yaml")
    try:
        _refuse_references(yaml, head)
        facts = yaml.load(head, Loader=yaml.BaseLoader)  # which makes nothing but words, lists and tables
    except RecursionError:
        raise ListIsUnreadable("list_is_too_deep", line=1) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ListIsUnreadable("front_matter_is_broken", line=mark.line + 1 if mark else 1) from None
    if not isinstance(facts, dict):
        raise ListIsUnreadable("front_matter_is_broken", line=1)
    return {str(name): said for name, said in facts.items()}


def _refuse_references(yaml: Any, head: str) -> None:
    """No fact stands for another one: a few lines that name each other would be gigabytes once they are laid out."""
    if "*" not in head:
        return
    for token in yaml.scan(head, Loader=yaml.BaseLoader):
        if isinstance(token, yaml.AliasToken):
            raise ListIsUnreadable("front_matter_is_broken", line=token.start_mark.line + 1)
