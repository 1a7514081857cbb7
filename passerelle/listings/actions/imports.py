"""What can be done with a file that an organiser sends: keep it, read it to see what would come of it, take it in.

The worker does the reading, which may take a minute: whoever sent the file sees how far it is.
"""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, transaction
from django.db.models import F, Q

from passerelle.kit.refusals import NotFound, Refusal
from passerelle.listings.access import may_take_in
from passerelle.listings.actions.taking_in import Whose, check_source, take_in
from passerelle.listings.gazetteer import AtlasInMemory
from passerelle.listings.models import Import
from passerelle.listings.queries import imports_waiting
from passerelle.listings.rules import ListIsUnreadable, Step, read_list
from passerelle.listings.rules.report import Report, report_of_failure
from passerelle.logbook.actions import write_down
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.spaces.rules import Kind

MOST_BYTES_SENT = 20_000_000
MOST_ROWS_SENT = 100_000
"""Whoever has more types the command, which takes ten times as many."""
MOST_LINES_KEPT = 2000
MOST_WAITING = 5
"""So many files of one network wait at once: each is kept whole until it is taken in or left."""
MOST_TRIES = 3
CLAIM_GROWS_OLD = timedelta(minutes=10)
"""A worker that has had a file in hand for longer is taken for dead, and another one begins again."""
KEPT_FOR = timedelta(days=7)
"""A file that nobody has said a word on for so long is let go of."""
logger = logging.getLogger(__name__)

_FOR_THE_WORKER = (Step.TO_READ, Step.TO_TAKE_IN)
_FOR_A_WORD = (Step.SENT, Step.READ)


@dataclass(frozen=True)
class Sent:
    """A file as it was sent."""

    file_name: str
    content: bytes


