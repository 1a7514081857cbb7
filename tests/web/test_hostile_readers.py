"""What strangers, caches and other sites try: reading what is another's, forging, leading astray, trying again."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from passerelle.mail.models import Letter
from passerelle.members.models import Membership
from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.visits.access import ByLetter, Link, sealed
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit, vouch_for, write_a_line
from passerelle.visits.models import Visit
from tests.makers import make_person

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
HOSTILE = (
    "\u202e[[Yes|https://evil.example/]]\r\nBcc: all@example.org\r\n<script>alert(1)</script> [x](https://evil.example)"
)


@pytest.fixture
def visit(wednesday_noon: object, ana: Person, bo: Person, alder: Space, birch: Space, visa: Network) -> Visit:
    return ask_for_a_visit(Asking(alder, birch, (date(2027, 1, 6),), "I draw maps."), by=ana)


def test_a_session_whose_row_is_gone_or_over_opens_nothing(as_: As, ana: Person) -> None:
    here, elsewhere = as_(ana), as_(ana)
    assert [client.get("/visits/").status_code for client in (here, elsewhere)] == [200, 200]
    elsewhere.session.delete()
    Session.objects.filter(session_key=here.session.session_key).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )
    assert [client.get("/visits/").status_code for client in (here, elsewhere)] == [302, 302]


@pytest.mark.parametrize("path", ["/", "/spaces/", "/spaces/birch/", "/networks/", "/networks/visa/"])
def test_a_page_that_names_its_reader_is_kept_by_nobody(path: str, visit: Visit, as_: As, ana: Person) -> None:
    assert "no-store" in as_(ana).get(path).headers["Cache-Control"]
    assert "Cache-Control" not in as_(None).get(path).headers


@pytest.mark.parametrize(
    "path",
    [
        "/visits/",
        "/me/",
        "/manage/",
        "/manage/birch/",
        "/manage/birch/members/",
        "/manage/birch/staff/",
        "/desk/birch/",
    ],
)
def test_what_is_behind_a_sign_in_is_kept_by_nobody(path: str, visit: Visit, as_: As, bo: Person) -> None:
    assert "no-store" in as_(bo).get(path).headers["Cache-Control"]


@pytest.mark.parametrize("link", [Link.ANSWER, Link.ARRIVAL, Link.VOUCH])
def test_what_is_behind_a_link_is_kept_by_nobody_and_framed_by_nobody(link: Link, visit: Visit, as_: As) -> None:
    answer = as_(None).get(f"/{link}/{sealed(visit, link)}/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("made", list(Link))
@pytest.mark.parametrize("used", list(Link))
def test_a_link_serves_the_act_it_was_made_for_and_no_other(made: Link, used: Link, visit: Visit, as_: As) -> None:
    assert (as_(None).get(f"/{used}/{sealed(visit, made)}/").status_code == 200) == (made is used)


@pytest.mark.parametrize(
    ("path", "who"),
    [
        *((path, None) for path in ("/answer/{answer}/", "/arrival/{arrival}/", "/vouch/{vouch}/", "/language/")),
        *((path, "ana") for path in ("/visits/{visit}/", "/me/forget/", "/me/take-out/", "/spaces/birch/ask/")),
        *(("/account/login/code/", None), ("/account/logout/", "ana"), ("/desk/birch/", "dee")),
    ],
)
def test_no_other_site_presses_a_button(
    path: str, who: str | None, visit: Visit, request: pytest.FixtureRequest
) -> None:
    browser = Client(enforce_csrf_checks=True)
    if who:
        browser.force_login(request.getfixturevalue(who))
    links = {str(link): sealed(visit, link) for link in Link}
    assert browser.post(path.format(**links, visit=visit.reference), {"act": "accept"}).status_code == 403


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(then: str, visit: Visit, as_: As, ana: Person) -> None:
    for path, typed in (("/language/", {"language": "en"}), ("/me/", {"name": "Ana", "language": "en"})):
        assert "evil" not in as_(ana).post(path, {**typed, "next": then}).headers.get("Location", "")
        assert "javascript" not in as_(ana).post(path, {**typed, "next": then}).headers.get("Location", "")


@override_settings(ALLOWED_HOSTS=["*"])
def test_letters_lead_to_this_site_whatever_the_request_calls_it(visit: Visit, as_: As) -> None:
    browser = as_(None)
    browser.post(f"/answer/{sealed(visit, Link.ANSWER)}/", {"act": "accept"}, headers={"host": "evil.example"})
    browser.post("/account/login/code/", {"email": "new@example.org"}, headers={"host": "evil.example"})
    assert Letter.objects.count() > 3
    for letter in Letter.objects.all():
        assert "evil.example" not in letter.text + letter.html + letter.subject + letter.message_id


def test_what_somebody_types_is_neither_link_nor_heading_of_a_letter(
    wednesday_noon: object, alder: Space, birch: Space, visa: Network, bo: Person
) -> None:
    person = make_person("Uma")
    Person.objects.filter(pk=person.pk).update(name=HOSTILE[:110])
    person.refresh_from_db()
    visit = ask_for_a_visit(Asking(alder, birch, (date(2027, 1, 18),), HOSTILE), by=person)
    vouch_for(visit, valid_until=None, by=ByLetter(visit.pk, Link.VOUCH))
    write_a_line(visit, HOSTILE, by=person)
    write_a_line(visit, HOSTILE, by=bo)
    accept_visit(visit, by=bo, line=HOSTILE)
    for letter in Letter.objects.all():
        assert 'href="https://evil' not in letter.html
        assert "<script" not in letter.html
        assert "\n" not in letter.subject + letter.to_name
        assert "\u202e" not in letter.subject + letter.text + letter.html + letter.to_name


def test_no_letter_shows_an_address_that_was_not_agreed_to(visit: Visit, ana: Person, bo: Person) -> None:
    accept_visit(visit, by=bo)
    write_a_line(visit, "Is there a lift?", by=ana)
    for letter in Letter.objects.exclude(to=ana.email):
        assert ana.email not in letter.text + letter.html + letter.subject + letter.reply_to + str(letter.attachments)


def test_many_strangers_do_not_lift_the_limits_of_somebody_else(as_: As) -> None:
    for number in range(400):
        cache.set(f"{number:04}", True, 600)
    assert cache.get("0000")


def test_the_desk_is_told_that_a_word_once_given_no_longer_holds(
    wednesday_noon: object, alder: Space, birch: Space, visa: Network, as_: As, bo: Person
) -> None:
    visit = ask_for_a_visit(Asking(alder, birch, (date(2027, 1, 6),)), by=make_person("Uma Ortiz"))
    vouch_for(visit, valid_until=None, by=ByLetter(visit.pk, Link.VOUCH))
    accept_visit(visit, by=bo)
    Membership.objects.update(since=date(2026, 1, 1), until=date(2027, 1, 2))
    assert "The home no longer vouches." in as_(bo).get(f"/desk/birch/visits/{visit.reference}/").content.decode()


def test_a_session_ends_with_the_person_and_a_sign_in_begins_a_new_one(visit: Visit, as_: As, ana: Person) -> None:
    browser, thief = as_(ana), Client()
    thief.cookies = browser.cookies
    assert thief.get("/me/").status_code == 200
    browser.post("/me/forget/")
    assert thief.get("/me/").status_code == 302
