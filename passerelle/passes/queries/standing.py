"""Whether somebody holds a pass of a network that is in force, and which networks' passes somebody holds."""

from collections.abc import Collection
from datetime import date

from passerelle.kit.refusals import Refusal
from passerelle.networks.models import Network
from passerelle.passes.models import Pass
from passerelle.passes.queries.charges import passes_for, what_pays
from passerelle.passes.rules import Kind, State
from passerelle.passes.rules.standing import Hold, Standing, standing
from passerelle.people.models import Person


def why_not_in_force(person: Person, network: Network, days: Collection[date]) -> Refusal | None:
    """Why this person is no holder in good standing on each of these local dates; None for one who is.

    The refusal is `no_pass`, `pass_not_open`, or `pass_not_then` with the days. Two queries.
    """
    holds = [_hold(one) for one in passes_for(person, network).prefetch_related("lots")]
    told = {day: standing(holds, day) for day in sorted(days)}
    wrong = [day for day, said in told.items() if said is not Standing.GOOD]
    return Refusal(told[wrong[0]].value, network=network.name, days=wrong) if wrong else None


def why_nothing_is_left(person: Person, network: Network, day: date) -> Refusal | None:
    """Why no pass of this person could pay for `day` as things are; None where one could, or is renewed by then.

    The refusal is one of those of `what_pays`.
    """
    passes = list(passes_for(person, network).select_related("network"))
    try:
        what_pays(passes, day)
    except Refusal as refusal:
        renewed = any(one.renews_on is not None and one.renews_on <= day for one in passes)
        return None if renewed else refusal
    return None


def networks_of_open_passes(person: Person) -> set[int]:
    """The networks, by their keys, of which this person holds a pass that is open."""
    return set(Pass.objects.filter(person=person, state=State.OPEN).values_list("network", flat=True))


def _hold(of_pass: Pass) -> Hold:
    spans = [(lot.begins_on, lot.ends_on) for lot in of_pass.lots.all()]
    if of_pass.sold.kind is Kind.AS_YOU_GO and of_pass.opened_on is not None:
        spans.append((of_pass.opened_on, None))
    return Hold(of_pass.state == State.OPEN, tuple(spans), of_pass.renews_on)
