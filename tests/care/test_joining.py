"""Two spaces that are one are joined by a click, kept apart by another, and either is remembered."""

from datetime import date, timedelta

import pytest

from passerelle.care.actions import join_spaces, part_spaces
from passerelle.directory.queries import spaces_called
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.actions import open_account
from passerelle.listings.actions.pairs import keep_apart
from passerelle.listings.models import Listing, Pair
from passerelle.listings.queries import origins_of, pairs_waiting
from passerelle.listings.rules import Verdict
from passerelle.logbook.queries import records_about
from passerelle.mail.models import Letter
from passerelle.networks.models import Affiliation, Network
from passerelle.payments.models import Payment
from passerelle.settlement.models import Agreement
from passerelle.spaces.models import Invitation, Space, SpaceWord, Square
from passerelle.spaces.rules import Kind
from tests.listings.lists import LIEGE, NAMUR, take
from tests.makers import make_affiliation, make_member, make_network, make_officer, make_space, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruche(visa):
    """A space of the Visa that was listed by hand, without a website."""
    space = make_space("La Ruche", slug="ruche", address="Rue de Fer 48", latitude=50.4663, longitude=4.8654)
    make_affiliation(space, visa)
    return space


@pytest.fixture
def pair(ruche):
    """The same place, as a list tells of it."""
    take(NAMUR | {"website": "https://ruche.example", "hours": "Mo-Fr 10:00-16:00"}, LIEGE)
    return Pair.objects.select_related("first", "second").get()


def test_the_one_known_longer_stays_and_takes_what_it_lacked(pair, ruche, olga):
    stays = join_spaces(pair, by=olga)
    goes = Space.objects.get(slug="la-ruche")
    assert stays == ruche
    stays.refresh_from_db()
    assert (stays.website, stays.hours, goes.joined_into) == ("https://ruche.example", "Mo-Fr 09:00-18:00", ruche)
    assert list(spaces_called("ruche")) == [ruche]
    assert not SpaceWord.objects.filter(space=goes).exists()
    assert sum(Square.objects.filter(zoom=12).values_list("spaces_count", flat=True)) == 4
    assert origins_of(stays)["website"].source == "Map of 2014"
    pair.refresh_from_db()
    assert (pair.verdict, pair.decided_by) == (Verdict.JOINED, olga)
    (record,) = records_about(stays.ref).filter(act="spaces_joined")
    assert (record.actor, record.facts["other"], len(record.facts["listings"])) == (olga.ref, goes.ref, 1)


def test_a_kind_that_was_not_known_is_that_of_the_other_and_known_no_more_when_they_are_parted(pair, ruche, olga):
    Space.objects.filter(pk=ruche.pk).update(kind=Kind.UNKNOWN)
    take(NAMUR | {"website": "https://ruche.example", "hours": "Mo-Fr 10:00-16:00", "type": "Café"}, LIEGE)
    assert join_spaces(pair, by=olga).kind == Kind.UNKNOWN
    ruche.refresh_from_db()
    assert ruche.kind == Kind.CAFE
    part_spaces(pair, by=olga)
    ruche.refresh_from_db()
    assert ruche.kind == Kind.UNKNOWN


def test_the_next_list_leads_to_the_one_that_stayed(pair, ruche, olga):
    join_spaces(pair, by=olga)
    report = take(NAMUR | {"website": "https://newer.example", "hours": "Mo-Fr 10:00-16:00"}, LIEGE)
    assert (report.updated, report.added, report.duplicates_proposed) == (1, 0, 0)
    ruche.refresh_from_db()
    assert ruche.website == "https://newer.example"
    assert not pairs_waiting().exists()


def test_two_that_were_kept_apart_are_never_proposed_again(pair, olga):
    keep_apart(pair, by=olga)
    assert take(NAMUR | {"website": "https://x.example", "address": "Rue de Fer 48, Namur"}, LIEGE).updated == 1
    assert not pairs_waiting().exists()
    assert records_about(pair.first.ref).filter(act="spaces_kept_apart").exists()
    with pytest.raises(Refusal) as refused:
        join_spaces(pair, by=olga)
    assert refused.value.code == "pair_was_decided"
    assert Space.objects.filter(joined_into=None).count() == 5


