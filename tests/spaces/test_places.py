from dataclasses import replace
from datetime import date

import pytest

from passerelle.directory.queries import spaces_called
from passerelle.kit.places import Point, distance_km
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.queries import records_about
from passerelle.mail.models import Letter
from passerelle.spaces.actions import places
from passerelle.spaces.models import Closure, Space
from passerelle.spaces.queries import (
    address_link,
    closures_ahead,
    nearest_of,
    poster_code,
    space_at,
    space_by_address_link,
    space_by_poster,
)
from passerelle.spaces.rules import Description, Fault, Kind, Place
from tests.makers import make_closure, make_person, make_space

BELGIUM = Place("BE", "Europe/Brussels", 50.46, 4.86)
SAID = Description(
    name="Birch", town="Hong Kong", kind=Kind.COWORKING, currency="HKD", language="en", hours="Mo-Fr 09:00-18:00"
)


@pytest.fixture
def keeper(db):
    return make_person("Kay", runs_the_instance=True)


def acts_about(space):
    return list(records_about(space.ref).values_list("act", flat=True))


# Listing


def test_a_listed_space_is_found_by_name_and_town(keeper):
    space = places.list_space(
        Description("La Forge", "Liège", Kind.COWORKING), BELGIUM, by=keeper, email=" X@Example.org "
    )
    assert (space.slug, space.email, space.answers_letters) == ("la-forge", "x@example.org", False)
    for words in ("forge", "liege", "La LIÈGE"):
        assert list(spaces_called(words)) == [space]
    assert list(spaces_called("forge hong kong")) == []
    assert acts_about(space) == ["space_listed"]


def test_only_whoever_runs_the_instance_lists_a_space(bo):
    with pytest.raises(NotFound):
        places.list_space(Description("La Forge", "Liège", Kind.COWORKING), BELGIUM, by=bo)
    assert not Space.objects.filter(name="La Forge").exists()


def test_two_spaces_of_one_name_get_two_addresses(keeper):
    listed = [
        places.list_space(Description("Hub", town, Kind.COWORKING), BELGIUM, by=keeper)
        for town in ("Mons", "Mons", "Mons")
    ]
    assert [space.slug for space in listed] == ["hub", "hub-mons", "hub-mons-2"]
    with pytest.raises(Refusal, match="address_is_taken"):
        places.list_space(Description("Other", "Mons", Kind.COWORKING), BELGIUM, by=keeper, slug="hub")


# Describing


def test_a_manager_describes_the_space(birch, bo):
    places.describe_space(birch, replace(SAID, name=" Birch Tree ", hours="lundi au vendredi 9h-18h"), by=bo)
    kept = Space.objects.get(pk=birch.pk)
    assert (kept.name, kept.hours) == ("Birch Tree", "Mo-Fr 09:00-18:00")
    assert list(spaces_called("birch tree hong")) == [kept]
    (record,) = records_about(birch.ref)
    assert (record.act, record.actor) == ("space_described", bo.ref)
    assert "name" in record.facts["changed"]
    assert "Tree" not in str(record.facts)


def test_nothing_changed_is_nothing_recorded(birch, bo):
    places.describe_space(birch, SAID, by=bo)
    written = len(acts_about(birch))
    places.describe_space(birch, SAID, by=bo)
    assert len(acts_about(birch)) == written


@pytest.mark.parametrize("who", ["dee", "cy", "ana"])
def test_nobody_else_describes_it(birch, who, request):
    with pytest.raises(NotFound):
        places.describe_space(birch, replace(SAID, name="Mine"), by=request.getfixturevalue(who))
    assert Space.objects.get(pk=birch.pk).name == "Birch"


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("name", "  ", Fault("name_is_missing")),
        ("name", "x" * 121, Fault("too_long", 120)),
        ("town", "", Fault("town_is_missing")),
        ("kind", "castle", Fault("kind_is_not_known")),
        ("hours", "whenever", Fault("hours_cannot_be_read")),
        ("website", "javascript:alert(1)", Fault("website_is_not_an_address")),
        ("website", "birch.hk", Fault("website_is_not_an_address")),
        ("currency", "XQQ", Fault("currency_is_not_known")),
        ("language", "xx", Fault("language_is_not_spoken")),
        ("second_email", "nobody", Fault("email_is_not_an_address")),
        ("second_email", "birch@example.org", Fault("second_email_is_the_first")),
    ],
)
def test_what_is_wrong_is_said_by_line_and_nothing_is_changed(birch, bo, field, value, fault):
    with pytest.raises(Refusal) as refused:
        places.describe_space(birch, replace(SAID, ask_for="Someone", **{field: value}), by=bo)
    assert refused.value.facts["faults"] == {field: fault}
    assert Space.objects.get(pk=birch.pk).ask_for == "Mei Wong"


# The address


def test_a_new_address_is_asked_before_it_is_used(birch, bo):
    places.change_address(birch, "Desk@Birch.example.org", by=bo)
    kept = Space.objects.get(pk=birch.pk)
    assert (kept.email, kept.answers_letters) == ("desk@birch.example.org", False)
    letter = Letter.objects.get(kind="confirm_address")
    assert (letter.to, letter.language) == ("desk@birch.example.org", "en")
    assert f"/confirm/{address_link(kept)}/" in letter.text
    places.confirm_address(space_by_address_link(address_link(kept)))
    assert Space.objects.get(pk=birch.pk).answers_letters
    assert acts_about(birch) == ["address_changed", "address_confirmed"]


def test_confirming_twice_is_recorded_once(birch, bo):
    space = places.change_address(birch, "new@example.org", by=bo)
    places.confirm_address(space)
    places.confirm_address(Space.objects.get(pk=space.pk))
    assert acts_about(birch).count("address_confirmed") == 1


