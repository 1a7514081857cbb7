"""Letters to addresses that never became a person are forgotten after ninety days; those of a visit are not."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from passerelle.care.jobs import ROUNDS
from passerelle.kit import clock
from passerelle.mail.actions import Recipient, write
from passerelle.mail.models import Letter, State
from passerelle.people.actions import know_person
from tests.makers import WEDNESDAY_NOON

NINETY_DAYS = timedelta(days=90)
STRANGER = Recipient("Anna@Exmaple.org", "Anna", "en")


def code(to: Recipient = STRANGER, state: State = State.SENT, **how: object) -> Letter:
    facts = {"code": "HK7 4QM", "minutes": 15}
    letter = write("sign_in_code", room="people", to=to, facts=facts, **how)  # type: ignore[arg-type]
    Letter.objects.filter(pk=letter.pk).update(state=state)
    return letter


def forgotten_after(waited: timedelta) -> int:
    forget_letters, _ = ROUNDS["care.forget_letters_to_strangers"]
    return forget_letters(WEDNESDAY_NOON + waited)


def left(letter: Letter) -> str:
    letter.refresh_from_db()
    return letter.to + letter.to_name + letter.subject + letter.text + letter.html


@pytest.fixture(autouse=True)
def _noon(db: None) -> Iterator[None]:
    with clock.at(WEDNESDAY_NOON):
        yield


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.WITHHELD])
def test_a_letter_to_nobody_is_emptied_after_ninety_days(state: State) -> None:
    letter = code(state=state, key="code:1")
    assert forgotten_after(NINETY_DAYS) == 0
    assert forgotten_after(NINETY_DAYS + timedelta(seconds=1)) == 1
    assert left(letter) == ""
    assert letter.state == (State.SENT if state == State.SENT else State.WITHHELD)
    assert code(key="code:1").pk == letter.pk
    assert forgotten_after(2 * NINETY_DAYS) == 0


@pytest.mark.parametrize("state", [State.WAITING, State.SENDING])
def test_what_may_still_leave_stays(state: State) -> None:
    assert "HK7 4QM" in left(code(state=state))
    assert forgotten_after(2 * NINETY_DAYS) == 0


def test_letters_of_whoever_came_in_stay() -> None:
    letter = code()
    know_person("anna@exmaple.org")
    assert forgotten_after(2 * NINETY_DAYS) == 0
    assert "HK7 4QM" in left(letter)


def test_letters_of_a_visit_stay_with_it() -> None:
    """A host that answers by letter is nobody's address here, and its letters are the visit's own story."""
    kept, gone = code(about=("visit:1", "person:1")), code(about=("space:1", "person:1"))
    assert forgotten_after(2 * NINETY_DAYS) == 1
    assert "HK7 4QM" in left(kept)
    assert left(gone) == ""
