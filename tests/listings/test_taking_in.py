"""Lists are taken in: nothing is invented, lost or silently merged, and every value knows where it comes from."""

from datetime import date

import pytest

from passerelle.directory.queries import spaces_called
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.listings.actions.taking_in import Whose, take_in
from passerelle.listings.gazetteer import AtlasInMemory
from passerelle.listings.models import Listing, Pair, Source
from passerelle.listings.queries import origins_of
from passerelle.listings.rules import Verdict, read_list
from passerelle.logbook.models import Record
from passerelle.mail.models import Letter
from passerelle.networks.models import Affiliation
from passerelle.spaces.actions.places import describe_space
from passerelle.spaces.models import Space, Square
from passerelle.spaces.queries import nearest_of
from passerelle.spaces.rules import Description, Kind
from tests.listings.lists import LIEGE, NAMUR, REAL, take
from tests.makers import make_space, make_staff

pytestmark = pytest.mark.django_db


def the(name):
    return Space.objects.get(name=name)


def test_a_row_becomes_a_space_that_is_found_by_word_and_place_and_written_to_by_nobody():
    report = take(NAMUR, LIEGE)
    assert (report.read, report.added, report.with_coordinates, report.refused) == (2, 2, 2, 0)
    space = the("La Ruche")
    assert (space.slug, space.town, space.country, space.time_zone) == ("la-ruche", "Namur", "BE", "Europe/Brussels")
    assert (space.currency, space.language, space.email, space.answers_letters) == ("EUR", "fr", "", False)
    assert list(spaces_called("ruche namur")) == [space]
    assert [near.name for near, _ in nearest_of(Space.objects.all(), space, within_km=80)] == ["Le Quai"]
    assert Square.objects.filter(zoom=0).get().spaces_count == 2
    assert not Letter.objects.exists()
    (record,) = Record.objects.filter(act="list_taken_in")
    assert (record.actor, record.facts["added"]) == ("console", 2)


def test_the_same_list_again_changes_nothing():
    take(NAMUR, LIEGE)
    before = list(Space.objects.values_list())
    report = take(NAMUR, LIEGE)
    assert (report.unchanged, report.added, report.updated, report.duplicates_proposed) == (2, 0, 0, 0)
    assert list(Space.objects.values_list()) == before
    moved = take(LIEGE, NAMUR)
    assert moved.unchanged == 2


def test_a_dry_run_says_the_same_and_writes_nothing():
    dry = take(NAMUR, LIEGE, is_dry=True)
    assert not Space.objects.exists()
    assert not Source.objects.exists()
    assert dry.written() == take(NAMUR, LIEGE).written()


def test_a_newer_file_updates_what_its_source_has_given():
    take(NAMUR | {"website": "ruche.be"}, LIEGE)
    report = take(NAMUR | {"website": "https://la-ruche.example", "lat": 50.47, "name": "La Ruche Namur"}, LIEGE)
    assert (report.updated, report.unchanged) == (1, 1)
    space = the("La Ruche Namur")
    assert (space.website, space.latitude, space.slug) == ("https://la-ruche.example", 50.47, "la-ruche")
    assert list(spaces_called("namur ruche")) == [space]
    assert Square.objects.filter(zoom=0).get().spaces_count == 2


def test_a_file_without_a_column_does_not_empty_it_and_one_with_an_empty_cell_does():
    take(NAMUR | {"website": "https://ruche.example", "hours": "Mo-Fr 09:00-18:00"})
    assert take(NAMUR | {"hours": "Mo-Fr 09:00-18:00"}).unchanged == 1
    assert the("La Ruche").website == "https://ruche.example"
    assert take(NAMUR | {"website": "", "hours": "Mo-Fr 09:00-18:00"}).updated == 1
    assert the("La Ruche").website == ""


def test_what_a_manager_has_written_is_never_written_over(bo):
    take(NAMUR | {"website": "https://ruche.example"})
    space = the("La Ruche")
    make_staff(bo, space)
    describe_space(space, Description("La Ruche", "Namur", Kind.COWORKING, address="Rue de Bruxelles 1"), by=bo)
    take(NAMUR | {"address": "Rue de Fer 50", "website": "https://other.example", "summary": "Twenty desks."})
    space.refresh_from_db()
    assert (space.address, space.website, space.summary) == ("Rue de Bruxelles 1", "", "Twenty desks.")


