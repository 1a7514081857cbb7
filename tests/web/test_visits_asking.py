"""Asking a space for days, on its page."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from passerelle.members.models import Membership
from passerelle.networks.models import Affiliation, Network
from passerelle.networks.rules import Terms
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit
from passerelle.visits.rules import Purpose, State, Word
from tests.makers import make_affiliation, make_closure, make_network, make_person, make_presence, make_space
from tests.web.visiting import HOSTILE, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Browser, words

pytestmark = pytest.mark.usefixtures("wednesday_noon", "visa")
PAGE = "/spaces/birch/ask/"


def wish(*days: Any, **more: str) -> dict[str, Any]:
    """What the page sends when its button is pressed."""
    listed = [str(day) for day in days or (MONDAY, TUESDAY)]
    given = {"home": "alder", "about": "I draw maps.", "purpose": "meeting", "key": "k1", "act": "send"}
    return given | {"days": listed, "counted": " ".join(["alder", *listed])} | more


def boxes(response: Any) -> list[str]:
    """The days that can be ticked."""
    return re.findall(r'type="checkbox" name="days" value="([^"]+)"', response.content.decode())


def test_a_stranger_is_asked_to_sign_in_and_comes_back(as_: Browser) -> None:
    answer = as_(None).get(PAGE)
    assert answer.status_code == 302
    assert "next=/spaces/birch/ask/" in answer["Location"]


def test_the_request_leaves_as_it_was_typed(as_: Browser, ana: Person) -> None:
    answer = as_(ana).post(PAGE, wish(shows_address="on"))
    visit = Visit.objects.get()
    assert answer["Location"] == f"/visits/{visit.reference}/"
    assert [row.day for row in visit.days.all()] == [MONDAY, TUESDAY]
    assert (visit.about, visit.purpose, visit.shows_address) == ("I draw maps.", Purpose.MEETING, True)
    assert (visit.person, visit.state, visit.word) == (ana, State.REQUESTED, Word.STANDING)


def test_sent_twice_it_is_one_request(as_: Browser, ana: Person) -> None:
    client = as_(ana)
    first, second = client.post(PAGE, wish()), client.post(PAGE, wish())
    assert first["Location"] == second["Location"]
    assert Visit.objects.count() == 1


def test_the_arithmetic_is_shown_before_anything_leaves(as_: Browser, ana: Person, birch: Space) -> None:
    make_presence(ana, birch, THURSDAY)
    answer = as_(ana).post(PAGE, wish(counted=""))
    assert not Visit.objects.exists()
    said = words(answer)
    assert "One look before it leaves" in said
    assert "Mon 18 Jan" in said
    assert "Thu 21 Jan" in said
    assert "After these days, no free day is left here within any 90 days." in said


def test_every_press_but_the_last_only_counts(as_: Browser, ana: Person) -> None:
    client = as_(ana)
    for act in ("count", "find", ""):
        assert client.post(PAGE, wish(act=act)).status_code == 200
    assert client.get(f"{PAGE}?days=2027-01-18&days=2027-01-19").status_code == 200
    assert not Visit.objects.exists()


def test_days_in_the_address_are_ticked(as_: Browser, ana: Person) -> None:
    answer = as_(ana).get(f"{PAGE}?days=2027-01-18,2027-01-19&days=nonsense")
    ticked = re.findall(r'value="([^"]+)"[^>]*aria-label="[^"]*" checked', answer.content.decode())
    assert ticked == ["2027-01-18", "2027-01-19"]


def test_days_that_cannot_be_asked_are_not_offered(
    as_: Browser, ana: Person, fay: Person, birch: Space, visa: Network
) -> None:
    make_closure(birch, MONDAY, TUESDAY)
    for person in (fay, make_person("Gil")):
        make_presence(person, birch, TUESDAY)
    make_presence(ana, birch, WEDNESDAY)
    answer = as_(ana).get(PAGE)
    offered = boxes(answer)
    assert "2027-01-21" in offered
    assert not {"2027-01-05", "2027-01-18", "2027-01-19", "2027-01-20", "2027-01-23"} & set(offered)
    said = words(answer)
    for reason in ("the space is closed", "places are all taken", "you are expected here", "on this day of the week"):
        assert reason in said


def test_a_refusal_keeps_what_was_typed_and_says_what_can_be_done_instead(
    as_: Browser, ana: Person, birch: Space, visa: Network
) -> None:
    visa.default_terms = Terms(free_days=1, day_price=12000).written()
    visa.save()
    near = make_space("Elm", town="Hong Kong", latitude=22.28, longitude=114.17, time_zone="Asia/Hong_Kong")
    make_affiliation(near, visa)
    answer = as_(ana).post(PAGE, wish(about="I draw maps & plans."))
    said = words(answer)
    assert answer.status_code == 422
    assert not Visit.objects.exists()
    assert "No free day is left for 19 January." in said
    assert "HK$120.00" in said
    assert "free again here from 18 April 2027" in said
    assert "Elm</a>, 500 m away" in said
    assert "I draw maps &amp; plans." in said
    assert '<option value="meeting" selected>' in said


def test_a_date_that_does_not_exist_is_named(as_: Browser, ana: Person) -> None:
    answer = as_(ana).post(PAGE, wish("2027-02-31", MONDAY))
    assert "The date “2027-02-31” does not exist." in words(answer)
    assert not Visit.objects.exists()


def test_the_kinder_network_is_proposed_and_named(as_: Browser, ana: Person, alder: Space, birch: Space) -> None:
    kinder = make_network("Kind Friends", terms=Terms(free_days=5))
    for space in (alder, birch):
        make_affiliation(space, kinder)
    client = as_(ana)
    said = words(client.get(PAGE))
    assert "Asked under <strong>Kind Friends</strong>, the kinder" in said
    client.post(PAGE, wish())
    assert Visit.objects.get().network == kinder


def test_another_home_is_found_by_search_and_asked_by_letter(
    as_: Browser, ana: Person, visa: Network, birch: Space
) -> None:
    dale = make_space("Dale House", slug="dale", town="Mons")
    make_affiliation(dale, visa)
    client = as_(ana)
    found = words(client.post(PAGE, wish(act="find", find="dale")))
    assert 'name="home" value="dale"' in found
    assert 'value="birch"' not in words(client.post(PAGE, wish(act="find", find="hong kong")))
    said = words(client.post(PAGE, wish(act="count", home="dale")))
    assert "its manager is asked by letter whether you are a member" in said
    listed = f"dale {MONDAY} {TUESDAY}"
    client.post(PAGE, wish(home="dale", counted=listed))
    visit = Visit.objects.get()
    assert (visit.home, visit.word, visit.host_asked_at) == (dale, Word.ASKED, None)


def test_a_home_without_a_network_in_common_is_told_so(as_: Browser, ana: Person, cedar: Space) -> None:
    said = words(as_(ana).post(PAGE, wish(act="count", home="cedar")))
    assert "Cedar and Birch stand in no network together" in said


def test_a_host_that_reads_no_letters_has_a_text_to_send_instead(
    as_: Browser, ana: Person, alder: Space, birch: Space, visa: Network
) -> None:
    near = make_space("Elm", town="Hong Kong", latitude=22.28, longitude=114.17)
    make_affiliation(near, visa)
    Space.objects.filter(pk=birch.pk).update(email_confirmed_at=None)
    said = words(as_(ana).get(PAGE))
    assert "Birch cannot be asked here" in said
    assert "I am a member of Alder and I would like to work at Birch" in said
    assert f"/spaces/{near.slug}/ask/" in said


def test_htmx_gets_the_arithmetic_alone_and_the_same(as_: Browser, ana: Person) -> None:
    client = as_(ana)
    part = words(client.post(PAGE, wish(act=""), headers={"hx-request": "true", "hx-target": "reckoning"}))
    assert part.strip().startswith('<section id="reckoning"')
    assert "2027-01-18 2027-01-19" in part
    assert "Mon 18 Jan" in part


def test_somebody_without_a_name_is_asked_for_one_first(as_: Browser, ana: Person) -> None:
    nameless = make_person("", email="new@example.org")
    answer = as_(nameless).get(PAGE)
    assert answer["Location"].startswith("/me/?next=%2Fspaces%2Fbirch%2Fask%2F")


def test_what_others_wrote_is_escaped(as_: Browser, ana: Person, birch: Space) -> None:
    Space.objects.filter(pk=birch.pk).update(name=HOSTILE, town=HOSTILE)
    said = words(as_(ana).post(PAGE, wish(act="find", find=HOSTILE, about=HOSTILE)))
    assert "<script>alert" not in said
    assert "49" not in re.findall(r"alert\(1\)[^<]{0,40}", said)[0]


@pytest.mark.parametrize(("language", "words_of_it"), [("en", "Your free days here"), ("fr", 'lang="fr"')])
def test_the_page_is_drawn_in_both_languages(ana: Person, language: str, words_of_it: str) -> None:
    client = Client(headers={"accept-language": language})
    client.force_login(ana)
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert words_of_it in words(answer)


def test_the_page_costs_eight_queries_or_less(
    as_: Browser, ana: Person, birch: Space, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        make_presence(make_person(f"Visitor {number}"), birch, MONDAY)
    client = as_(ana)
    client.get(PAGE)
    with django_assert_max_num_queries(8):
        client.get(f"{PAGE}?days=2027-01-18")


def test_presence_is_untouched_by_looking(as_: Browser, ana: Person, wednesday_noon: datetime) -> None:
    as_(ana).get(f"{PAGE}?days=2027-01-18&act=send")
    assert not Presence.objects.exists()


def test_a_membership_that_ends_before_the_days_does_not_vouch_by_itself(
    as_: Browser, ana: Person, alder: Space
) -> None:
    Membership.objects.filter(person=ana).update(until=TUESDAY)
    client = as_(ana)
    assert "it vouches by itself" in words(client.get(f"{PAGE}?days={MONDAY}"))
    assert "its manager is asked by letter" in words(client.get(f"{PAGE}?days={MONDAY},{TUESDAY}"))


def test_the_months_go_on_and_come_back_and_days_stay_chosen(as_: Browser, ana: Person) -> None:
    client = as_(ana)
    later = words(client.post(PAGE, wish(act="", show="2027-03-01")))
    assert "March 2027" in later
    assert "April 2027" in later
    assert "May 2027" not in later
    assert 'name="show" value="2027-01-06"' in later
    assert "Also chosen: 18 and 19 January" in later
    assert '<input type="hidden" name="days" value="2027-01-18">' in later


def test_where_nobody_needs_to_be_asked_the_page_says_so_before_sending(
    as_: Browser, ana: Person, birch: Space
) -> None:
    by_request = as_(ana).get("/spaces/birch/ask/?days=2027-01-18").content.decode()
    Affiliation.objects.filter(space=birch).update(deviations={"way": "drop_in"})
    dropping_in = as_(ana).get("/spaces/birch/ask/?days=2027-01-18").content.decode()
    assert "need not be asked" in dropping_in
    assert "need not be asked" not in by_request
