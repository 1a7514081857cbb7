"""What can be asked about a board; what stands on it now, `cards.py`."""

from passerelle.board.queries.cards import Card as Card
from passerelle.board.queries.cards import board_version as board_version
from passerelle.board.queries.cards import cards_of as cards_of