def test_from_the_day_that_somebody_acts_for_a_space_lists_fill_blanks_and_change_nothing(bo):
    day = date(2014, 12, 31)
    take(NAMUR | {"website": "https://ruche.example"}, LIEGE, licence="ODbL", told_on=day)
    make_staff(bo, the("La Ruche"))
    newer = NAMUR | {"name": "Ruche 2", "website": "", "lat": 50.47, "summary": "Quiet."}, LIEGE | {"name": "Quai 2"}
    report = take(*newer)
    assert (report.updated, report.unchanged, report.flagged) == (2, 0, 1)
    space = the("La Ruche")
    assert (space.website, space.latitude, space.summary) == ("https://ruche.example", 50.4663, "Quiet.")
    assert the("Quai 2").town == "Liège"
    said = [(flaw["line"], flaw["field"], flaw["reason"], flaw["found"]) for flaw in report.flaws]
    otherwise = "claimed_space_says_otherwise"
    assert said == [(1, "name", otherwise, "Ruche 2"), (1, "coordinates", otherwise, "50.47, 4.8654")]
    assert {about: origins_of(space)[about].licence for about in ("name", "website", "point")} == {
        "name": "ODbL", "website": "ODbL", "point": "ODbL"
    }  # fmt: skip


def test_what_a_claimed_space_does_not_take_on_is_counted_as_unchanged_and_named_each_time(bo):
    take(NAMUR, LIEGE)
    make_staff(bo, the("La Ruche"))
    renamed = NAMUR | {"name": "Ruche 2"}
    for is_dry in (True, False, False):
        report = take(renamed, LIEGE, is_dry=is_dry)
        assert (report.updated, report.unchanged, report.flagged) == (0, 2, 1)
    the("La Ruche").staff.all().delete()
    assert take(renamed, LIEGE).updated == 1
    assert the("Ruche 2").slug == "la-ruche"


def test_whoever_acts_for_a_space_is_told_that_a_list_brought_it_into_a_network(visa, olga, bo):
    take(NAMUR, LIEGE)
    make_staff(bo, the("La Ruche"))
    assert take(NAMUR, LIEGE, network=visa, by=olga).admitted == 2
    (letter,) = Letter.objects.all()
    assert (letter.kind, letter.to) == ("space_was_admitted", bo.email)


def test_a_second_source_fills_blanks_only():
    take(NAMUR | {"website": "https://first.example"}, source="First")
    space = the("La Ruche")
    second = take(NAMUR | {"website": "https://second.example", "summary": "Quiet."}, source="Second")
    assert (second.added, second.duplicates_proposed) == (1, 1)
    Listing.objects.filter(source__name="Second").update(space=space)
    take(NAMUR | {"website": "https://newer.example", "summary": "Very quiet.", "price": "15 €"}, source="Second")
    space.refresh_from_db()
    assert (space.website, space.summary, space.prices) == ("https://first.example", "Very quiet.", "15 €")
    take(NAMUR | {"website": "https://first-again.example"}, source="First")
    space.refresh_from_db()
    assert space.website == "https://first-again.example"


def test_every_value_knows_its_source_its_licence_its_date_and_what_stood_there(bo):
    day = date(2014, 12, 31)
    take(NAMUR | {"website": " ruche.be "}, source="The map", licence="ODbL", told_on=day)
    space = the("La Ruche")
    origin = origins_of(space)["website"]
    assert (origin.source, origin.licence, origin.told_on) == ("The map", "ODbL", day)
    assert origin.original.strip() == "ruche.be"
    assert origins_of(space)["point"].source == "The map"
    make_staff(bo, space)
    describe_space(space, Description("La Ruche", "Namur", Kind.COWORKING, summary="Ours."), by=bo)
    origins = origins_of(Space.objects.get(pk=space.pk))
    assert (origins["summary"].source, origins["town"].source) == ("", "The map")


def test_one_bad_row_stops_nothing_and_is_named_with_its_line():
    report = take(NAMUR, {"id": 3, "address": "Nowhere 1"}, LIEGE)
    assert (report.read, report.added, report.refused) == (3, 2, 1)
    (refusal,) = report.refusals
    assert (refusal["reason"], refusal["field"]) == ("name_is_missing", "name")
    assert refusal["line"] >= 1


def test_a_row_without_a_pin_is_kept_off_the_map():
    report = take({"id": 9, "name": "Somewhere", "town": "Gent", "country": "Belgium"})
    assert (report.without_coordinates, report.flagged) == (1, 0)
    space = the("Somewhere")
    assert (space.latitude, space.map_x, space.country) == (None, None, "BE")
    assert list(spaces_called("somewhere")) == [space]
    assert not Square.objects.exists()


def test_what_is_gone_from_a_newer_file_is_named_and_kept():
    take(NAMUR, LIEGE)
    report = take(NAMUR)
    assert (report.gone, report.gone_count, report.unchanged) == (["Le Quai"], 1, 1)
    assert Space.objects.count() == 2


def test_an_older_list_is_refused():
    take(NAMUR, told_on=date(2020, 1, 1))
    with pytest.raises(Refusal) as refused:
        take(NAMUR, told_on=date(2014, 1, 1))
    assert refused.value.code == "list_is_older"


def test_likely_pairs_are_proposed_once_and_never_merged():
    make_space("La Ruche", slug="ruche", address="Rue de Fer 48", latitude=50.4663, longitude=4.8654)
    report = take(NAMUR, LIEGE)
    assert (report.added, report.duplicates_proposed) == (2, 1)
    pair = Pair.objects.get()
    assert (pair.first.slug, pair.second.name, pair.verdict) == ("ruche", "La Ruche", Verdict.PROPOSED)
    assert take(NAMUR, LIEGE, source="Another").duplicates_proposed == 3
    assert Pair.objects.count() == 4


