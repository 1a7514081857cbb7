"""What a record may hold. Plain Python.

Records outlive whoever they speak of: when a person is forgotten the logbook stays as it is. So people and things
stand in it as references (`person:7`), and a fact is a number, a yes or no, a date or a code, never typed prose.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

ACT = re.compile(r"[a-z][a-z0-9_]{2,63}")
CODE = re.compile(r"[A-Za-z0-9_.:,/+-]{0,200}")


def is_act(text: str) -> bool:
    """Whether `text` names an act as a past sentence in snake case: `visit_accepted`."""
    return ACT.fullmatch(text) is not None


def as_fact(value: Any) -> Any:
    """`value` as a record keeps it; dates and times become ISO 8601, tuples and sets lists.

    Raises ValueError for prose, mail addresses and things a record does not hold.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {as_fact(str(name)): as_fact(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_fact(inner) for inner in value]
    if isinstance(value, set | frozenset):
        return sorted(as_fact(inner) for inner in value)
    if isinstance(value, str) and CODE.fullmatch(value):
        return str(value)
    raise ValueError(f"A record holds numbers, dates, references and codes, not {value!r}.")
