"""What can be done across all rooms: take out all that is kept of a person or a space, forget a person, forget
strangers; join spaces.

And see whether the books hold together.
"""

from passerelle.care.actions.books import check_the_books
from passerelle.care.actions.forgetting import forget
from passerelle.care.actions.joining import join_spaces, part_spaces
from passerelle.care.actions.strangers import forget_letters_to_strangers
from passerelle.care.actions.taking_out import take_out, take_space_out

__all__ = [
    "check_the_books",
    "forget",
    "forget_letters_to_strangers",
    "join_spaces",
    "part_spaces",
    "take_out",
    "take_space_out",
]
