"""What can be done for a person across all rooms: take out everything that is kept, and forget them."""

from passerelle.care.actions.forgetting import forget
from passerelle.care.actions.taking_out import take_out

__all__ = ["forget", "take_out"]
