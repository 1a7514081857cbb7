from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.queries import records_about
from passerelle.mail.models import Letter
from passerelle.networks import actions
from passerelle.networks.actions import Founding
from passerelle.networks.models import Affiliation, Charter, Network
from passerelle.networks.queries import (
    affiliation_between,
    affiliations_of,
    charter_in_force,
    networks_with_counts,
    offers_between,
    offers_of,
    organisers_of,
    spaces_of,
)
from passerelle.networks.rules import Mode, Terms, Way
from tests.makers import make_affiliation, make_charter, make_network, make_person

TODAY = date(2027, 1, 6)
KIND = Terms(free_days=5, way=Way.DROP_IN)


@pytest.fixture(autouse=True)
def _wednesday(wednesday_noon):
    """All of this happens on one Wednesday."""


@pytest.fixture
def keeper(db):
    return make_person("Kay", runs_the_instance=True)


@pytest.fixture
def birch_in_visa(birch, visa):
    return affiliation_between(birch, "visa", TODAY)


def acts_about(thing):
    return list(records_about(thing.ref).values_list("act", flat=True))


# Founding


def test_a_network_is_founded_with_its_organiser(keeper, ana):
    network = actions.found_network(Founding(" Coworking Wallonia ", terms=KIND), organiser=ana, by=keeper)
    assert (network.name, network.slug, network.mode) == ("Coworking Wallonia", "coworking-wallonia", Mode.HOSPITALITY)
    assert (network.terms, organisers_of(network)) == (KIND, [ana])
    assert acts_about(network) == ["network_founded"]


def test_only_whoever_runs_the_instance_founds_networks(olga):
    with pytest.raises(NotFound):
        actions.found_network(Founding("Mine"), organiser=olga, by=olga)


@pytest.mark.parametrize(("name", "code"), [("The Visa", "network_name_is_taken"), ("  ", "name_is_missing")])
def test_a_network_needs_a_name_of_its_own(keeper, name, code):
    actions.found_network(Founding("The Visa"), organiser=keeper, by=keeper)
    with pytest.raises(Refusal, match=code):
        actions.found_network(Founding(name), organiser=keeper, by=keeper)


@pytest.mark.parametrize(
    ("currency", "has_treasurer", "code"),
    [
        ("EUR", False, "treasurer_is_missing"),
        ("ZZZ", True, "currency_is_not_known"),
    ],
)
def test_a_network_that_sells_is_founded_with_a_treasurer_and_a_currency(currency, has_treasurer, code, keeper, ana):
    founding = Founding("Tandem", "paid", currency=currency)
    with pytest.raises(Refusal) as refused:
        actions.found_network(founding, organiser=keeper, treasurer=ana if has_treasurer else None, by=keeper)
    assert refused.value.code == code
    assert not Network.objects.filter(name="Tandem").exists()


def test_the_database_refuses_to_change_the_mode(visa):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Network.objects.filter(pk=visa.pk).update(mode=Mode.PAID)
    assert Network.objects.get(pk=visa.pk).mode == Mode.HOSPITALITY
    Network.objects.filter(pk=visa.pk).update(name="Visa", mode=Mode.HOSPITALITY)


# Terms


def test_an_organiser_sets_what_is_offered_by_default(visa, olga, alder, birch):
    actions.set_default_terms(visa, KIND, by=olga)
    assert [offer.terms for offer in offers_between(alder, birch, TODAY)] == [KIND]
    (record,) = records_about(visa.ref)
    assert (record.act, record.facts) == ("default_terms_set", {"changed": ["free_days", "way"]})
    actions.set_default_terms(visa, KIND, by=olga)
    assert acts_about(visa) == ["default_terms_set"]


@pytest.mark.parametrize("who", ["bo", "ana", "cy"])
def test_nobody_else_sets_the_default(visa, who, request):
    with pytest.raises(NotFound):
        actions.set_default_terms(visa, KIND, by=request.getfixturevalue(who))
    assert Network.objects.get(pk=visa.pk).terms == Terms()


