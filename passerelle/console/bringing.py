"""`passerelle import members`: a space's members and plans, from the file of another program."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from passerelle.console.words import CannotGoOn, say
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.members.actions import Report
from passerelle.members.rules.roster import MOST_BYTES, Column
from passerelle.moves.actions import Seen, Taking, Wished, choose_columns, look_at, send_move, take_in_move
from passerelle.moves.queries import Move
from passerelle.people.queries import person_at
from passerelle.plans.rules import Kind
from passerelle.spaces.queries import space_at

SHOWN = 20


@dataclass(frozen=True)
class Asked:
    """What was typed behind `import members`."""

    space: str
    file: Path
    by: str
    columns: Sequence[str] = ()
    is_told: bool = False
    is_dry: bool = False


def import_members(asked: Asked) -> int:
    """Take the file in, or say what would come of it; 1 where no line could be read. Raises CannotGoOn."""
    space, by = space_at(asked.space), person_at(asked.by.strip().lower())
    if space is None:
        raise CannotGoOn(f"There is no space called {asked.space}.")
    if by is None:
        raise CannotGoOn(f"Nobody is known by {asked.by}.")
    chosen = dict(map(_column, asked.columns))
    try:
        content = _content(asked.file)
        move = Move(space=space, file_name=asked.file.name, content=content)
        move.columns = {heading: str(column) if column else None for heading, column in chosen.items()}
        seen = look_at(move, by=by)
        if asked.is_dry:
            return _said(seen, seen.report, is_dry=True)
        kept = send_move(space, asked.file.name, content, by=by)
        choose_columns(kept, chosen, by=by)
        return _said(seen, take_in_move(kept, Taking(_wished(seen), asked.is_told), by=by), is_dry=False)
    except NotFound:
        raise CannotGoOn(f"{asked.by} does not manage {space.name}.") from None
    except Refusal as refusal:
        facts = ", ".join(f"{name}: {value}" for name, value in refusal.facts.items())
        raise CannotGoOn(f"{asked.file} cannot be taken in: {refusal.code} ({facts}).") from None


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise CannotGoOn(f"{file} is larger than {MOST_BYTES // 1_000_000} MB. Send it in parts.")
        return file.read_bytes()
    except OSError as reason:
        raise CannotGoOn(f"{file} cannot be read: {reason.strerror}.") from None


def _column(said: str) -> tuple[str, Column | None]:
    heading, sign, column = said.rpartition("=")
    known = [one.value for one in Column]
    if not sign or (column and column not in known):
        raise CannotGoOn(f'{said!r} does not say what a column holds; write "Heading=field". {", ".join(known)}.')
    return heading.strip(), Column(column) if column else None


def _wished(seen: Seen) -> dict[str, Wished]:
    return {plan.key: Wished(plan.name, plan.price, plan.kind or Kind.MONTH) for plan in seen.proposed if plan.price}


def _said(seen: Seen, report: Report, *, is_dry: bool) -> int:
    counted = ", ".join(f"{count} {became}" for became, count in sorted(report.counts.items()))
    say(f"{len(report.lines)} lines{' (nothing was changed)' if is_dry else ''}: {counted}.")
    for plan in seen.proposed:
        made = "new plan, not on sale" if plan.price else "no such plan, and no price: its members are on none"
        say(f"  {plan.name}: {made} ({plan.members} members)")
    refused = [line for line in report.lines if line.flaw]
    for line in refused[:SHOWN]:
        assert line.flaw is not None
        say(f"  line {line.number}, {line.flaw.column}: {line.flaw.code} {line.flaw.found}".rstrip())
    if len(refused) > SHOWN:
        say(f"  and {len(refused) - SHOWN} more refused.")
    return 0 if len(refused) < len(report.lines) else 1
