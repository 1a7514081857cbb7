from datetime import date

import pytest
from django.core import signing

from passerelle.mail.models import Letter
from passerelle.networks.models import Affiliation
from passerelle.networks.queries import affiliation_between
from passerelle.spaces.models import Closure, Space
from passerelle.spaces.queries import address_link, poster_code
from passerelle.spaces.rules import Kind
from tests.makers import make_closure, make_presence

TODAY = date(2027, 1, 6)
LINES = {
    "name": "Birch",
    "kind": "coworking",
    "town": "Hong Kong",
    "hours": "Mo-Fr 09:00-18:00",
    "language": "en",
    "currency": "HKD",
}
TERMS = {
    "free_days": "2",
    "within_days": "90",
    "way": "notice",
    "notice_hours": "48",
    "visitors_a_day": "3",
    "weekdays": ["0", "1", "2", "3", "4"],
    "included": ["wifi", "coffee"],
    "day_price": "150",
    "minimum_membership_days": "0",
    "same_town_km": "0",
    "floor_days": "0",
    "rest_months": "0",
    "most_away_percent": "0",
}


@pytest.fixture(autouse=True)
def _wednesday(wednesday_noon):
    """All of this happens on one Wednesday."""


@pytest.fixture
def manager(as_, bo):
    return as_(bo)


