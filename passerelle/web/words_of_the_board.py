"""The words of the board, in the reader's language."""

from django.utils.translation import pgettext_lazy as pgettext

from passerelle.board.rules import State
from passerelle.board.wording import kind_said
from passerelle.web.words import Words

NOTICE_STATES: Words = {
    State.WAITING: pgettext("a notice", "waits for a word of the team"),
    State.SHOWN: pgettext("a notice", "on the board"),
    State.REFUSED: pgettext("a notice", "not put on the board"),
    State.HIDDEN: pgettext("a notice", "taken off the board by the team"),
    State.TAKEN_DOWN: pgettext("a notice", "taken down"),
}


def notice_word(state: str) -> str:
    """How a notice stands."""
    return str(NOTICE_STATES[State(state)])


def notice_kind_word(kind: str) -> str:
    """What a notice is about."""
    return kind_said(kind)