def test_the_one_that_somebody_acts_for_stays(pair, ruche, olga, bo):
    told = Space.objects.get(slug="la-ruche")
    make_staff(bo, told)
    assert join_spaces(pair, by=olga) == told
    affiliation = Affiliation.objects.get(network__slug="visa", space=told)
    assert affiliation.until is None
    assert not Affiliation.objects.filter(space=ruche).exists()
    assert Listing.objects.get(key="1").space == told


def test_whoever_acts_for_the_one_that_stays_is_told_of_the_network_that_came_with_the_other(pair, ruche, olga, bo):
    Space.objects.filter(pk=ruche.pk).update(summary="Twenty desks.")
    told = Space.objects.get(slug="la-ruche")
    make_staff(bo, told)
    join_spaces(pair, by=olga)
    (letter,) = Letter.objects.all()
    assert (letter.kind, letter.to) == ("space_was_admitted", bo.email)
    (admitted,) = records_about(told.ref).filter(act="space_admitted")
    (joined,) = records_about(told.ref).filter(act="spaces_joined")
    assert (admitted.facts["network"], joined.facts["filled"]) == (
        Network.objects.get(slug="visa").ref,
        ["kind", "summary"],
    )


def test_where_nobody_acts_for_it_nobody_is_written_to(pair, olga):
    join_spaces(pair, by=olga)
    assert not Letter.objects.exists()


def test_somebody_who_was_asked_to_act_counts_as_well(pair, ruche, olga, bo):
    told = Space.objects.get(slug="la-ruche")
    Invitation.objects.create(space=told, email="new@example.org", role="manager", invited_by=bo)
    assert join_spaces(pair, by=olga) == told


def test_where_both_stand_in_a_network_one_stays_in_it(pair, ruche, visa, olga):
    told = Space.objects.get(slug="la-ruche")
    make_affiliation(told, visa)
    join_spaces(pair, by=olga)
    assert Affiliation.objects.get(space=ruche).until is None
    ended = Affiliation.objects.get(space=told)
    assert (ended.until is not None, ended.left_because) == (True, "= La Ruche")


def test_two_that_people_act_for_are_not_joined(pair, ruche, olga, bo, cy):
    make_staff(bo, ruche)
    make_staff(cy, pair.second)
    with pytest.raises(Refusal) as refused:
        join_spaces(pair, by=olga)
    assert refused.value.code == "both_have_staff"
    pair.refresh_from_db()
    assert pair.verdict == Verdict.PROPOSED


def test_one_with_members_and_one_with_staff_are_not_joined(pair, ruche, olga, bo, fay):
    make_staff(bo, ruche)
    make_member(fay, pair.second, since=date(2026, 1, 1))
    with pytest.raises(Refusal) as refused:
        join_spaces(pair, by=olga)
    assert refused.value.code == "both_have_visits"


def test_questions_about_the_one_that_went_are_put_about_the_one_that_stays(pair, ruche, olga):
    take(NAMUR, source="Another")
    third = Space.objects.get(slug="la-ruche-namur")
    assert Pair.objects.filter(verdict=Verdict.PROPOSED).count() == 3
    join_spaces(pair, by=olga)
    waiting = list(pairs_waiting())
    assert [(one.first, one.second) for one in waiting] == [(ruche, third)]


def everything():
    """All that joining touches, as rows; words and squares without their keys, for they are written anew."""
    kept = {model: sorted(model.objects.values_list(), key=str) for model in (Space, Listing, Affiliation)}
    kept[SpaceWord] = sorted(SpaceWord.objects.values_list("text", "name", "space"))
    squares = Square.objects.exclude(spaces_count=0)
    kept[Square] = sorted(squares.values_list("zoom", "x", "y", "kind", "spaces_count"))
    return kept


