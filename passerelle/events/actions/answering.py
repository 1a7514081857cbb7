"""Answering for one date. Places are counted under the lock of the date, and whoever waits moves up in order."""

from django.db import transaction
from django.db.models import F

from passerelle.events import mails
from passerelle.events.access import may_answer, must
from passerelle.events.models import Answer, Event, Feed, Occurrence
from passerelle.events.queries import how_many_come, moves_up_at
from passerelle.events.rules import Saying, has_room
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.people.models import Person


def in_hand(key: int) -> Occurrence:
    """The date, locked: whoever else answers, changes or calls it off waits."""
    locked = Occurrence.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("space", "event__host").get(pk=key)


@transaction.atomic
def answer(occurrence: Occurrence, saying: Saying, *, by: Person, shows_name: bool = False) -> Answer:
    """Somebody comes, or waits where no place is left, or does not come; then the next who waits has the place.

    Saying the same again changes whether the name is shown, and nothing else.
    Raises NotFound, Refusal `event_has_begun`, `event_is_called_off`.
    """
    occurrence = in_hand(occurrence.pk)
    said = Answer.objects.filter(occurrence=occurrence, person=by).first()
    must(said is not None if saying is Saying.NOT_COMING else may_answer(by, occurrence))
    if occurrence.called_off_at is not None:
        raise Refusal("event_is_called_off")
    if clock.now() >= occurrence.begins_at:
        raise Refusal("event_has_begun")
    had_a_place = said is not None and said.saying == Saying.COMING
    saying = _as_there_is_room(occurrence, said, saying)
    said = _keep(occurrence, said, saying, by, shows_name)
    if saying is Saying.COMING and not had_a_place:
        mails.confirm(said)
    if saying is Saying.NOT_COMING and had_a_place:
        mails.confirm_that_one_does_not_come(said)
    fill(occurrence)
    return said


def _as_there_is_room(occurrence: Occurrence, said: Answer | None, saying: Saying) -> Saying:
    """Who comes keeps the place. While the waiting list moves by itself nobody overtakes it."""
    if saying is Saying.NOT_COMING or (said is not None and said.saying == Saying.COMING):
        return saying
    return Saying.COMING if has_room(occurrence.places, how_many_come(occurrence)) else Saying.WAITING


def _keep(occurrence: Occurrence, said: Answer | None, saying: Saying, by: Person, shows_name: bool) -> Answer:
    shows_name = shows_name and saying is not Saying.NOT_COMING
    if said is not None and said.saying == saying:
        Answer.objects.filter(pk=said.pk).update(shows_name=shows_name)
        said.shows_name = shows_name
        return said
    if said is None:
        said = Answer(occurrence=occurrence, person=by)
    said.occurrence, said.saying, said.shows_name = occurrence, saying, shows_name
    said.answered_at, said.moved_up_at, said.letters = clock.now(), None, said.letters + 1
    said.save()
    write_down("event_answered", about=occurrence.ref, actor=by.ref, saying=str(saying))
    return said


def fill(occurrence: Occurrence) -> int:
    """Whoever waits has the places that are free, in the order in which they came, and is told; under the lock.

    Not any more in the last hours before it begins, as the event says: then it is whoever presses first.
    """
    now, moved = clock.now(), 0
    if occurrence.called_off_at is not None or now >= moves_up_at(occurrence):
        return 0
    waiting = occurrence.answers.filter(saying=Saying.WAITING).select_related("person").order_by("answered_at", "id")
    if occurrence.places is not None:
        waiting = waiting[: max(occurrence.places - how_many_come(occurrence), 0)]
    for one in waiting:
        one.occurrence, one.saying, one.moved_up_at, one.letters = occurrence, Saying.COMING, now, one.letters + 1
        Answer.objects.filter(pk=one.pk).update(saying=Saying.COMING, moved_up_at=now, letters=F("letters") + 1)
        write_down("event_place_came_free", about=occurrence.ref, actor=one.person.ref)
        mails.tell_of_place(one)
        moved += 1
    return moved


@transaction.atomic
def leave_events(person: Person) -> None:
    """Somebody is forgotten: their answers go, whoever waits moves up, and no event names them as its host."""
    theirs = Answer.objects.filter(person=person)
    for key in sorted(theirs.values_list("occurrence", flat=True)):
        occurrence = in_hand(key)
        theirs.filter(occurrence=occurrence).delete()
        fill(occurrence)
    Event.objects.filter(host=person).update(host=None)
    Feed.objects.filter(person=person).delete()