def test_the_link_to_an_earlier_address_no_longer_confirms(birch, bo):
    link = address_link(birch)
    places.change_address(birch, "new@example.org", by=bo)
    with pytest.raises(Refusal, match="link_not_valid"):
        space_by_address_link(link)


@pytest.mark.parametrize("link", ["", ".", "1", "x.y", "²." + "a" * 22, "9" * 40 + ".a"])
def test_an_invented_link_confirms_nothing(db, link):
    with pytest.raises(Refusal, match="link_not_valid"):
        space_by_address_link(link)


@pytest.mark.parametrize(("email", "code"), [("", "email_is_missing"), ("a b@c", "email_is_not_an_address")])
def test_what_is_no_address_is_refused(birch, bo, email, code):
    with pytest.raises(Refusal, match=code):
        places.change_address(birch, email, by=bo)
    assert Space.objects.get(pk=birch.pk).answers_letters


def test_only_a_manager_changes_the_address(birch, dee):
    with pytest.raises(NotFound):
        places.change_address(birch, "mine@example.org", by=dee)
    assert not Letter.objects.exists()


def test_one_letter_a_day_asks_an_address(birch, bo, wednesday_noon):
    places.change_address(birch, "new@example.org", by=bo)
    places.ask_again_to_confirm(birch, by=bo)
    assert Letter.objects.filter(kind="confirm_address").count() == 1


def test_a_space_that_takes_no_part_is_not_asked_until_it_says_otherwise(birch):
    places.take_no_part(birch)
    places.take_no_part(birch)
    assert not Space.objects.get(pk=birch.pk).answers_letters
    places.confirm_address(Space.objects.get(pk=birch.pk))
    assert Space.objects.get(pk=birch.pk).answers_letters
    assert acts_about(birch) == ["space_takes_no_part", "space_takes_part_again"]


# Closed dates


def test_days_are_closed_and_opened_again(birch, bo):
    closure = places.close_days(birch, date(2027, 2, 6), date(2027, 2, 10), reason="New Year", by=bo)
    assert list(birch.closures.all()) == [closure]
    places.reopen(closure, by=bo)
    places.reopen(closure, by=bo)
    assert not Closure.objects.exists()
    assert acts_about(birch) == ["days_closed", "days_reopened"]


@pytest.mark.parametrize(
    ("until", "reason", "code"),
    [
        (date(2027, 2, 6), "", "closure_ends_before_it_begins"),
        (date(2028, 3, 1), "", "closure_is_too_long"),
        (date(2027, 2, 7), "x" * 121, "too_long"),
    ],
)
def test_days_that_make_no_closure_are_refused(birch, bo, until, reason, code):
    with pytest.raises(Refusal, match=code):
        places.close_days(birch, date(2027, 2, 6), until, reason=reason, by=bo)


def test_only_a_manager_closes_and_opens_days(birch, bo, cy):
    with pytest.raises(NotFound):
        places.close_days(birch, date(2027, 2, 6), date(2027, 2, 7), by=cy)
    closure = places.close_days(birch, date(2027, 2, 6), date(2027, 2, 7), by=bo)
    with pytest.raises(NotFound):
        places.reopen(closure, by=cy)
    assert Closure.objects.count() == 1


def test_closed_dates_ahead_are_those_not_over(birch, wednesday_noon):
    make_closure(birch, date(2026, 12, 20), date(2027, 1, 6))
    today = make_closure(birch, date(2027, 1, 6), date(2027, 1, 7))
    later = make_closure(birch, date(2027, 3, 1), date(2027, 3, 2))
    assert list(closures_ahead(birch)) == [today, later]


# The poster


def test_a_new_poster_revokes_those_printed_before(birch, bo):
    old = poster_code(birch)
    assert space_by_poster(old) == birch
    places.renew_poster(birch, by=bo)
    with pytest.raises(Refusal, match="poster_is_old"):
        space_by_poster(old)
    assert space_by_poster(poster_code(birch)) == birch
    assert acts_about(birch) == ["poster_renewed"]


def test_the_desk_does_not_renew_the_poster(birch, dee):
    with pytest.raises(NotFound):
        places.renew_poster(birch, by=dee)
    assert Space.objects.get(pk=birch.pk).poster_number == 1


# Neighbours


def test_neighbours_are_the_nearest_first_within_the_distance(birch):
    near = make_space("Near", latitude=22.28, longitude=114.18)
    nearer = make_space("Nearer", latitude=22.279, longitude=114.175)
    make_space("Same latitude, another sea", latitude=22.28, longitude=100)
    make_space("Nowhere", latitude=None, longitude=None)
    found = nearest_of(Space.objects.all(), birch, 50, at_most=5)
    assert [space for space, _km in found] == [nearer, near]
    assert found[0][1] == pytest.approx(distance_km(birch.point, nearer.point))
    assert [space for space, _km in nearest_of(Space.objects.all(), birch, 50)] == [nearer]


def test_neighbours_are_found_across_the_antimeridian(db):
    west = make_space("West", latitude=-17.0, longitude=179.95)
    east = make_space("East", latitude=-17.0, longitude=-179.95)
    assert [space for space, _km in nearest_of(Space.objects.all(), west, 50)] == [east]
    assert distance_km(Point(-17.0, 179.95), Point(-17.0, -179.95)) < 15


def test_a_space_without_a_place_has_no_neighbours(birch):
    assert nearest_of(Space.objects.all(), make_space("Nowhere", latitude=None, longitude=None)) == []


def test_a_space_is_found_by_its_name_in_the_address(birch):
    assert space_at("birch") == birch
    assert space_at("oak") is None
