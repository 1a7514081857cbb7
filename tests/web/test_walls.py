"""The pages of walls: what a television is given, what a manager sees, what a code opens."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from passerelle.kit import clock
from passerelle.people.models import Person
from passerelle.people.rules import Language
from passerelle.spaces.models import Space
from passerelle.walls.actions import hang_wall, revoke_wall
from passerelle.walls.models import Wall
from passerelle.walls.queries import address_of
from passerelle.walls.rules import Look
from tests.board.makers import make_notice

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
LISTED = "/manage/birch/walls/"


@pytest.fixture
def wall(wednesday_noon: datetime, birch: Space, bo: Person) -> Wall:
    return hang_wall(birch, "Entrance", Language.FRENCH, Look.DARK, by=bo)


def at(wall: Wall, more: str = "") -> str:
    return f"/spaces/{wall.space.slug}/wall/{address_of(wall)}/{more}"


def test_a_television_signs_in_nowhere_and_speaks_the_walls_language(
    wall: Wall, birch: Space, bo: Person, as_: As
) -> None:
    make_notice(birch, bo, "Desk lamp")
    answer = as_(None).get(at(wall))
    page = answer.content.decode()
    assert '<html lang="fr" class="dark">' in page
    assert "Desk lamp" in page
    assert "de Bo Chan" in page
    assert "mercredi" in page
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_without_scripts_a_browser_turns_the_pages(wall: Wall, birch: Space, bo: Person, as_: As) -> None:
    for number in range(7):
        make_notice(birch, bo, f"Notice number {number}")
    first, second = (as_(None).get(at(wall) + query).content.decode() for query in ("", "?page=2"))
    assert first.count("<article>") == 6
    assert '<noscript><meta http-equiv="refresh" content="20; url=?page=2">' in first
    assert second.count("<article>") == 1
    assert "url=?page=1" in second


def test_the_pages_give_the_same_sheet_as_is_sent(wall: Wall, birch: Space, bo: Person, as_: As) -> None:
    make_notice(birch, bo, "Desk lamp")
    said = as_(None).get(at(wall, "sheet.json")).json()
    assert said["now"] == "2027-01-06T11:00:00+00:00"
    assert [card["title"] for card in said["sheet"]["cards"]] == ["Desk lamp"]
    assert Wall.objects.get().seen_at == clock.now()


def test_the_worker_keeps_only_the_walls_own_page(wall: Wall, as_: As) -> None:
    answer = as_(None).get(at(wall, "worker.js"))
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "wall.js" in answer.content.decode()


def test_a_revoked_wall_says_so_calmly(wall: Wall, bo: Person, as_: As) -> None:
    revoke_wall(wall, by=bo)
    answer = as_(None).get(at(wall))
    assert answer.status_code == 410
    assert "Cet écran ne montre plus le tableau." in answer.content.decode()
    assert as_(None).get(at(wall, "sheet.json")).status_code == 410
    assert as_(None).get(at(wall, "worker.js")).status_code == 404


def test_the_address_of_another_space_opens_nothing(wall: Wall, as_: As, alder: Space) -> None:
    assert as_(None).get(at(wall).replace("birch", "alder")).status_code == 404


def test_a_manager_hangs_reads_the_code_and_revokes(birch: Space, bo: Person, as_: As) -> None:
    browser = as_(bo)
    said = {"name": "Kitchen", "language": "en", "look": "by_hour"}
    assert browser.post(LISTED, said).headers["Location"] == LISTED
    wall = Wall.objects.get()
    page = browser.get(LISTED).content.decode()
    assert f"{wall.code[:3]} {wall.code[3:]}" in page
    assert "not seen yet" in page
    browser.post(f"{LISTED}{wall.reference}/code/")
    assert Wall.objects.get().code != wall.code
    browser.post(f"{LISTED}{wall.reference}/revoke/")
    assert "No television shows the board yet." in browser.get(LISTED).content.decode()


def test_a_name_that_is_missing_is_asked_for(birch: Space, bo: Person, as_: As) -> None:
    as_(bo).post(LISTED, {"name": " ", "language": "en", "look": "light"})
    assert not Wall.objects.exists()


def test_a_wall_that_is_off_says_since_when(wall: Wall, bo: Person, as_: As, wednesday_noon: datetime) -> None:
    as_(None).get(at(wall))
    assert "on now" in as_(bo).get(LISTED).content.decode()
    with clock.at(wednesday_noon + timedelta(hours=1)):
        page = as_(bo).get(LISTED).content.decode()
    assert "last seen on" in page
    assert "Type this code" not in page


def test_a_code_leads_to_the_wall(wall: Wall, as_: As) -> None:
    browser = as_(None)
    assert browser.post("/wall/", {"code": wall.code}).headers["Location"] == at(wall)
    wrong = browser.post("/wall/", {"code": "ABCDEF"})
    assert wrong.status_code == 422
    assert "opens no wall" in wrong.content.decode()


def test_codes_cannot_be_tried_one_after_the_other(wall: Wall, as_: As) -> None:
    browser = as_(None)
    for _ in range(20):
        browser.post("/wall/", {"code": "ABCDEF"})
    answer = browser.post("/wall/", {"code": wall.code})
    assert answer.status_code == 422
    assert "too many tries" in answer.content.decode()