def test_a_default_that_breaks_what_a_space_says_is_refused(visa, olga, birch_in_visa, bo):
    actions.set_deviations(birch_in_visa, Terms(from_hour="16:00"), by=bo)
    with pytest.raises(Refusal) as refused:
        actions.set_default_terms(visa, Terms(to_hour="15:00"), by=olga)
    assert (refused.value.code, refused.value.facts["spaces"]) == ("terms_clash", ["Birch"])
    actions.set_default_terms(visa, Terms(to_hour="18:00"), by=olga)


def test_of_a_spaces_terms_only_what_differs_is_kept(birch_in_visa, bo, birch, visa, olga):
    actions.set_deviations(birch_in_visa, replace(Terms(), free_days=1, day_price=15000), by=bo)
    assert Affiliation.objects.get(pk=birch_in_visa.pk).deviations == {"free_days": 1, "day_price": 15000}
    actions.set_default_terms(visa, Terms(visitors_a_day=4), by=olga)
    (offer,) = offers_of(birch, TODAY)
    assert (offer.terms.free_days, offer.terms.visitors_a_day) == (1, 4)
    assert offer.deviations == {"free_days": 1, "day_price": 15000}
    (record,) = records_about(birch.ref)
    assert record.facts == {"network": visa.ref, "deviations": ["day_price", "free_days"]}


def test_going_back_to_the_default_keeps_nothing(birch_in_visa, bo, visa):
    actions.set_deviations(birch_in_visa, KIND, by=bo)
    actions.set_deviations(birch_in_visa, visa.terms, by=bo)
    actions.set_deviations(birch_in_visa, visa.terms, by=bo)
    assert Affiliation.objects.get(pk=birch_in_visa.pk).deviations == {}
    assert acts_about(birch_in_visa.space) == ["deviations_set", "deviations_set"]


@pytest.mark.parametrize("who", ["olga", "dee", "cy"])
def test_only_its_managers_say_what_a_space_offers(birch_in_visa, who, request):
    with pytest.raises(NotFound):
        actions.set_deviations(birch_in_visa, KIND, by=request.getfixturevalue(who))


def test_a_space_that_has_left_says_nothing_more(birch_in_visa, bo):
    Affiliation.objects.filter(pk=birch_in_visa.pk).update(until=TODAY)
    with pytest.raises(Refusal, match="space_does_not_stand"):
        actions.set_deviations(birch_in_visa, KIND, by=bo)


# Charter


def test_each_charter_is_a_new_version_and_the_old_ones_stay(visa, olga):
    actions.give_charter(visa, "Nous accueillons.", "We welcome.", by=olga)
    actions.give_charter(visa, "Nous accueillons.", "We welcome.", by=olga)
    actions.give_charter(visa, "Nous accueillons tous.", "We welcome all.", by=olga)
    assert list(visa.charters.values_list("version", flat=True)) == [2, 1]
    assert charter_in_force(visa).text_en == "We welcome all."
    assert acts_about(visa) == ["charter_given", "charter_given"]


def test_a_charter_needs_both_languages_and_an_organiser(visa, olga, bo):
    with pytest.raises(Refusal, match="charter_is_empty"):
        actions.give_charter(visa, "Nous accueillons.", " ", by=olga)
    with pytest.raises(NotFound):
        actions.give_charter(visa, "a", "b", by=bo)
    assert not Charter.objects.exists()


# Joining and leaving


def test_an_admitted_space_stands_on_the_default_and_its_managers_are_told(visa, olga, cedar, cy):
    affiliation = actions.admit_space(visa, cedar, by=olga)
    assert (affiliation.since, affiliation.terms) == (TODAY, visa.terms)
    letter = Letter.objects.get()
    assert (letter.kind, letter.to) == ("space_was_admitted", cy.email)
    assert "/manage/cedar/terms/visa/" in letter.text
    assert acts_about(cedar) == ["space_admitted"]
    with pytest.raises(Refusal, match="already_stands"):
        actions.admit_space(visa, cedar, by=olga)