def text_of(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


ADDRESSES = (
    "/manage/birch/",
    "/manage/birch/address/",
    "/manage/birch/closures/",
    "/manage/birch/poster/",
    "/manage/birch/terms/visa/",
    "/manage/birch/terms/visa/leave/",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_its_managers_come_in(as_, visa, birch, dee, cy, ana, olga, address):
    for other in (dee, cy, ana, olga):
        assert as_(other).get(address).status_code == 404
        assert as_(other).post(address).status_code == 404
    assert as_(None).get(address).status_code == 302
    assert as_(None).post(address).status_code == 302


# The page


def test_my_spaces_lists_what_i_act_for(as_, bo, dee, cy, birch, visa, olga):
    assert "/manage/birch/" in text_of(as_(bo).get("/manage/"))
    at_the_desk = text_of(as_(dee).get("/manage/"))
    assert "Birch" in at_the_desk
    assert "/manage/birch/" not in at_the_desk
    assert "Birch" not in text_of(as_(cy).get("/manage/"))
    assert "/networks/visa/organise/" in text_of(as_(olga).get("/manage/"))


def test_who_acts_for_nothing_is_shown_a_way_on(as_, ana):
    assert "You act for no space yet." in text_of(as_(ana).get("/manage/"))


def test_a_manager_changes_the_page_and_reads_it_back(manager, birch):
    said = LINES | {"hours": "lundi au vendredi 9h-17h", "summary": "By the harbour."}
    page = text_of(manager.post("/manage/birch/", said, follow=True))
    assert "Saved." in page
    assert "9:00 – 17:00" in page
    assert Space.objects.get(pk=birch.pk).summary == "By the harbour."


def test_what_is_wrong_is_said_at_its_line_and_nothing_typed_is_lost(manager, birch):
    wrong = LINES | {"hours": "quand on est là", "website": "birch", "summary": "Kept <as typed>."}
    page = text_of(manager.post("/manage/birch/", wrong))
    for said in ("These hours cannot be read.", "begins with https://", "quand on est là", "Kept &lt;as typed&gt;."):
        assert said in page
    assert 'aria-invalid="true"' in page
    assert Space.objects.get(pk=birch.pk).hours == "Mo-Fr 09:00-18:00"


def test_a_new_address_waits_for_a_yes(manager, birch):
    page = text_of(manager.post("/manage/birch/address/", {"email": "new@example.org"}, follow=True))
    assert "A letter is on its way to new@example.org" in page
    assert "This address is not confirmed yet." in page
    link = f"/confirm/{address_link(Space.objects.get(pk=birch.pk))}/"
    assert link in Letter.objects.get(kind="confirm_address").text
    assert "A letter is on its way" in text_of(manager.post("/manage/birch/address/", {"again": "1"}, follow=True))


def test_what_is_no_address_is_said_at_its_line(manager, birch):
    page = text_of(manager.post("/manage/birch/address/", {"email": "birch@"}))
    assert "This is not a complete mail address." in page
    assert 'value="birch@"' in page
    assert Space.objects.get(pk=birch.pk).answers_letters


# The link in the letter


def test_opening_the_letters_link_does_nothing_and_the_button_does(as_, birch):
    Space.objects.filter(pk=birch.pk).update(email_confirmed_at=None)
    link, browser = f"/confirm/{address_link(birch)}/", as_(None)
    assert "Is this the address of Birch?" in text_of(browser.get(link))
    assert not Space.objects.get(pk=birch.pk).answers_letters
    assert "the address is confirmed" in text_of(browser.post(link, {"act": "confirm"}, follow=True))
    assert Space.objects.get(pk=birch.pk).answers_letters


def test_the_same_page_lets_a_space_take_no_part_and_change_its_mind(as_, birch):
    link, browser = f"/confirm/{address_link(birch)}/", as_(None)
    assert "takes no part" in text_of(browser.post(link, {"act": "no_part"}, follow=True))
    assert not Space.objects.get(pk=birch.pk).answers_letters
    browser.post(link, {"act": "confirm"})
    assert Space.objects.get(pk=birch.pk).answers_letters


@pytest.mark.filterwarnings("ignore")
def test_a_link_not_made_here_and_an_act_not_offered_are_refused(as_, birch):
    assert as_(None).get(f"/confirm/{signing.dumps('x').replace(':', '.')}/").status_code == 410
    assert as_(None).get(f"/confirm/{birch.pk}.{'a' * 22}/").status_code == 410
    assert as_(None).post(f"/confirm/{address_link(birch)}/", {"act": "delete"}).status_code == 400


# Closed dates


def test_days_are_closed_with_the_last_one_included_and_opened_again(manager, birch):
    said = {"first_day": "2027-02-06", "last_day": "2027-02-09", "reason": "New Year"}
    page = text_of(manager.post("/manage/birch/closures/", said, follow=True))
    assert "No visitor comes on" in page
    assert "New Year" in page
    closure = Closure.objects.get()
    assert (closure.since, closure.until) == (date(2027, 2, 6), date(2027, 2, 10))
    page = text_of(manager.post(f"/manage/birch/closures/{closure.pk}/reopen/", follow=True))
    assert "No closed dates ahead." in page


def test_one_day_needs_no_last_day(manager, birch):
    manager.post("/manage/birch/closures/", {"first_day": "2027-02-06"})
    assert Closure.objects.get().until == date(2027, 2, 7)


def test_days_that_end_before_they_begin_are_refused_and_kept_in_the_form(manager, birch):
    said = {"first_day": "2027-02-06", "last_day": "2027-02-05", "reason": "New Year"}
    page = text_of(manager.post("/manage/birch/closures/", said))
    assert "These days end before they begin." in page
    assert 'value="2027-02-06"' in page
    assert 'value="New Year"' in page
    assert not Closure.objects.exists()


def test_closing_a_day_on_which_somebody_is_expected_says_so(manager, birch, ana):
    make_presence(ana, birch, date(2027, 2, 6))
    page = text_of(manager.post("/manage/birch/closures/", {"first_day": "2027-02-06"}, follow=True))
    assert "visitors are expected on 6 February" in page


def test_another_spaces_closed_days_are_out_of_reach(manager, birch, cedar):
    theirs = make_closure(cedar, date(2027, 2, 6), date(2027, 2, 7))
    assert manager.post(f"/manage/birch/closures/{theirs.pk}/reopen/").status_code == 404
    assert Closure.objects.count() == 1


# The poster


def test_the_poster_carries_a_code_in_the_language_of_the_desk(manager, birch):
    page = text_of(manager.get("/manage/birch/poster/"))
    assert "<svg" in page
    assert 'class="poster" lang="en"' in page
    assert "Welcome to Birch" in page


def test_a_new_poster_takes_a_button(manager, birch):
    old = poster_code(birch)
    assert manager.post("/manage/birch/poster/", {"act": "renew"}).status_code == 302
    assert poster_code(Space.objects.get(pk=birch.pk)) != old


# Terms


def test_terms_are_set_and_read_back_as_a_sentence(manager, birch, visa):
    page = text_of(manager.post("/manage/birch/terms/visa/", TERMS, follow=True))
    assert "Two free days, announced 48 hours ahead, three visitors a day." in page
    assert affiliation_between(birch, "visa", TODAY).deviations == {
        "free_days": 2,
        "way": "notice",
        "notice_hours": 48,
        "visitors_a_day": 3,
        "day_price": 15000,
    }


def test_a_price_is_in_the_currencys_own_units(manager, birch, visa):
    Space.objects.filter(pk=birch.pk).update(currency="JPY")
    manager.post("/manage/birch/terms/visa/", TERMS)
    assert affiliation_between(birch, "visa", TODAY).deviations["day_price"] == 150


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("free_days", "40", "Between 0 and 31 days."),
        ("free_days", "", "This field is required."),
        ("within_days", "0", "Between 1 and 366 days."),
        ("to_hour", "08:00", "Visitors leave after they come"),
        ("day_price", "-1", "A price is nought or more."),
    ],
)
def test_terms_that_cannot_be_kept_are_refused_at_their_line(manager, birch, visa, field, value, said):
    page = text_of(manager.post("/manage/birch/terms/visa/", TERMS | {"from_hour": "10:00", field: value}))
    assert said in page
    assert 'value="48"' in page
    assert affiliation_between(birch, "visa", TODAY).deviations == {}


