"""Several processes that post at once: `python -m tests.ledger.presser HOW_MANY`, on the database of DATABASE_URL.

They read as JSON what to post, and each posts all of it in an order of its own. Then each says how often every
outcome came, as JSON.
"""

import json
import random
import sys
from collections import Counter
from datetime import date
from typing import Any

import django

django.setup()

from passerelle.kit.refusals import Refusal  # noqa: E402
from passerelle.ledger.actions import open_account, post, post_many, reverse, shut_month  # noqa: E402
from passerelle.ledger.models import Entry  # noqa: E402
from passerelle.ledger.rules import Draft, Move  # noqa: E402

BOOK, BY = "network:1", "person:9"
from tests.processes import become_many, say  # noqa: E402


def draft(told: list[Any]) -> Draft:
    key, moves = told
    return Draft("visit:1", key, date(2027, 1, 4), [Move(*move) for move in moves])


def one(press: dict[str, Any], seed: random.Random) -> str:
    return f"posted {post(BOOK, draft(press['draft']), by=BY).pk}"


def many(press: dict[str, Any], seed: random.Random) -> str:
    drafts = [draft(told) for told in press["drafts"]]
    seed.shuffle(drafts)
    return f"new {post_many(BOOK, drafts, by=BY)}"


def back(press: dict[str, Any], seed: random.Random) -> str:
    entry = Entry.objects.select_related("book").get(key=press["entry"])
    key = press["key"] + (str(seed.random()) if press.get("own") else "")
    return f"reversed {reverse(entry, key, cause='visit:1', by=BY).pk}"


def opened(press: dict[str, Any], seed: random.Random) -> str:
    return f"opened {open_account(BOOK, 'credits', press['owner'], 'EUR', by=BY).pk}"


def shut(press: dict[str, Any], seed: random.Random) -> str:
    shut_month(BOOK, date(2027, 1, 1), by=BY)
    return "shut"


PRESSES = {press.__name__: press for press in (one, many, back, opened, shut)}


def outcome(press: dict[str, Any], seed: random.Random) -> str:
    try:
        return PRESSES[press["press"]](press, seed)
    except Refusal as refusal:
        return refusal.code


def main() -> None:
    presses = json.loads(sys.stdin.readline())
    seed = random.Random(become_many())
    seed.shuffle(presses)
    say(Counter(outcome(press, seed) for press in presses))


if __name__ == "__main__":
    main()
