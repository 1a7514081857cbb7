"""What a page is sent that no form of ours sends."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from passerelle.networks.models import Network
from passerelle.people.models import Person
from passerelle.spaces.models import Space
from passerelle.visits.access import Link, sealed
from passerelle.visits.actions import Asking, accept_visit, ask_for_a_visit
from passerelle.visits.models import Visit
from tests.makers import make_person

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


@pytest.fixture
def visit(wednesday_noon: object, ana: Person, bo: Person, alder: Space, birch: Space, visa: Network) -> Visit:
    return ask_for_a_visit(Asking(alder, birch, (date(2027, 1, 18),), "I draw maps."), by=ana)


@pytest.mark.parametrize(
    "query",
    [
        "days=0001-01-01",
        "days=9999-12-31",
        "show=9999-12-31",
        "show=0001-01-01",
        "show=9999-11-02",
        "find=%00",
        "home=%00",
        "home=%ff",
        "days=%00",
        "days=" + ",".join(["2027-01-18"] * 2000),
        "days=2027-W03-1",
        "days=20270118",
        "days=+2027-01-18",
    ],
)
def test_asking_survives_any_query(query: str, visit: Visit, as_: As, fay: Person) -> None:
    assert as_(fay).get(f"/spaces/birch/ask/?{query}").status_code in {200, 400, 422}


@pytest.mark.parametrize(
    "typed",
    [
        {"days": "0001-01-01"},
        {"days": "9999-12-31"},
        {"home": "\x00"},
        {"about": "\x00"},
        {"about": "x" * 5000},
        {"key": "\x00", "act": "send", "home": "alder", "days": "2027-01-18", "counted": "alder 2027-01-18"},
        {"key": "k" * 200},
        {"find": "\x00"},
        {"act": "send", "counted": "alder 0001-01-01", "home": "alder", "days": "0001-01-01"},
        {"about": "\udcff".encode("utf-8", "surrogatepass")},
    ],
)
def test_asking_survives_anything_typed(typed: dict[str, Any], visit: Visit, as_: As, fay: Person) -> None:
    assert as_(fay).post("/spaces/birch/ask/", typed).status_code in {200, 302, 400, 422}


@pytest.mark.parametrize(
    "path",
    [
        "/spaces/?q=%00",
        "/spaces/?q=%ff%fe",
        "/spaces/?page=%00",
        "/networks/?q=%00",
        "/C/%00",
        "/C/" + "A" * 5000,
        "/answer/%00.AAAA/",
        "/answer/%ff/",
        "/poster/%00/",
        "/confirm/%00/",
        "/invitations/%00/",
        "/confirm/9999999999999999999.AAA/",
        "/vouch/\u202e/",
        "/?q=%00",
        "/spaces/birch/?x=%00",
        "/account/login/code/?address=%00&next=%00",
        "/account/login/code/?next=https://evil.example",
        "/visits/%00/",
        "/confirm/1\u0661.AAA/",
    ],
)
def test_a_strangers_address_is_never_an_error_of_ours(path: str, visit: Visit, as_: As) -> None:
    assert as_(None).get(path).status_code < 500


@pytest.mark.parametrize(
    "path",
    [
        "/desk/birch/visitors/?page=%00",
        "/desk/birch/visitors/?show=%00",
        "/manage/birch/members/?q=%00",
        "/manage/birch/members/?q=%25",
        "/manage/birch/members/99999999999999999999999/",
        "/manage/birch/staff/99999999999999999999999/end/",
        "/manage/birch/closures/?page=99999999999999999999999",
        "/visits/?page=99999999999999999999999999999",
    ],
)
def test_no_page_number_or_search_is_an_error_of_ours(path: str, visit: Visit, as_: As, bo: Person) -> None:
    assert as_(bo).get(path).status_code < 500


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/desk/birch/", {"visit": "\x00"}),
        ("/desk/birch/code/", {"code": "\x00"}),
        ("/desk/birch/code/", {"code": "🦊🦊🦊"}),
        ("/desk/birch/code/", {"code": "ﬁﬁﬁﬁﬁﬁßßß"}),
        ("/manage/birch/members/roster/missing/", {"members": "9" * 30}),
        ("/manage/birch/members/roster/missing/", {"members": "9" * 5000}),
        ("/manage/birch/members/enter/", {"name": "A\x00", "address": "a@example.org", "since": "2027-01-01"}),
        (
            "/manage/birch/members/enter/",
            {"name": "A", "address": "a@example.org", "since": "2027-01-01", "valid_until": "9999-12-31"},
        ),
        (
            "/manage/birch/members/enter/",
            {"name": "A\nBcc: x@example.org", "address": "a\n@example.org", "since": "0001-01-01"},
        ),
        (
            "/manage/birch/members/enter/",
            {"name": "A\nBcc: x@example.org", "address": '"a b"@example.org', "since": "0001-01-01"},
        ),
        ("/manage/birch/members/enter/", {"name": "A", "address": "a(b)@example.org", "since": "0001-01-01"}),
        ("/manage/birch/members/enter/", {"name": "A", "address": "é@example.org", "since": "0001-01-01"}),
        ("/manage/birch/members/enter/", {"name": "A", "address": "e@exämple.org", "since": "0001-01-01"}),
        ("/manage/birch/members/enter/", {"name": "A", "address": "e@[127.0.0.1]", "since": "2027-01-01"}),
        ("/manage/birch/staff/", {"address": "e@[127.0.0.1]", "role": "desk"}),
        ("/manage/birch/staff/", {"address": '"e;f"@example.org', "role": "desk"}),
        ("/manage/birch/address/", {"email": "\x00"}),
        ("/manage/birch/address/", {"email": '"a,b"@example.org'}),
        ("/manage/birch/address/", {"email": "a@[127.0.0.1]"}),
        ("/manage/birch/closures/", {"first_day": "0001-01-01", "last_day": "0001-01-02", "reason": "x"}),
        ("/manage/birch/closures/", {"first_day": "9999-12-30", "last_day": "9999-12-31", "reason": "x"}),
        ("/manage/birch/closures/", {"first_day": "9999-12-31", "last_day": "9999-12-31", "reason": "\x00"}),
        ("/manage/birch/terms/visa/", {"free_days": "9" * 400}),
        ("/manage/birch/terms/visa/", {"day_price": "1e999999"}),
        ("/manage/birch/terms/visa/", {"day_price": "NaN"}),
        (
            "/manage/birch/terms/visa/",
            {
                "free_days": "3",
                "within_days": "90",
                "way": "request",
                "notice_hours": "24",
                "visitors_a_day": "2",
                "weekdays": "0",
                "minimum_membership_days": "0",
                "same_town_km": "0",
                "floor_days": "0",
                "rest_months": "0",
                "most_away_percent": "0",
                "day_price": "1e400",
            },
        ),
        (
            "/manage/birch/terms/visa/",
            {
                "free_days": "3",
                "within_days": "90",
                "way": "request",
                "notice_hours": "24",
                "visitors_a_day": "2",
                "weekdays": "0",
                "minimum_membership_days": "0",
                "same_town_km": "0",
                "floor_days": "0",
                "rest_months": "0",
                "most_away_percent": "0",
                "day_price": "1e999999",
            },
        ),
        (
            "/manage/birch/terms/visa/",
            {
                "free_days": "3",
                "within_days": "90",
                "way": "request",
                "notice_hours": "24",
                "visitors_a_day": "2",
                "weekdays": "0",
                "minimum_membership_days": "0",
                "same_town_km": "0",
                "floor_days": "0",
                "rest_months": "0",
                "most_away_percent": "0",
                "day_price": "1",
                "from_hour": "0900",
                "to_hour": "١٢:٠٠",
            },
        ),
        ("/me/", {"name": "x\x00", "language": "en"}),
        ("/me/", {"name": "\u202e\u2066evil", "language": "en"}),
        ("/me/", {"name": "🦊" * 60, "language": "xx"}),
        ("/language/", {"language": "en\r\nSet-Cookie: a=b", "next": "/\r\nX: y"}),
        ("/account/login/code/", {"email": "a\x00@example.org"}),
        ("/account/login/code/", {"email": '"a b"@example.org'}),
        ("/account/login/code/", {"email": "é@example.org"}),
        ("/account/login/code/", {"email": "x@[127.0.0.1]"}),
        ("/account/login/code/", {"email": "x(y)@example.org"}),
    ],
)
def test_no_form_is_an_error_of_ours(path: str, typed: dict[str, str], visit: Visit, as_: As, bo: Person) -> None:
    browser = as_(None if "login" in path else bo)
    assert browser.post(path, typed).status_code < 500


@pytest.mark.parametrize(
    "typed",
    [
        {"act": "propose", "days": "0001-01-01"},
        {"act": "propose", "days": "9999-12-31"},
        {"act": "propose", "days": "\x00"},
        {"act": "accept", "line": "\x00"},
        {"act": "accept", "line": "\u202e\r\n[[Yes|https://evil.example]] <b>"},
        {"act": "decline", "line": "🦊" * 500},
        {"act": "write", "text": "\x00"},
        {"act": "write", "text": "\r\n" * 900},
        {"act": "write", "text": "\u200b"},
        {"act": "write", "text": "\ud800".encode("utf-8", "surrogatepass")},
        {"act": "withdraw", "reason": "x"},
        {"act": "happened"},
        {"act": ""},
        {"act": "cancel"},
        {"act": "take_up"},
        {"act": "__class__"},
        {"act": "propose", "days": ["2027-01-20"] * 900},
    ],
)
def test_no_answer_is_an_error_of_ours(typed: dict[str, Any], visit: Visit, as_: As) -> None:
    assert as_(None).post(f"/answer/{sealed(visit, Link.ANSWER)}/", typed).status_code < 500


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2027-02-30", "\x00", "2027-01-18"])
@pytest.mark.parametrize("act", ["add", "correct"])
def test_no_day_put_right_is_an_error_of_ours(act: str, day: str, visit: Visit, as_: As, bo: Person) -> None:
    accept_visit(visit, by=bo)
    typed = {"act": act, "day": day, "reason": "x"}
    assert as_(None).post(f"/arrival/{sealed(visit, Link.ARRIVAL)}/", typed).status_code < 500
    assert as_(bo).post(f"/desk/birch/visits/{visit.reference}/", typed).status_code < 500


@pytest.mark.parametrize("until", ["9999-12-31", "0001-01-01", "31/12/9999", "\x00"])
def test_no_last_day_is_an_error_of_ours(
    until: str, wednesday_noon: object, alder: Space, birch: Space, visa: Network, as_: As
) -> None:
    visit = ask_for_a_visit(Asking(alder, birch, (date(2027, 1, 18),)), by=make_person("Uma"))
    typed = {"act": "vouch", "valid_until": until}
    assert as_(None).post(f"/vouch/{sealed(visit, Link.VOUCH)}/", typed).status_code < 500