def test_while_one_changes_terms_they_are_said_but_not_saved(manager, birch, visa):
    headers = {"hx-request": "true", "hx-target": "meant"}
    part = text_of(manager.post("/manage/birch/terms/visa/", TERMS, headers=headers))
    assert "Two free days, announced 48 hours ahead" in part
    assert "the network: 3 within 90 days" in part
    assert "<html" not in part
    assert affiliation_between(birch, "visa", TODAY).deviations == {}
    wrong = text_of(manager.post("/manage/birch/terms/visa/", TERMS | {"free_days": "40"}, headers=headers))
    assert "Some lines need another look first." in wrong


def test_terms_in_a_network_one_does_not_stand_in_are_not_found(manager, birch, cedar, visa):
    assert manager.get("/manage/birch/terms/oak/").status_code == 404


def test_a_space_leaves_with_the_last_day_included(manager, birch, visa):
    said = {"last_day": "2027-01-31", "reason": "We move away."}
    assert manager.post("/manage/birch/terms/visa/leave/", said).status_code == 302
    kept = Affiliation.objects.get(space=birch)
    assert (kept.until, kept.left_because) == (date(2027, 2, 1), "We move away.")
    assert "leaves on 1 February 2027" in text_of(manager.get("/manage/birch/terms/visa/leave/"))


def test_leaving_in_the_past_is_refused_at_its_line(manager, birch, visa):
    page = text_of(manager.post("/manage/birch/terms/visa/leave/", {"last_day": "2027-01-01", "reason": "We move."}))
    assert "Choose today or a later day" in page
    assert "We move." in page
    assert Affiliation.objects.get(space=birch).until is None


def test_manager_pages_take_few_queries(manager, visa, birch, django_assert_max_num_queries):
    for month in range(1, 11):
        make_closure(birch, date(2027 + month, 1, 1), date(2027 + month, 1, 9))
    for address in ("/manage/", "/manage/birch/", *ADDRESSES[2:]):
        with django_assert_max_num_queries(8):
            assert manager.get(address).status_code == 200


def test_who_acts_for_a_space_of_no_known_kind_chooses_one(manager, birch):
    Space.objects.filter(pk=birch.pk).update(kind=Kind.UNKNOWN)
    page = text_of(manager.get("/manage/birch/"))
    assert '<option value="">choose</option>' in page
    assert 'value="unknown"' not in page
    assert "Choose what sort of place it is." in text_of(manager.post("/manage/birch/", LINES | {"kind": ""}))
    for kind in ("", "unknown"):
        assert manager.post("/manage/birch/", LINES | {"kind": kind}).status_code == 200
        assert Space.objects.get(pk=birch.pk).kind == Kind.UNKNOWN
    manager.post("/manage/birch/", LINES | {"kind": "cafe"})
    assert Space.objects.get(pk=birch.pk).kind == Kind.CAFE


def test_an_address_in_the_local_script_is_the_managers_once_it_is_written(manager, birch):
    manager.post("/manage/birch/", LINES | {"local_address": " 灣仔盧押道8號 "})
    space = Space.objects.get(pk=birch.pk)
    assert (space.local_address, "local_address" in space.own_lines.split()) == ("灣仔盧押道8號", True)
    assert "灣仔盧押道8號" in text_of(manager.get("/spaces/birch/"))
    assert manager.get("/spaces.json", {"q": "birch"}).json()["spaces"][0]["local_address"] == "灣仔盧押道8號"