def test_only_an_organiser_admits(visa, cedar, cy, bo):
    for person in (cy, bo):
        with pytest.raises(NotFound):
            actions.admit_space(visa, cedar, by=person)
    assert not cedar.affiliations.exists()


@pytest.mark.parametrize("who", ["bo", "olga"])
def test_a_space_leaves_by_its_managers_word_or_the_organisers(birch_in_visa, bo, olga, who, request):
    actions.leave_network(birch_in_visa, date(2027, 2, 1), "We move away.", by=request.getfixturevalue(who))
    kept = Affiliation.objects.get(pk=birch_in_visa.pk)
    assert (kept.until, kept.left_because) == (date(2027, 2, 1), "We move away.")
    assert sorted(Letter.objects.values_list("to", flat=True)) == [bo.email, olga.email]
    assert "We move away." in Letter.objects.get(to=olga.email).text
    (record,) = records_about(birch_in_visa.space.ref)
    assert record.facts == {"network": birch_in_visa.network.ref, "until": "2027-02-01"}


@pytest.mark.parametrize("who", ["dee", "cy", "ana"])
def test_nobody_else_ends_a_belonging(birch_in_visa, who, request):
    with pytest.raises(NotFound):
        actions.leave_network(birch_in_visa, date(2027, 2, 1), "No.", by=request.getfixturevalue(who))


@pytest.mark.parametrize(
    ("until", "reason", "code"),
    [
        (date(2027, 2, 1), " ", "reason_is_missing"),
        (date(2027, 2, 1), "x" * 241, "too_long"),
        (date(2019, 2, 1), "We move.", "leaves_before_it_joined"),
        (date(2027, 1, 5), "We move.", "leaves_in_the_past"),
    ],
)
def test_leaving_needs_a_reason_and_a_day_to_come(birch_in_visa, bo, until, reason, code):
    with pytest.raises(Refusal, match=code):
        actions.leave_network(birch_in_visa, until, reason, by=bo)
    assert Affiliation.objects.get(pk=birch_in_visa.pk).until is None


def test_leaving_twice_is_leaving_once(birch_in_visa, bo):
    actions.leave_network(birch_in_visa, date(2027, 2, 1), "We move.", by=bo)
    with pytest.raises(Refusal, match="does_not_stand"):
        actions.leave_network(birch_in_visa, date(2027, 3, 1), "Later.", by=bo)
    assert Affiliation.objects.get(pk=birch_in_visa.pk).until == date(2027, 2, 1)


def test_a_space_is_admitted_again_only_after_it_has_left(birch_in_visa, birch, visa, bo, olga):
    actions.leave_network(birch_in_visa, date(2027, 2, 1), "We move.", by=bo)
    with pytest.raises(Refusal, match="already_stands"):
        actions.admit_space(visa, birch, by=olga)
    again = actions.admit_space(visa, birch, since=date(2027, 2, 1), by=olga)
    assert [one.pk for one in affiliations_of(visa, date(2027, 2, 1)).filter(space=birch)] == [again.pk]
    assert Affiliation.objects.filter(space=birch).count() == 2


def test_until_is_excluded(birch_in_visa, birch, visa, bo):
    actions.leave_network(birch_in_visa, date(2027, 2, 1), "We move.", by=bo)
    assert offers_of(birch, date(2027, 1, 31))
    assert offers_of(birch, date(2027, 2, 1)) == []
    assert birch_in_visa in spaces_of(visa, date(2027, 1, 31))
    assert birch_in_visa not in spaces_of(visa, date(2027, 2, 1))


# Queries


def test_networks_are_counted_in_one_query(visa, cedar, django_assert_num_queries):
    other = make_network("Another")
    make_affiliation(cedar, other, until=TODAY)
    make_charter(other, 1)
    with django_assert_num_queries(1):
        counts = {network.name: network.spaces_count for network in networks_with_counts(TODAY)}
    assert counts == {"The Visa": 2, "Another": 0}
