"""The team looks after the board: it approves, refuses and hides; readers tell it what should not stand there."""

from django.db import transaction

from passerelle.board import mails
from passerelle.board.access import may_look_after, may_report, must
from passerelle.board.models import Notice, Picture, Report
from passerelle.board.rules import LONGEST_REASON, OPEN_REPORTS_AT_ONCE, State
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person


@transaction.atomic
def approve(notice: Notice, *, by: Person) -> None:
    """What waited stands on the board from now on, and its writer is told.

    Raises NotFound, Refusal `notice_has_moved_on`.
    """
    must(may_look_after(by, notice.space))
    _move(notice, State.WAITING, State.SHOWN, by, stood_at=clock.now())
    write_down("notice_approved", about=notice.ref, actor=by.ref)
    mails.tell_writer_it_stands(notice)


@transaction.atomic
def refuse(notice: Notice, *, reason: str, by: Person) -> None:
    """What waited will not stand there, and its writer is told why.

    Raises NotFound, Refusal `notice_has_moved_on`, `reason_is_missing`, `too_long`.
    """
    must(may_look_after(by, notice.space))
    _move(notice, State.WAITING, State.REFUSED, by, reason=_said(reason))
    Picture.objects.filter(notice=notice).delete()
    write_down("notice_refused", about=notice.ref, actor=by.ref)
    mails.tell_writer_of_no(notice)


@transaction.atomic
def hide(notice: Notice, *, reason: str, by: Person) -> None:
    """What stood there does not any more, and its writer is told why. What was reported of it is settled.

    Raises NotFound, Refusal `notice_has_moved_on`, `reason_is_missing`, `too_long`.
    """
    must(may_look_after(by, notice.space))
    _move(notice, State.SHOWN, State.HIDDEN, by, reason=_said(reason))
    Picture.objects.filter(notice=notice).delete()
    _settle(notice)
    write_down("notice_hidden", about=notice.ref, actor=by.ref)
    mails.tell_writer_of_no(notice)


@transaction.atomic
def let_stand(notice: Notice, *, by: Person) -> None:
    """The team has looked at what was reported, and it may stand. Once done, doing it again changes nothing."""
    must(may_look_after(by, notice.space))
    if _settle(notice):
        write_down("notice_left_standing", about=notice.ref, actor=by.ref)


@transaction.atomic
def report(notice: Notice, *, reason: str, by: Person) -> None:
    """A reader tells the team that it should not stand there; told again, the first time counts.

    Raises NotFound, Refusal `reason_is_missing`, `too_long`, `too_many_reports`.
    """
    must(may_report(by, notice))
    said = _said(reason)
    open_ones = Report.objects.filter(person=by, notice__space=notice.space, settled_at=None)
    if open_ones.count() >= OPEN_REPORTS_AT_ONCE:
        raise Refusal("too_many_reports", most=OPEN_REPORTS_AT_ONCE)
    given = {"reason": said, "reported_at": clock.now()}
    _, is_new = Report.objects.get_or_create(notice=notice, person=by, defaults=given)
    if is_new:
        write_down("notice_reported", about=notice.ref, actor=by.ref)


def _move(notice: Notice, state: State, onward: State, by: Person, **lines: object) -> None:
    """One conditional update: of two who press at once, one moves it. Raises Refusal `notice_has_moved_on`."""
    lines |= {"state": onward, "decided_by": by.ref}
    if not Notice.objects.filter(pk=notice.pk, state=state).update(**lines):
        raise Refusal("notice_has_moved_on")
    for name, value in lines.items():
        setattr(notice, name, value)


def _settle(notice: Notice) -> int:
    return Report.objects.filter(notice=notice, settled_at=None).update(settled_at=clock.now())


def _said(reason: str) -> str:
    said = " ".join(reason.split())
    if not said:
        raise Refusal("reason_is_missing")
    if len(said) > LONGEST_REASON:
        raise Refusal("too_long", most=LONGEST_REASON)
    return said
