"""What can be done with asks, offers and introductions."""

from passerelle.asks.actions.introducing import answer, ask_for_introduction, keep_apart, say_what_came
from passerelle.asks.actions.leaving import leave_asks, let_go_of_old_asks
from passerelle.asks.actions.rounds import ask_what_came, suggest
from passerelle.asks.actions.writing import Words, change_ask, end_ask, want_suggestions, write_ask

__all__ = [
    "Words",
    "answer",
    "ask_for_introduction",
    "ask_what_came",
    "change_ask",
    "end_ask",
    "keep_apart",
    "leave_asks",
    "let_go_of_old_asks",
    "say_what_came",
    "suggest",
    "want_suggestions",
    "write_ask",
]
