"""What can be asked about files that are brought along."""

from passerelle.kit.fold import fold
from passerelle.kit.ids import can_be_asked_for
from passerelle.moves.models import Move as Move
from passerelle.plans.models import Plan
from passerelle.plans.queries import plans_of
from passerelle.spaces.models import Space


def move_at(space: Space, reference: str) -> Move | None:
    """One file of this space."""
    if not can_be_asked_for(reference):
        return None
    return Move.objects.filter(space=space, reference=reference).select_related("space").first()


def plans_by_name(space: Space) -> dict[str, Plan]:
    """The plans of a space by their folded names in either language; of several one that is offered."""
    found: dict[str, Plan] = {}
    for plan in plans_of(space):
        for name in (plan.name_fr, plan.name_en):
            found.setdefault(fold(name), plan)
    return found
