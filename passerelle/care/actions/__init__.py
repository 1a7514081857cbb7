"""What can be done for a person across all rooms: take out everything that is kept, forget them; forget strangers."""

from passerelle.care.actions.forgetting import forget
from passerelle.care.actions.strangers import forget_letters_to_strangers
from passerelle.care.actions.taking_out import take_out

__all__ = ["forget", "forget_letters_to_strangers", "take_out"]
