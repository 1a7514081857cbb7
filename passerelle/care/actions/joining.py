"""Joining two spaces that are one, at the word of a person, across all rooms that have something to do with either."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from passerelle.asks.models import Count, Introduction
from passerelle.board.models import Board, Notice
from passerelle.bookings.models import Resource
from passerelle.events.models import Event
from passerelle.getaways.models import Getaway
from passerelle.invoices.models import Tax
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.queries import stands_in_books
from passerelle.listings.access import may_decide, may_let_go
from passerelle.listings.actions.pairs import decide, give_listings_back, hand_over_listings, put_again
from passerelle.listings.models import Pair
from passerelle.listings.queries import columns_of
from passerelle.listings.rules import Verdict
from passerelle.listings.rules.saying import POINT, blanks_filled
from passerelle.logbook.actions import write_down
from passerelle.logbook.queries import records_about
from passerelle.members.models import Enrolment, Membership
from passerelle.networks.actions import give_back, hand_over
from passerelle.passes.models import Charge
from passerelle.payments.models import BankAccount, Payment
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.provisions.models import Provision
from passerelle.sales.models import Sale
from passerelle.settlement.models import Agreement, Statement
from passerelle.spaces.actions.listed import is_acted_for, join_into, part_from
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit
from passerelle.walls.models import Wall
from passerelle.welcome.models import FirstHour


@transaction.atomic
def join_spaces(pair: Pair, *, by: Person) -> Space:
    """The two are one: gives the one that stays, with the other's listings, networks and whatever it lacked itself.

    The one that somebody acts for stays; where nobody does, the one that has had visits; else the one known longer.
    The other's row stays too, and its page leads there. Raises Refusal `both_have_staff`, `both_have_visits`,
    `pair_was_decided`, and `stands_in_another_network` where the other one is for those to let go who organise that.
    """
    if not may_decide(by, pair):
        raise NotFound
    locked = Space.objects.select_for_update().order_by("pk").in_bulk([pair.first_id, pair.second_id])
    stays, goes = _who_stays(locked[pair.first_id], locked[pair.second_id])
    if not may_let_go(by, goes):
        raise Refusal("stands_in_another_network")
    decide(pair, Verdict.JOINED, by)
    if stays.joined_into_id or goes.joined_into_id:
        raise Refusal("pair_was_decided")
    filled = blanks_filled(columns_of(stays), columns_of(goes), set(stays.own_lines.split()))
    if "point" in filled:
        filled["time_zone"] = goes.time_zone
    done = {"listings": hand_over_listings(goes, stays), **hand_over(goes, stays, by=by)}
    done["followers"] = join_into(goes, stays, filled)
    write_down("spaces_joined", about=stays.ref, actor=by.ref, other=goes.ref, filled=sorted(filled), **done)
    return stays


@transaction.atomic
def part_spaces(pair: Pair, *, by: Person) -> Space:
    """They were joined a moment ago, by mistake: both are as they were, and the question is open. Gives the other one.

    What the logbook says of the joining is taken back, line by line. Raises Refusal `too_late_to_part` after ten
    minutes, and where the one that stayed has been joined itself since.
    """
    if not may_decide(by, pair):
        raise NotFound
    locked = Space.objects.select_for_update().order_by("pk").in_bulk([pair.first_id, pair.second_id])
    first, second = locked[pair.first_id], locked[pair.second_id]
    goes, stays = (first, second) if first.joined_into_id else (second, first)
    if goes.joined_into_id != stays.pk:
        raise Refusal("too_late_to_part")
    put_again(pair)
    done = _what_was_done(stays, goes)
    give_listings_back(done["listings"], goes)
    give_back(goes, handed_over=done["handed_over"], ended=done["ended"])
    part_from(goes, stays, _emptied(stays, goes, done["filled"]), done["followers"])
    write_down("spaces_parted_again", about=stays.ref, actor=by.ref, other=goes.ref)
    return goes


def _what_was_done(stays: Space, goes: Space) -> dict[str, Any]:
    """The facts of the last joining of these two."""
    joinings = records_about(stays.ref).filter(act="spaces_joined").order_by("-id")
    return next(record.facts for record in joinings if record.facts["other"] == goes.ref)


def _emptied(stays: Space, goes: Space, filled: Iterable[str]) -> dict[str, Any]:
    """What `stays` had taken from `goes` and nobody has changed since, empty again."""
    now, given = columns_of(stays), columns_of(goes)
    same = [column for column in filled if column in now and now[column] == given[column]]
    return {column: None if column == POINT else "" for column in same}


def _who_stays(first: Space, second: Space) -> tuple[Space, Space]:
    acted_for = [space for space in (first, second) if is_acted_for(space)]
    lived_in = [space for space in (first, second) if _has_been_lived_in(space)]
    if len(acted_for) == 2:
        raise Refusal("both_have_staff")
    if len(lived_in) == 2 or (acted_for and lived_in and acted_for != lived_in):
        raise Refusal("both_have_visits")
    stays = next(iter([*acted_for, *lived_in]), first)
    return stays, second if stays is first else first


def _has_been_lived_in(space: Space) -> bool:
    """Whether people or money have to do with it, which cannot be handed over.

    Books, closed months and documents name the space for ever, so it is the one that stays.
    """
    return stands_in_books(space.ref) or any(
        found.exists()
        for found in (
            Visit.objects.filter(Q(host=space) | Q(home=space)),
            Presence.objects.filter(space=space),
            Membership.objects.filter(space=space),
            Enrolment.objects.filter(space=space),
            Getaway.objects.filter(space=space),
            Resource.objects.filter(space=space),
            Provision.objects.filter(space=space),
            Event.objects.filter(space=space),
            Charge.objects.filter(space=space),
            Payment.objects.filter(Q(taken_by=space) | Q(space=space)),
            BankAccount.objects.filter(space=space),
            Tax.objects.filter(space=space),
            Sale.objects.filter(space=space),
            Agreement.objects.filter(space=space),
            Statement.objects.filter(space=space),
            FirstHour.objects.filter(space=space),
            Introduction.objects.filter(space=space),
            Count.objects.filter(space=space),
            Wall.objects.filter(space=space),
            Board.objects.filter(space=space),
            Notice.objects.filter(space=space),
        )
    )