@transaction.atomic
def send_list(network: Network, sent: Sent, *, by: Person) -> Import:
    """A file is kept until its sender has said where it comes from; it is read then, and not before.

    Raises Refusal `file_is_too_big`, `too_many_lists_wait`.
    """
    if not may_take_in(by, network):
        raise NotFound
    if len(sent.content) > MOST_BYTES_SENT:
        raise Refusal("file_is_too_big", most=MOST_BYTES_SENT // 1_000_000)
    Network.objects.select_for_update(no_key=True).get(
        pk=network.pk
    )  # of two organisers who send at once one may be too late
    if imports_waiting(network).count() >= MOST_WAITING:
        raise Refusal("too_many_lists_wait", most=MOST_WAITING)
    kept = Import.objects.create(network=network, sent_by=by, file_name=sent.file_name[-120:], content=sent.content)
    write_down("list_sent", about=network.ref, actor=by.ref, size=len(sent.content))
    return kept


def say_source(one: Import, whose: Whose, *, by: Person) -> None:
    """The file is read as a list of this source; nothing of it is taken in before its sender has seen what would come.

    Raises Refusal as `check_source` does, and `list_has_moved_on` once it is being taken in.
    """
    said = replace(whose, name=whose.name.strip(), licence=whose.licence.strip(), network=one.network)
    check_source(said)
    about = {"source_name": said.name, "licence": said.licence, "told_on": said.told_on, "kind": said.kind}
    _turn(one, Step.TO_READ, by, about, after=_FOR_A_WORD)


def read_again(one: Import, columns: Mapping[str, str], *, by: Person) -> None:
    """The file is read once more, with these headings understood as their sender says.

    Raises Refusal `list_has_moved_on` once it is being taken in.
    """
    _turn(one, Step.TO_READ, by, {"columns": dict(one.columns) | dict(columns)})


def ask_to_take_in(one: Import, *, by: Person) -> None:
    """What the report says is to be done. Raises Refusal `list_has_moved_on` where it is being done, or is done."""
    _turn(one, Step.TO_TAKE_IN, by, {})


def leave_list(one: Import, *, by: Person) -> None:
    """Nothing of the file is kept. Raises Refusal `list_has_moved_on` where it is being read or taken in, or was."""
    _turn(one, Step.LEFT, by, {"content": b"", "report": {}}, after=_FOR_A_WORD)


def let_go_of_old_lists(now: datetime) -> int:
    """Files on which nobody has said a word for a week are kept no longer; how many."""
    old = Import.objects.filter(step__in=_FOR_A_WORD, sent_at__lt=now - KEPT_FOR)
    return old.update(step=Step.LAPSED, content=b"", report={})


def take_up_next(now: datetime) -> bool:
    """Do the next thing that a file waits for, if one waits and no living worker has it in hand.

    One that has ended its worker three times is given up: most likely the machine has not memory enough for it.
    """
    free = Q(taken_up_at=None) | Q(taken_up_at__lt=now - CLAIM_GROWS_OLD)
    waiting = Import.objects.filter(free, step__in=_FOR_THE_WORKER)
    key = waiting.order_by("sent_at", "pk").values_list("pk", flat=True).first()
    if key is None or not waiting.filter(pk=key).update(taken_up_at=now, tries=F("tries") + 1):
        return False
    one = Import.objects.select_related("network", "sent_by").get(pk=key)
    if one.tries > MOST_TRIES:
        _give_up(one)
    else:
        _work_on(one)
    return True


def _turn(
    one: Import, step: Step, by: Person, said: Mapping[str, object], *, after: Collection[Step] = (Step.READ,)
) -> None:
    if not may_take_in(by, one.network):
        raise NotFound
    turned = Import.objects.filter(pk=one.pk, step__in=after)
    if not turned.update(step=step, taken_up_at=None, tries=0, sent_by=by, done=0, **said):
        raise Refusal("list_has_moved_on")
    one.step = step


@transaction.atomic
def _give_up(one: Import) -> None:
    _put_down(one, Step.REFUSED, report_of_failure(one.file_name, "list_was_given_up", {"tries": MOST_TRIES}))
    write_down("list_given_up", about=one.network.ref, actor="worker", tries=MOST_TRIES, size=len(one.content))


def _work_on(one: Import) -> None:
    atlas, step = AtlasInMemory(), Step(one.step)
    try:
        read = read_list(bytes(one.content), one.file_name, atlas, one.columns, MOST_ROWS_SENT)
        Import.objects.filter(pk=one.pk).update(done=len(read.told), out_of=read.read)
        if one.sent_by is None:
            raise NotFound
        whose = Whose(one.source_name, one.licence, one.network, one.told_on, Kind(one.kind))
        with transaction.atomic():
            is_dry = step is Step.TO_READ
            taken = take_in(one.file_name, read, whose, atlas, by=one.sent_by, is_dry=is_dry)
            _put_down(one, Step.READ if is_dry else Step.DONE, taken.report)
    except (ListIsUnreadable, Refusal) as reason:
        _put_down(one, Step.REFUSED, report_of_failure(one.file_name, reason.code, reason.facts))
    except Error:
        raise  # the database is away: the file is taken up again when its claim is old
    except Exception:  # What one file sets off would be set off again and again, and keep the others waiting.
        logger.exception("The list %s stopped in the middle", one.reference)
        _put_down(one, Step.REFUSED, report_of_failure(one.file_name, "list_stopped", {}))


def _put_down(one: Import, step: Step, report: Report) -> None:
    """Keep how it went; a file that nothing more is done with is let go of."""
    report.refusals, report.flaws = report.refusals[:MOST_LINES_KEPT], report.flaws[:MOST_LINES_KEPT]
    report.not_taken = report.not_taken[:MOST_LINES_KEPT]
    kept: dict[str, Any] = {"step": step, "report": report.written(), "taken_up_at": None, "tries": 0}
    if step in (Step.DONE, Step.REFUSED):
        kept["content"] = b""
    Import.objects.filter(pk=one.pk, step=one.step).update(**kept)