def test_one_place_in_two_alphabets_is_a_likely_pair():
    latin = {"id": 1, "name": "Kafe Moskva", "address": "Tverskaya 7", "town": "Москва", "lat": 55.7601, "lon": 37.6100}
    cyrillic = latin | {"id": 2, "name": "Кафе Москва", "address": ""}
    assert take(latin).duplicates_proposed == 0
    assert take(cyrillic, source="Another").duplicates_proposed == 1


def test_names_that_many_bear_get_addresses_of_their_own():
    rows = [NAMUR | {"id": number, "lat": 40 + number, "town": town} for number, town in enumerate("ABBBB")]
    take(*rows)
    assert sorted(Space.objects.values_list("slug", flat=True)) == [
        "la-ruche", "la-ruche-b", "la-ruche-b-2", "la-ruche-b-3", "la-ruche-b-4",
    ]  # fmt: skip
    take(NAMUR | {"lat": 10, "town": "B"}, {"name": "東京", "town": "Tokyo"}, source="Another")
    assert {"la-ruche-b-5", "dongjing"} <= set(Space.objects.values_list("slug", flat=True))


def test_the_spaces_of_a_list_stand_in_its_network_once_and_nobody_is_written_to(visa, olga, cy):
    report = take(NAMUR, LIEGE, network=visa, by=olga)
    assert report.admitted == 2
    assert Affiliation.objects.get(space__name="La Ruche").free_days == visa.terms.free_days
    assert take(NAMUR, LIEGE, network=visa, by=olga).admitted == 0
    Affiliation.objects.filter(space__name="Le Quai").update(until=date(2027, 1, 1))
    assert take(NAMUR, LIEGE, network=visa, by=olga).admitted == 0
    assert not Letter.objects.exists()


def test_only_an_organiser_takes_in_for_the_network_and_only_its_own_sources(visa, olga, cy, bo):
    take(NAMUR, source="Map")
    for other in (cy, bo):
        with pytest.raises(NotFound):
            take(NAMUR, network=visa, by=other)
    with pytest.raises(NotFound):
        take(NAMUR, by=olga)
    report = take(NAMUR | {"website": "https://x.example"}, source="Map", network=visa, by=olga)
    assert (report.added, report.duplicates_proposed) == (0, 0)
    assert Source.objects.filter(name="Map").count() == 2
    assert the("La Ruche").website == ""


def test_a_list_takes_few_queries_however_long_it_is(django_assert_max_num_queries):
    rows = [NAMUR | {"id": number, "name": f"Desk {number}", "lat": 40 + number / 100} for number in range(500)]
    with django_assert_max_num_queries(150):
        take(*rows)
    with django_assert_max_num_queries(20):
        assert take(*rows).unchanged == 500


# The real lists


needs_the_lists = pytest.mark.skipif(not REAL.exists(), reason=f"the real lists are not at {REAL}")


def taken(name):
    atlas = AtlasInMemory()
    return take_in(name, read_list((REAL / name).read_bytes(), name, atlas), Whose(name), atlas, by=None).report


@needs_the_lists
def test_the_visa_map_of_2014_is_taken_in_whole():
    report = taken("visa_map_2014.json")
    counts = (report.read, report.added, report.with_coordinates, report.refused)
    assert counts == (842, 842, 836, 0)
    assert {"Loffice Budapest", "Loffice Vienna"} <= {flaw["name"] for flaw in report.flaws}
    again = taken("visa_map_2014.json")
    assert (again.unchanged, again.duplicates_proposed) == (842, 0)


@needs_the_lists
def test_the_french_census_is_taken_in_whole():
    report = taken("fr_tiers_lieux_cget_2019.csv")
    assert (report.read, report.added + report.refused) == (1512, 1512)


@pytest.mark.parametrize("for_the_network_first", [True, False])
def test_the_same_list_for_a_network_and_for_the_instance_makes_no_second_space(visa, for_the_network_first):
    ways = ({"network": visa}, {}) if for_the_network_first else ({}, {"network": visa})
    take(NAMUR, LIEGE, **ways[0])
    dry = take(NAMUR, LIEGE, is_dry=True, **ways[1])
    again = take(NAMUR, LIEGE, **ways[1])
    for report in (dry, again):
        assert (report.added, report.unchanged, report.duplicates_proposed) == (0, 2, 0)
    assert Space.objects.filter(name__in=["La Ruche", "Le Quai"]).count() == 2
    assert {one.space.name for one in Listing.objects.all()} == {"La Ruche", "Le Quai"}
    assert (Listing.objects.count(), Source.objects.count()) == (4, 2)
    assert Affiliation.objects.filter(network=visa, space__listings__source__name="Map of 2014").distinct().count() == 2
