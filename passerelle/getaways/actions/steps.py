"""What every act about a stay does: take it in hand, turn it into another state, write it down.

Rows are taken in one order: the payments of the stay, and of the pass that paid it; its getaway, the stay, then the
passes and the books.
"""

from collections.abc import Collection, Mapping
from typing import Any

from passerelle.getaways.models import Getaway, Stay
from passerelle.getaways.queries import charge_of
from passerelle.getaways.rules import State, may_become
from passerelle.kit.refusals import Refusal
from passerelle.logbook.actions import write_down
from passerelle.payments.actions.steps import hold_payments

WITH_EVERYBODY = ("getaway__space", "getaway__network", "person")


def take_in_hand(stay: Stay) -> None:
    """The stay is ours until the transaction ends, with its payments and what its space offers; it is read anew.

    Places are a sum over stays, so the getaway's row guards them. One act at a time of a space posts for its stays: an
    act may post twice, in two months, and two of them would wait for each other in the books.
    """
    charge = charge_of(stay)
    hold_payments(stay.ref, *([charge.of_pass.ref] if charge else []))
    hold_stays([stay])
    read_again(stay)


def hold_stays(stays: Collection[Stay]) -> None:
    """These stays are ours until the transaction ends, with all that their spaces offer."""
    spaces = [stay.getaway.space_id for stay in stays]
    offered = Getaway.objects.select_for_update(no_key=True).filter(space__in=spaces)
    list(offered.order_by("pk").values_list("pk"))
    held = Stay.objects.select_for_update(no_key=True).filter(pk__in=[stay.pk for stay in stays])
    list(held.order_by("pk").values_list("pk"))


def change_state(stay: Stay, state: State, **facts: Any) -> None:
    """Turn the stay into `state`, if it still is as it was read and that can lead there.

    Raises Refusal `stay_has_moved_on` with the state it is in.
    """
    unchanged = Stay.objects.filter(pk=stay.pk, state=stay.state)
    if not may_become(State(stay.state), state) or not unchanged.update(state=state, **facts):
        raise Refusal("stay_has_moved_on", state=stay.state)
    read_again(stay)


def read_again(stay: Stay) -> None:
    """The stay as it stands, with all who have to do with it."""
    stay.refresh_from_db(from_queryset=Stay.objects.select_related(*WITH_EVERYBODY))


def record(act: str, stay: Stay, by: str, **facts: Any) -> None:
    """Write an act about a stay into the logbook, with the getaway that it is a stay of."""
    told: Mapping[str, Any] = {"getaway": stay.getaway.ref, **facts}
    write_down(act, about=stay.ref, actor=by, **told)
