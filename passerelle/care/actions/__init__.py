"""What can be done across all rooms: for a person, take out all that is kept, forget them; join two spaces."""

from passerelle.care.actions.forgetting import forget
from passerelle.care.actions.joining import join_spaces, part_spaces
from passerelle.care.actions.strangers import forget_letters_to_strangers
from passerelle.care.actions.taking_out import take_out

__all__ = ["forget", "forget_letters_to_strangers", "join_spaces", "part_spaces", "take_out"]
