"""The first hour: written by managers, read by whoever comes, its key by those who are there."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from passerelle.care.actions import forget
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.networks.rules import Terms
from passerelle.people.models import Person
from passerelle.presence.rules import As as Quality
from passerelle.presence.rules import State
from passerelle.spaces.models import Space
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit
from passerelle.visits.rules import State as VisitState
from passerelle.web.marked import marked
from passerelle.welcome.actions import say_it_holds, write_first_hour
from passerelle.welcome.models import FirstHour, Part
from passerelle.welcome.queries import is_written, said_by
from passerelle.welcome.rules import LONGEST_TEXT, OLD_AFTER, Said, Topic, Wifi, is_old
from tests.makers import WEDNESDAY_NOON, make_member, make_person, make_presence, make_visit
from tests.web.test_door import said as page_of

pytestmark = pytest.mark.usefixtures("wednesday_noon")
As = Callable[[Person | None], Client]
READ, WRITE = "/spaces/birch/first-hour/", "/manage/birch/first-hour/"
TODAY = date(2027, 1, 6)
TEXTS = {
    Topic.WHOM: Said("Demandez **Mei**.", "Ask for **Mei**."),
    Topic.DOOR: Said("Sonnez deux fois.", "Ring twice."),
    Topic.LUNCH: Said("", "Next door, until two."),
}
KEY = "paper-and-ink"


@pytest.fixture
def written(birch: Space, bo: Person) -> None:
    """Birch has written down a few things."""
    write_first_hour(birch, TEXTS, Wifi("Birch", KEY), by=bo)


def test_topics_come_in_the_order_in_which_one_asks(birch: Space, written: None) -> None:
    assert list(said_by(birch)) == [Topic.DOOR, Topic.LUNCH, Topic.WHOM]
    assert is_written(birch)


def test_writing_again_replaces_all_of_it_and_nothing_leaves_nothing(birch: Space, bo: Person, written: None) -> None:
    write_first_hour(birch, {Topic.BINS: Said("  Jaune : papier.  ", " ")}, Wifi(), by=bo)
    assert said_by(birch) == {Topic.BINS: Said("Jaune : papier.", "")}
    assert FirstHour.objects.get().wifi_key == ""
    write_first_hour(birch, {Topic.BINS: Said()}, Wifi(), by=bo)
    assert not is_written(birch)
    assert not Part.objects.exists()


@pytest.mark.parametrize(
    ("texts", "wifi"),
    [
        ({Topic.DOOR: Said("x" * (LONGEST_TEXT + 1))}, Wifi()),
        ({Topic.DOOR: Said(en="x" * (LONGEST_TEXT + 1))}, Wifi()),
        ({}, Wifi("x" * 33)),
        ({}, Wifi("", "x" * 64)),
    ],
)
def test_what_is_too_long_is_refused_and_nothing_is_lost(
    texts: Any, wifi: Wifi, birch: Space, bo: Person, written: None
) -> None:
    with pytest.raises(Refusal, match="too_long"):
        write_first_hour(birch, texts, wifi, by=bo)
    assert len(said_by(birch)) == 3


def test_managers_write_and_the_team_says_that_it_holds(
    birch: Space, dee: Person, cy: Person, ana: Person, written: None
) -> None:
    for by in (dee, cy, ana):
        with pytest.raises(NotFound):
            write_first_hour(birch, {}, Wifi(), by=by)
    for by in (cy, ana):
        with pytest.raises(NotFound):
            say_it_holds(birch, by=by)
    with clock.at(WEDNESDAY_NOON + OLD_AFTER):
        assert is_old(FirstHour.objects.get().checked_at, clock.now())
        say_it_holds(birch, by=dee)
        known = FirstHour.objects.get()
        assert not is_old(known.checked_at, clock.now())
        assert known.checked_by == dee.ref


# Who reads it


def comes(person: Person, birch: Space, day: date = TODAY, **facts: Any) -> None:
    used = {"state": State.USED, "used_at": WEDNESDAY_NOON, "quality": Quality.MEMBER}
    make_presence(person, birch, day, **(used | facts))


def test_whoever_comes_reads_it_and_only_whoever_is_there_the_key(
    as_: As, ana: Person, fay: Person, birch: Space, alder: Space, visa: Network, dee: Person, written: None
) -> None:
    make_visit(ana, alder, birch, visa, [TODAY], state=VisitState.ACCEPTED, terms=Terms().written())
    make_member(fay, birch, since=TODAY + timedelta(days=1))
    for person in (ana, fay):
        page = page_of(as_(person).get(READ))
        assert "Ring twice." in page
        assert KEY not in page
        assert "It stands here once you have checked in." in page
        comes(person, birch)
        assert KEY in page_of(as_(person).get(READ))
    with clock.at(WEDNESDAY_NOON + timedelta(days=1)):
        assert KEY not in page_of(as_(fay).get(READ))
    assert KEY in page_of(as_(dee).get(READ))


@pytest.mark.parametrize("state", [state for state in VisitState if state not in ("accepted", "arrived")])
def test_a_visit_that_was_not_agreed_or_is_over_opens_nothing(
    state: VisitState, as_: As, ana: Person, birch: Space, alder: Space, visa: Network, written: None
) -> None:
    make_visit(ana, alder, birch, visa, [TODAY], state=state, terms=Terms().written())
    assert as_(ana).get(READ).status_code == 404


def test_others_read_nothing(as_: As, ana: Person, cy: Person, fay: Person, birch: Space, written: None) -> None:
    make_member(fay, birch, until=TODAY)
    make_presence(ana, birch, TODAY + timedelta(days=1))
    for person in (ana, cy, fay):
        for answer in (as_(person).get(READ), as_(person).post(READ)):
            assert answer.status_code == 404
    assert as_(None).get(READ).status_code == 302


def test_each_reads_it_in_their_language_and_the_other_one_is_marked(as_: As, dee: Person, written: None) -> None:
    browser = as_(dee)
    page = page_of(browser.get(READ, headers={"accept-language": "fr"}))
    assert "Sonnez deux fois." in page
    assert "<strong>Mei</strong>" in page
    assert '<div class="prose" lang="en"><p>Next door, until two.</p>' in page.replace("\n", "")
    page = page_of(browser.get(READ))
    assert "Ring twice." in page
    assert "Bins" not in page


def test_the_page_costs_eight_queries(
    as_: As, ana: Person, birch: Space, alder: Space, visa: Network, written: None, django_assert_max_num_queries: Any
) -> None:
    make_visit(ana, alder, birch, visa, [TODAY], state=VisitState.ACCEPTED, terms=Terms().written())
    browser = as_(ana)
    with django_assert_max_num_queries(8):
        browser.get(READ)


def test_a_manager_writes_it_on_the_page(as_: As, bo: Person, dee: Person, birch: Space) -> None:
    assert as_(dee).get(WRITE).status_code == 404
    browser = as_(bo)
    assert browser.post(WRITE, {"door_fr": "x" * (LONGEST_TEXT + 1)}).status_code == 422
    assert browser.post(WRITE, {"door_fr": "Sonnez.", "wifi_name": "Birch", "wifi_key": KEY}).status_code == 302
    page = page_of(browser.get(WRITE))
    assert "Sonnez." in page
    assert KEY in page
    assert browser.post(READ, {"act": "holds"}).status_code == 302


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**a** *b*", "<p><strong>a</strong> <em>b</em></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("a\nb", "<p>a<br>\nb</p>"),
        ("[a](https://example.org)", '<p><a href="https://example.org">a</a></p>'),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("![a](https://example.org/a.png)", '<p>!<a href="https://example.org/a.png">a</a></p>'),
        ("# a", "<p># a</p>"),
    ],
)
def test_markdown_is_cleaned(text: str, shown: str) -> None:
    assert marked(text).strip() == shown


# Where it is linked


def test_the_letter_that_confirms_a_visit_links_it_where_there_is_one(
    ana: Person, bo: Person, alder: Space, birch: Space, visa: Network
) -> None:
    def confirmed(day: date) -> str:
        accept_visit(ask_for_a_visit(Asking(alder, birch, (day,)), by=ana), by=bo)
        return Letter.objects.filter(kind="tell_visitor_of_acceptance").latest("pk").text

    assert "/first-hour/" not in confirmed(date(2027, 1, 18))
    write_first_hour(birch, TEXTS, Wifi(), by=bo)
    assert "/spaces/birch/first-hour/" in confirmed(date(2027, 1, 19))


def test_the_page_of_a_visit_links_it(
    as_: As, ana: Person, bo: Person, alder: Space, birch: Space, visa: Network, written: None
) -> None:
    visit = accept_visit(ask_for_a_visit(Asking(alder, birch, (date(2027, 1, 18),)), by=ana), by=bo)
    assert READ in page_of(as_(ana).get(f"/visits/{visit.reference}/"))


def test_whoever_is_forgotten_is_named_no_more(birch: Space, bo: Person) -> None:
    mei = make_person("Mei Wong", email="mei@example.org")
    texts = {Topic.WHOM: Said("Demandez Mei Wong.", "Write to mei@example.org.")}
    write_first_hour(birch, texts, Wifi(), by=bo)
    forget(mei)
    assert said_by(birch) == {Topic.WHOM: Said("Demandez ….", "Write to ….")}
