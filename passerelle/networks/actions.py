"""What can be done with a network: found it, set its terms and charter, admit spaces and part from them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel.numbers import list_currencies
from django.db import transaction
from django.db.models import Q

from passerelle.kit import clock
from passerelle.kit.fold import fold
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.actions import open_book
from passerelle.logbook.actions import write_down
from passerelle.networks import mails
from passerelle.networks.access import may_end, may_found, may_organise, may_set_terms
from passerelle.networks.models import Affiliation, Charter, Network, Officer
from passerelle.networks.queries import affiliations_of, never_inside, stands_in
from passerelle.networks.rules import Mode, NetworkRole, Terms, TermsAreWrong, searched_terms
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at


@dataclass(frozen=True)
class Founding:
    """What a network is founded with. `mode` and `currency` stay for ever; `slug` is made from the name if empty."""

    name: str
    mode: str = Mode.HOSPITALITY
    summary_fr: str = ""
    summary_en: str = ""
    slug: str = ""
    terms: Terms = field(default_factory=Terms)
    currency: str = "EUR"


@transaction.atomic
def found_network(founding: Founding, *, organiser: Person, treasurer: Person | None = None, by: Person) -> Network:
    """A network begins, without spaces; in paid mode it has a treasurer from its first day, and only there.

    Raises Refusal `name_is_missing`, `network_name_is_taken`, `treasurer_is_missing`, `currency_is_not_known`.
    """
    if not may_found(by):
        raise NotFound
    mode, slug = Mode(founding.mode), _free_slug(founding)
    if mode is Mode.PAID and treasurer is None:
        raise Refusal("treasurer_is_missing")
    if founding.currency not in list_currencies():
        raise Refusal("currency_is_not_known")
    network = Network.objects.create(
        name=founding.name.strip(),
        slug=slug,
        mode=mode,
        currency=founding.currency,
        summary_fr=founding.summary_fr.strip(),
        summary_en=founding.summary_en.strip(),
        default_terms=founding.terms.written(),
    )
    Officer.objects.create(network=network, person=organiser, role=NetworkRole.ORGANISER)
    if mode is Mode.PAID and treasurer is not None:
        Officer.objects.create(network=network, person=treasurer, role=NetworkRole.TREASURER)
        open_book(network.ref)
        write_down("treasurer_named", about=network.ref, actor=by.ref, treasurer=treasurer.ref)
    write_down("network_founded", about=network.ref, actor=by.ref, mode=network.mode, organiser=organiser.ref)
    return network


def _free_slug(founding: Founding) -> str:
    """The address of the page that the network will have."""
    slug = founding.slug or fold(founding.name).replace(" ", "-")[:80]
    if not slug:
        raise Refusal("name_is_missing")
    if Network.objects.filter(slug=slug).exists():
        raise Refusal("network_name_is_taken")
    return slug


@transaction.atomic
def set_default_terms(network: Network, terms: Terms, *, by: Person) -> Network:
    """What its spaces offer from now on, except where they say otherwise; accepted visits keep theirs.

    Raises Refusal `terms_clash` with the spaces whose own terms would no longer hold together with these.
    """
    if not may_organise(by, network):
        raise NotFound
    network = Network.objects.select_for_update(no_key=True).get(pk=network.pk)
    changed = sorted(terms.deviations_from(network.terms))
    if not changed:
        return network
    clashes = [one.space.name for one in affiliations_of(network, _today()) if not _hold(terms, one.deviations)]
    if clashes:
        raise Refusal("terms_clash", spaces=clashes)
    network.default_terms = terms.written()
    network.save(update_fields=["default_terms"])
    _say_terms_again(network)
    write_down("default_terms_set", about=network.ref, actor=by.ref, changed=changed)
    return network


@transaction.atomic
def set_deviations(affiliation: Affiliation, terms: Terms, *, by: Person) -> Affiliation:
    """The space offers `terms` under this network: only what differs from the network's default is kept.

    Raises Refusal `space_does_not_stand_in_the_network` once it has left.
    """
    if not may_set_terms(by, affiliation):
        raise NotFound
    network = Network.objects.select_for_update(no_key=True).get(pk=affiliation.network_id)
    if not stands_in(affiliation.space, network, _today_of(affiliation)):
        raise Refusal("space_does_not_stand_in_the_network")
    deviations = terms.deviations_from(network.terms)
    if deviations == affiliation.deviations:
        return affiliation
    affiliation.deviations = deviations
    for column, value in searched_terms(terms).items():
        setattr(affiliation, column, value)
    affiliation.save(update_fields=["deviations", *searched_terms(terms)])
    facts = {"network": network.ref, "deviations": sorted(deviations)}
    write_down("deviations_set", about=affiliation.space.ref, actor=by.ref, **facts)
    return affiliation


@transaction.atomic
def give_charter(network: Network, text_fr: str, text_en: str, *, by: Person) -> Charter:
    """What the spaces promise each other from now on, as a new version; the earlier ones stay to be read.

    Raises Refusal `charter_is_empty`. The text in force, given again, makes no new version.
    """
    if not may_organise(by, network):
        raise NotFound
    texts = {"text_fr": text_fr.strip(), "text_en": text_en.strip()}
    if not all(texts.values()):
        raise Refusal("charter_is_empty")
    Network.objects.select_for_update(no_key=True).get(
        pk=network.pk
    )  # two organisers at once make two versions, not one
    last = network.charters.order_by("-version").first()
    if last and (last.text_fr, last.text_en) == tuple(texts.values()):
        return last
    charter = Charter.objects.create(network=network, version=last.version + 1 if last else 1, **texts)
    write_down("charter_given", about=network.ref, actor=by.ref, version=charter.version)
    return charter


@transaction.atomic
def admit_space(network: Network, space: Space, *, by: Person, since: date | None = None) -> Affiliation:
    """The space stands in the network from `since` (today there, unless said), on its default terms.

    Raises Refusal `already_stands_in_the_network`, also while it has not yet left.
    """
    if not may_organise(by, network):
        raise NotFound
    Network.objects.select_for_update(no_key=True).get(pk=network.pk)
    since = since or today_at(space)
    if stands_in(space, network, since):
        raise Refusal("already_stands_in_the_network")
    affiliation = Affiliation.objects.create(network=network, space=space, since=since, **searched_terms(network.terms))
    write_down("space_admitted", about=space.ref, actor=by.ref, network=network.ref, since=since)
    mails.tell_space_it_was_admitted(affiliation)
    return affiliation


@transaction.atomic
def admit_many(network: Network, spaces: Collection[int], *, by: Person | None = None) -> int:
    """Of these spaces, told of by a list, those that never stood in the network stand in it from today on; how many.

    What once left is not brought back by a list. Whoever manages one of them is told; of the others, nobody has given
    an address. `by` is None where whoever runs the machine typed the command.
    """
    if by is not None and not may_organise(by, network):
        raise NotFound
    Network.objects.select_for_update(no_key=True).get(pk=network.pk)
    searched, since = searched_terms(network.terms), clock.now().date()
    new = never_inside(network, spaces)
    Affiliation.objects.bulk_create(
        (Affiliation(network=network, space_id=key, since=since, **searched) for key in new), batch_size=1000
    )
    if new:
        actor = by.ref if by else "console"
        write_down("spaces_admitted", about=network.ref, actor=actor, how_many=len(new), since=since)
        _tell_those_who_act(network, set(new))
    return len(new)


def hand_over(space: Space, other: Space, *, by: Person) -> dict[str, list[int]]:
    """`space` turned out to be `other`, which stands from now on where `space` stood; where both stood, one stays.

    Whoever manages `other` is told of every network that is new to it, as at any admission. Gives the keys of the
    affiliations that were `handed_over`, and of those that `ended`.
    """
    done: dict[str, list[int]] = {"handed_over": [], "ended": []}
    for affiliation in space.affiliations.filter(_open()).select_related("network"):
        if stands_in(other, affiliation.network, today_at(other)):
            affiliation.until = max(affiliation.since, today_at(space))
            affiliation.left_because = f"= {other.name}"
            affiliation.save(update_fields=["until", "left_because"])
            about = {"network": affiliation.network.ref, "until": affiliation.until}
            write_down("space_left", about=space.ref, actor=by.ref, **about)
            done["ended"].append(affiliation.pk)
        else:
            affiliation.space = other
            affiliation.save(update_fields=["space"])
            about = {"network": affiliation.network.ref, "since": affiliation.since}
            write_down("space_admitted", about=other.ref, actor=by.ref, **about)
            mails.tell_space_it_was_admitted(affiliation)
            done["handed_over"].append(affiliation.pk)
    return done


def give_back(space: Space, *, handed_over: Collection[int], ended: Collection[int]) -> None:
    """`space` stands again where it stood before its affiliations were handed over, or ended for it."""
    Affiliation.objects.filter(pk__in=handed_over).update(space=space)
    Affiliation.objects.filter(pk__in=ended).update(until=None, left_because="")


@transaction.atomic
def leave_network(affiliation: Affiliation, until: date, reason: str, *, by: Person) -> Affiliation:
    """The space stands in the network no longer from `until` on. What was, stays; visits beyond it are looked after.

    Raises Refusal `reason_is_missing`, `too_long`, `leaves_before_it_joined`, `leaves_in_the_past` and
    `space_does_not_stand_in_the_network` when it has left already.
    """
    if not may_end(by, affiliation):
        raise NotFound
    reason = reason.strip()
    _check_leaving(affiliation, until, reason)
    open_ = Affiliation.objects.filter(pk=affiliation.pk, until=None)
    if not open_.update(until=until, left_because=reason):
        raise Refusal("space_does_not_stand_in_the_network")
    affiliation.until, affiliation.left_because = until, reason
    about = {"network": affiliation.network.ref, "until": until}
    write_down("space_left", about=affiliation.space.ref, actor=by.ref, **about)
    mails.tell_both_sides_it_leaves(affiliation, by)
    return affiliation


def _tell_those_who_act(network: Network, spaces: Collection[int]) -> None:
    acted_for = Affiliation.objects.filter(network=network, space__staff__isnull=False).distinct()
    for affiliation in acted_for.select_related("network", "space"):
        if affiliation.space_id in spaces:
            mails.tell_space_it_was_admitted(affiliation)


def _open() -> Q:
    """Affiliations that are not over anywhere yet."""
    return Q(until=None) | Q(until__gt=_today())


def _say_terms_again(network: Network) -> None:
    """What a search asks of the terms follows the new default."""
    standing = list(network.affiliations.all())
    for affiliation in standing:
        affiliation.network = network
        for column, value in searched_terms(affiliation.terms).items():
            setattr(affiliation, column, value)
    Affiliation.objects.bulk_update(standing, list(searched_terms(network.terms)), batch_size=500)


def _check_leaving(affiliation: Affiliation, until: date, reason: str) -> None:
    if not reason:
        raise Refusal("reason_is_missing")
    if len(reason) > 240:
        raise Refusal("too_long", most=240)
    if until < affiliation.since:
        raise Refusal("leaves_before_it_joined", since=affiliation.since)
    if until < _today_of(affiliation):
        raise Refusal("leaves_in_the_past")


def _hold(terms: Terms, deviations: Mapping[str, Any]) -> bool:
    try:
        terms.with_deviations(deviations)
    except TermsAreWrong:
        return False
    return True


def _today_of(affiliation: Affiliation) -> date:
    return today_at(affiliation.space)


def _today() -> date:
    """The earliest date that it is anywhere: nobody who still stands in a network is overlooked."""
    return clock.local_day("Etc/GMT+12")