def test_for_ten_minutes_it_can_be_taken_back(pair, ruche, visa, olga):
    Space.objects.filter(pk=ruche.pk).update(website="", summary="")
    make_affiliation(pair.second, visa)
    before = everything()
    join_spaces(pair, by=olga)
    part_spaces(pair, by=olga)
    assert everything() == before
    assert [one.pk for one in pairs_waiting()] == [pair.pk]
    with clock.at(clock.now() - timedelta(minutes=11)):
        join_spaces(pair, by=olga)
    with pytest.raises(Refusal) as refused:
        part_spaces(pair, by=olga)
    assert refused.value.code == "too_late_to_part"


def test_what_was_handed_over_goes_back(pair, ruche, olga, bo):
    told = Space.objects.get(slug="la-ruche")
    make_staff(bo, told)
    join_spaces(pair, by=olga)
    assert part_spaces(pair, by=olga) == ruche
    assert Affiliation.objects.get(space=ruche).until is None
    told.refresh_from_db()
    assert told.summary == ""


def test_only_an_organiser_of_a_network_of_one_of_the_two_decides(pair, visa, olga, cy, bo, fay):
    stranger = make_officer(cy, make_network("Other", slug="other")).person
    for other in (stranger, bo, fay):
        for act in (join_spaces, keep_apart):
            with pytest.raises(NotFound):
                act(pair, by=other)
    assert list(pairs_waiting(visa)) == [pair]
    keep_apart(pair, by=olga)


def test_what_stands_in_another_network_is_not_joined_away(ruche, visa, cy):
    """Whoever lists the like of another network's space, and acts for it, takes neither its page nor its place."""
    mine = make_network("Mine", slug="mine")
    make_officer(cy, mine)
    take(NAMUR, source="Mine", network=mine, by=cy)
    copy = Space.objects.get(slug="la-ruche")
    make_staff(cy, copy)
    pair = Pair.objects.get()
    with pytest.raises(Refusal) as refused:
        join_spaces(pair, by=cy)
    assert refused.value.code == "stands_in_another_network"
    ruche.refresh_from_db()
    pair.refresh_from_db()
    assert (ruche.joined_into, pair.verdict) == (None, Verdict.PROPOSED)
    assert Affiliation.objects.filter(network=visa, space=ruche, until=None).exists()


def test_an_organiser_of_both_or_of_the_one_that_goes_joins_them(ruche, visa, olga, cy):
    mine = make_network("Mine", slug="mine")
    make_officer(cy, mine)
    take(NAMUR, source="Mine", network=mine, by=cy)
    assert join_spaces(Pair.objects.get(), by=cy) == ruche
    assert Affiliation.objects.filter(network=mine, space=ruche, until=None).exists()


@pytest.mark.parametrize("what", ["account", "agreement", "charged in cash"])
def test_a_space_that_money_stands_for_stays_and_two_of_them_are_not_joined(what, pair, ruche, visa, ana, olga):
    other = pair.first if pair.second == ruche else pair.second

    def give(space):
        if what == "account":
            open_account(visa.ref, "owed_to_space", space.ref, "EUR", by="worker")
        elif what == "agreement":
            Agreement.objects.create(network=visa, space=space, agreed_by="person:1")
        else:
            Payment.objects.create(
                network=visa, key=space.slug, cause="pass:1", payer=ana, amount=1, currency="EUR", method="cash",
                taken_by=space, structured_reference=space.slug[:14], due_on=date(2027, 1, 4),
            )  # fmt: skip

    give(ruche)
    give(other)
    with pytest.raises(Refusal, match="both_have_visits"):
        join_spaces(pair, by=olga)


def test_of_two_the_one_that_the_books_name_stays(pair, ruche, visa, olga):
    newer = max(pair.first, pair.second, key=lambda space: space.pk)
    open_account(visa.ref, "owed_to_space", newer.ref, "EUR", by="worker")
    assert join_spaces(pair, by=olga) == newer
