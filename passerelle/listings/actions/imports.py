"""What can be done with a file that an organiser sends: keep it, read it to see what would come of it, take it in.

The worker does the reading, which may take a minute: whoever sent the file sees how far it is.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, transaction
from django.db.models import Q

from passerelle.kit.refusals import NotFound, Refusal
from passerelle.listings.access import may_take_in
from passerelle.listings.actions.taking_in import Whose, take_in
from passerelle.listings.gazetteer import AtlasInMemory
from passerelle.listings.models import Import
from passerelle.listings.rules import ListIsUnreadable, Step, read_list
from passerelle.listings.rules.report import Report, report_of_failure
from passerelle.logbook.actions import write_down
from passerelle.networks.models import Network
from passerelle.people.models import Person

MOST_BYTES_SENT = 20_000_000
MOST_LINES_KEPT = 2000
CLAIM_GROWS_OLD = timedelta(minutes=10)
"""A worker that has had a file in hand for longer is taken for dead, and another one begins again."""
logger = logging.getLogger(__name__)

_WAITING = (Step.TO_READ, Step.TO_TAKE_IN)


@dataclass(frozen=True)
class Sent:
    """A file as it was sent, and what was said of it. `columns` says of a heading which field it is."""

    file_name: str
    content: bytes
    source_name: str
    licence: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def send_list(network: Network, sent: Sent, *, by: Person) -> Import:
    """A file waits to be read; nothing of it is taken in before its sender has seen what would come of it.

    Raises Refusal `source_name_is_missing`, `file_is_too_big`.
    """
    if not may_take_in(by, network):
        raise NotFound
    if not sent.source_name.strip():
        raise Refusal("source_name_is_missing")
    if len(sent.content) > MOST_BYTES_SENT:
        raise Refusal("file_is_too_big", most=MOST_BYTES_SENT // 1_000_000)
    kept = Import.objects.create(
        network=network,
        sent_by=by,
        file_name=sent.file_name[-120:],
        content=sent.content,
        source_name=sent.source_name.strip()[:120],
        licence=sent.licence.strip()[:240],
        columns=dict(sent.columns),
    )
    write_down("list_sent", about=network.ref, actor=by.ref, size=len(sent.content))
    return kept


def read_again(one: Import, columns: Mapping[str, str], *, by: Person) -> None:
    """The file is read once more, with these headings understood as their sender says.

    Raises Refusal `list_has_moved_on` once it is being taken in.
    """
    _turn(one, Step.TO_READ, by, {"columns": dict(one.columns) | dict(columns)})


def ask_to_take_in(one: Import, *, by: Person) -> None:
    """What the report says is to be done. Raises Refusal `list_has_moved_on` where it is being done, or is done."""
    _turn(one, Step.TO_TAKE_IN, by, {})


def take_up_next(now: datetime) -> bool:
    """Do the next thing that a file waits for, if one waits and no living worker has it in hand."""
    free = Q(taken_up_at=None) | Q(taken_up_at__lt=now - CLAIM_GROWS_OLD)
    waiting = Import.objects.filter(free, step__in=_WAITING)
    key = waiting.order_by("sent_at", "pk").values_list("pk", flat=True).first()
    if key is None or not waiting.filter(pk=key).update(taken_up_at=now):
        return False
    _work_on(Import.objects.select_related("network", "sent_by").get(pk=key))
    return True


def _turn(one: Import, step: Step, by: Person, columns: Mapping[str, object]) -> None:
    if not may_take_in(by, one.network):
        raise NotFound
    turned = Import.objects.filter(pk=one.pk, step=Step.READ)
    if not turned.update(step=step, taken_up_at=None, sent_by=by, done=0, **columns):
        raise Refusal("list_has_moved_on")
    one.step = step


def _work_on(one: Import) -> None:
    atlas, step = AtlasInMemory(), Step(one.step)
    try:
        read = read_list(bytes(one.content), one.file_name, atlas, one.columns)
        Import.objects.filter(pk=one.pk).update(done=len(read.told), out_of=read.read)
        if one.sent_by is None:
            raise NotFound
        whose = Whose(one.source_name, one.licence, one.network)
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
    kept: dict[str, Any] = {"step": step, "report": report.written(), "taken_up_at": None}
    if step in (Step.DONE, Step.REFUSED):
        kept["content"] = b""
    Import.objects.filter(pk=one.pk, step=one.step).update(**kept)
