"""The pages of the board: who reads what, what can be pressed, and what the sheet shows."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pypdfium2 import PdfDocument

from passerelle.board.actions import Arranged, Words, arrange, be_announced, be_written
from passerelle.board.models import Consent, Notice, Report, Wish
from passerelle.board.printing import sheet
from passerelle.board.rules import Kind, Readers, Rhythm, State
from passerelle.kit.signing import seal
from passerelle.networks.models import Network
from passerelle.networks.rules import Terms
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit
from passerelle.visits.rules import State as VisitState
from tests.board.makers import agree, make_notice
from tests.board.test_notices import photo
from tests.makers import make_member, make_person, make_visit

pytestmark = pytest.mark.usefixtures("wednesday_noon")
As = Callable[[Person | None], Client]
TODAY = date(2027, 1, 6)
BOARD, NEW, ME, MANAGE = (
    "/spaces/birch/board/", "/spaces/birch/board/new/", "/spaces/birch/board/me/", "/manage/birch/board/",
)  # fmt: skip
TYPED = {
    "kind": "offer",
    "title": "A lamp",
    "text": "At my desk.",
    "last_day": "2027-01-20",
    "key": "once",
    "signed": "on",
}


def said(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def at(notice: Notice) -> str:
    return f"{BOARD}{notice.reference}/"


@pytest.fixture
def ida(birch: Space) -> Person:
    """A member of Birch."""
    person = make_person("Ida Moreau", email="ida@example.org")
    make_member(person, birch)
    return person


@pytest.fixture
def visit(ana: Person, alder: Space, birch: Space, visa: Network) -> Visit:
    return make_visit(ana, alder, birch, visa, [TODAY], state=VisitState.ACCEPTED, terms=Terms().written())


def test_the_house_reads_the_board_and_others_find_none(
    as_: As, birch: Space, ida: Person, dee: Person, cy: Person, visit: Visit
) -> None:
    make_notice(birch, ida, "A lamp")
    for person in (ida, dee, visit.person):
        assert "A lamp" in said(as_(person).get(BOARD))
    for address in (BOARD, "/spaces/birch/board.pdf"):
        assert as_(cy).get(address).status_code == 404
        assert as_(None).get(address).headers["Location"].startswith("/account/")
    assert as_(None).get("/spaces/nowhere/board/").headers["Location"].startswith("/account/")
    assert as_(cy).get("/spaces/nowhere/board/").status_code == 404


def test_an_open_board_shows_others_what_is_for_them(as_: As, birch: Space, bo: Person, cy: Person) -> None:
    arrange(birch, Arranged(Readers.EVERYBODY), by=bo)
    make_notice(birch, bo, "For the house")
    public = make_notice(birch, bo, "For all", readers=Readers.EVERYBODY)
    for person in (cy, None):
        page = said(as_(person).get(BOARD))
        assert "For all" in page
        assert "For the house" not in page
        assert "For all" in said(as_(person).get(at(public)))


def test_an_empty_board_says_what_it_waits_for(as_: As, ida: Person, birch: Space) -> None:
    assert "waiting for its first card" in said(as_(ida).get(BOARD))


def test_a_member_writes_a_notice_with_a_picture(as_: As, ida: Person, birch: Space) -> None:
    browser = as_(ida)
    assert "A picture" in said(browser.get(NEW))
    picture = SimpleUploadedFile("lamp.jpg", photo((300, 200)), "image/jpeg")
    answer = browser.post(NEW, TYPED | {"picture": picture})
    notice = Notice.objects.get()
    assert answer.headers["Location"] == at(notice)
    page = said(browser.get(at(notice)))
    assert "A lamp" in page
    kept = as_(None).get(f"/board/pictures/{notice.picture.reference}.jpg")
    assert (kept.status_code, kept.headers["Content-Type"]) == (200, "image/jpeg")
    browser.post(NEW, TYPED)
    assert Notice.objects.count() == 1
    browser.post(at(notice), {"act": "take_down"})
    assert as_(None).get(f"/board/pictures/{notice.picture.reference}.jpg").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "This field is required"),
        ({"last_day": "2027-01-05"}, "Choose today or a later day."),
        ({"last_day": "2027-12-05"}, "three months at most: until 8 April 2027"),
        ({"picture": SimpleUploadedFile("x.jpg", b"nothing")}, "This is no picture that can be read."),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(
    as_: As, ida: Person, birch: Space, wrong: dict[str, Any], sentence: str
) -> None:
    answer = as_(ida).post(NEW, TYPED | wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode().replace("\xa0", " ")
    assert "At my desk." in answer.content.decode()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("who", ["ana", "cy"])
def test_others_cannot_write(as_: As, birch: Space, who: str, request: pytest.FixtureRequest) -> None:
    browser = as_(request.getfixturevalue(who))
    assert {browser.get(NEW).status_code, browser.post(NEW, TYPED).status_code} == {404}


def test_what_waits_is_on_the_manager_s_page_and_on_today(as_: As, ida: Person, bo: Person, birch: Space) -> None:
    arrange(birch, Arranged(approves_first=True), by=bo)
    as_(ida).post(NEW, TYPED)
    notice, browser = Notice.objects.get(), as_(bo)
    assert "1 notice waits for a word" in said(browser.get("/manage/birch/today/"))
    assert "A lamp" in said(browser.get(MANAGE))
    assert "A lamp" not in said(as_(ida).get(BOARD))
    assert browser.post(at(notice), {"act": "approve", "back": "manage"}).headers["Location"] == MANAGE
    assert "A lamp" in said(as_(ida).get(BOARD))
    assert "notice waits" not in said(browser.get("/manage/birch/today/"))


def test_a_reader_reports_and_the_team_hides(as_: As, ida: Person, bo: Person, birch: Space, visit: Visit) -> None:
    notice = make_notice(birch, ida)
    as_(visit.person).post(at(notice), {"act": "report", "reason": "Not nice"})
    assert Report.objects.get().reason == "Not nice"
    browser = as_(bo)
    assert "Not nice" in said(browser.get(MANAGE))
    assert "1 notice was reported" in said(browser.get("/manage/birch/today/"))
    assert "Say why in a line" in said(browser.post(at(notice), {"act": "hide"}, follow=True))
    browser.post(at(notice), {"act": "hide", "reason": "Be kind."})
    assert as_(visit.person).get(at(notice)).status_code == 404
    assert "Be kind." in said(as_(ida).get(at(notice)))


def test_only_whom_it_concerns_presses(as_: As, ida: Person, cy: Person, birch: Space, visit: Visit) -> None:
    notice = make_notice(birch, ida)
    for act in ("take_down", "approve", "hide", "let_stand"):
        assert as_(visit.person).post(at(notice), {"act": act, "reason": "x"}).status_code == 404
        assert as_(cy).post(at(notice), {"act": act, "reason": "x"}).status_code == 404
        assert as_(None).post(at(notice), {"act": act, "reason": "x"}).status_code == 302
    assert Notice.objects.get().state == State.SHOWN


def test_a_manager_says_how_the_board_is(as_: As, bo: Person, dee: Person, birch: Space) -> None:
    assert as_(dee).get(MANAGE).status_code == 404
    wanted = {"readers": "everybody", "approves_first": "on", "at_once": "5"}
    assert as_(bo).post(MANAGE, wanted).status_code == 302
    assert as_(bo).post(MANAGE, wanted | {"at_once": "0"}).status_code == 422
    assert (birch.board.readers, birch.board.approves_first, birch.board.at_once) == ("everybody", True, 5)


def test_a_member_agrees_to_be_announced_and_takes_it_back(as_: As, ida: Person, birch: Space) -> None:
    browser = as_(ida)
    assert "until Thursday 4 February" in said(browser.get(ME))
    browser.post(ME, {"name": "Ida", "trade": "Illustrator"})
    assert "Ida joins the space" in said(browser.get(BOARD))
    assert "Illustrator" in said(browser.get("/me/boards/"))
    browser.post(f"/me/announced/{Consent.objects.get().pk}/")
    assert "Ida joins the space" not in said(browser.get(BOARD))


def test_a_visitor_agrees_on_the_visit_s_page(as_: As, visit: Visit, cy: Person, bo: Person, birch: Space) -> None:
    place, browser = f"/visits/{visit.reference}/board/", as_(visit.person)
    assert place in said(browser.get(f"/visits/{visit.reference}/"))
    assert "Announce me no more" not in said(browser.get(place))
    browser.post(place, {"name": "Ana", "seeks": "a bicycle"})
    assert "Ana, from Namur" in said(as_(bo).get(BOARD))
    for other in (cy, bo):
        assert as_(other).get(place).status_code == 404
        assert as_(other).post(f"/me/announced/{Consent.objects.get().pk}/").status_code == 404


def test_letters_are_chosen_and_stopped_by_one_press(as_: As, ida: Person, birch: Space) -> None:
    as_(ida).post(ME, {"rhythm": "weekly"})
    stop = f"/board/stop/{seal('stop_board_letters', str(Wish.objects.get().pk))}/"
    stranger = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    assert "Birch" in said(stranger.get(stop))
    assert Wish.objects.exists()  # a scanner that opens the link stops nothing
    assert stranger.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Wish.objects.exists()
    assert "not written about this board" in said(stranger.get(stop))
    be_written(birch, Rhythm.DAILY, by=ida)
    as_(ida).post(ME, {"rhythm": "daily"})
    assert "every morning" in said(as_(ida).get("/me/boards/"))
    as_(ida).post(ME, {"rhythm": "never"})
    assert not Wish.objects.exists()


def test_the_pages_cost_at_most_eight_queries(
    as_: As, ida: Person, bo: Person, birch: Space, visit: Visit, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        notice = make_notice(birch, ida, f"Notice {number}")
        Report.objects.create(notice=notice, person=visit.person, reason="x")
    be_announced(visit, Words("Ana"), by=visit.person)
    pages = {ida: [BOARD, ME, NEW, at(notice), "/me/boards/"], bo: [BOARD, MANAGE, at(notice), "/manage/birch/today/"]}
    pages[visit.person] = [f"/visits/{visit.reference}/board/"]
    for person, places in pages.items():
        browser = as_(person)
        for place in places:
            with django_assert_max_num_queries(8, info=place):
                said(browser.get(place))


def words_of(printed: bytes) -> tuple[int, str]:
    """How many pages a sheet has, and what is read on them."""
    document = PdfDocument(BytesIO(printed))
    try:
        return len(document), " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sheet_is_one_page_and_says_how_many_more_there_are(birch: Space, ida: Person, language: str) -> None:
    for number in range(12):
        make_notice(birch, ida, f"Notice number {number} " + "w" * 58, text="Long. " * 100, kind=list(Kind)[number % 6])
    agree(make_member(make_person("New"), birch), "Ida", trade="Illustrator", seeks="a printer")
    pages, text = words_of(sheet(birch, language))
    assert pages == 1
    assert ("5 more on the page" if language == "en" else "Encore 5 sur la page") in text
    assert "Birch" in text


def test_the_sheet_of_an_empty_board_is_one_page(as_: As, ida: Person, birch: Space) -> None:
    answer = as_(ida).get("/spaces/birch/board.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert words_of(answer.content)[0] == 1


def test_the_sheet_for_everybody_has_only_what_is_for_them(birch: Space, bo: Person) -> None:
    make_notice(birch, bo, "House")
    make_notice(birch, bo, "Public", readers=Readers.EVERYBODY, until=TODAY + timedelta(days=1))
    text = words_of(sheet(birch, "en", outside=True))[1]
    assert "Public" in text
    assert "House" not in text
