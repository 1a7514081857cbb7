"""A document is seen before the first check-in: by whom and when is kept, and nothing of it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from passerelle.care.actions import forget, take_out
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.models import Record
from passerelle.members.actions import check_in_member, set_identity_rule, take_back_check_in
from passerelle.members.models import IdentitySeen, Membership
from passerelle.members.rules.identity import IdentityRule, is_to_be_shown, lapses_on
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.spaces.models import Space
from passerelle.spaces.queries import poster_code
from tests.makers import WEDNESDAY_NOON, make_member, make_person
from tests.web.test_door import said

pytestmark = pytest.mark.usefixtures("wednesday_noon")
As = Callable[[Person | None], Client]
DESK, RULE = "/desk/birch/members/", "/manage/birch/members/identity/"


@pytest.fixture
def membership(birch: Space) -> Membership:
    """Ida's, at Birch, which has said nothing of documents."""
    return make_member(make_person("Ida Wong", email="ida@example.org"), birch)


@pytest.mark.parametrize(
    ("seen_on", "months", "first_day_without"),
    [
        (date(2027, 1, 6), 1, date(2027, 2, 6)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 12, 31), 12, date(2028, 12, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 6, 15), 7, date(2028, 1, 15)),
        (date(2027, 11, 30), 1, date(2027, 12, 30)),
    ],
)
def test_what_was_seen_lapses_after_so_many_months(seen_on: date, months: int, first_day_without: date) -> None:
    assert lapses_on(seen_on, months) == first_day_without
    rule = IdentityRule(lapses_after_months=months)
    assert not is_to_be_shown(rule, seen_on, first_day_without - timedelta(days=1))
    assert is_to_be_shown(rule, seen_on, first_day_without)


@pytest.mark.parametrize(
    ("rule", "seen_on", "shows"),
    [
        (IdentityRule(), None, True),
        (IdentityRule(), date(1990, 1, 1), False),
        (IdentityRule(is_asked=False), None, False),
        (IdentityRule(is_asked=False, lapses_after_months=1), date(1990, 1, 1), False),
    ],
)
def test_once_is_enough_unless_the_space_says_otherwise(rule: IdentityRule, seen_on: date | None, shows: bool) -> None:
    assert is_to_be_shown(rule, seen_on, date(2027, 1, 6)) is shows


def test_the_first_check_in_needs_the_desks_tick(membership: Membership, dee: Person, birch: Space) -> None:
    for how in ({"by": dee}, {"by": membership.person, "poster": birch, "saw_identity": True}):
        with pytest.raises(Refusal, match="identity_not_seen"):
            check_in_member(membership, **how)  # type: ignore[arg-type]
    assert not Presence.objects.exists()
    assert check_in_member(membership, by=dee, saw_identity=True).is_first
    seen = IdentitySeen.objects.get()
    assert (seen.person, seen.space, seen.seen_by, seen.seen_at) == (membership.person, birch, dee.ref, WEDNESDAY_NOON)
    with clock.at(WEDNESDAY_NOON + timedelta(days=800)):
        assert check_in_member(membership, by=membership.person, poster=birch).is_first


def test_it_lapses_when_the_space_says_so_and_is_noted_anew(membership: Membership, dee: Person, bo: Person) -> None:
    check_in_member(membership, by=dee, saw_identity=True)
    set_identity_rule(membership.space, IdentityRule(lapses_after_months=6), by=bo)
    later = WEDNESDAY_NOON + timedelta(days=181)
    with clock.at(later - timedelta(days=1)):
        assert check_in_member(membership, by=dee).is_first
    with clock.at(later):
        with pytest.raises(Refusal, match="identity_not_seen"):
            check_in_member(membership, by=dee)
        check_in_member(membership, by=dee, saw_identity=True)
    assert IdentitySeen.objects.get().seen_at == later
    assert Record.objects.filter(act="identity_seen").count() == 2


def test_a_check_in_taken_back_takes_the_document_back(membership: Membership, dee: Person) -> None:
    take_back_check_in(check_in_member(membership, by=dee, saw_identity=True).presence, by=dee)
    assert not IdentitySeen.objects.exists()


def test_only_managers_say_what_is_asked(as_: As, birch: Space, bo: Person, dee: Person, cy: Person) -> None:
    for by in (dee, cy):
        with pytest.raises(NotFound):
            set_identity_rule(birch, IdentityRule(is_asked=False), by=by)
        assert as_(by).get(RULE).status_code == 404
    for months in (0, 121):
        with pytest.raises(Refusal, match="months_are_out_of_range"):
            set_identity_rule(birch, IdentityRule(lapses_after_months=months), by=bo)


def test_the_page_sets_it_and_the_desk_asks_for_nothing_any_more(
    as_: As, membership: Membership, bo: Person, dee: Person
) -> None:
    desk = as_(dee)
    assert "I have seen a passport" in said(desk.get(DESK, {"q": "ida"}))
    manager = as_(bo)
    assert "checked" in said(manager.get(RULE))
    assert manager.post(RULE, {"is_asked": "on", "months": "0"}).status_code == 200
    assert manager.post(RULE, {"months": "3"}).status_code == 302
    assert "I have seen a passport" not in said(desk.get(DESK, {"q": "ida"}))
    assert desk.post(DESK, {"act": "check_in", "key": membership.pk}).status_code == 302


def test_the_desk_ticks_and_the_manager_reads_who_saw_it(
    as_: As, membership: Membership, bo: Person, dee: Person
) -> None:
    desk = as_(dee)
    assert desk.post(DESK, {"act": "check_in", "key": membership.pk}).status_code == 422
    assert desk.post(DESK, {"act": "check_in", "key": membership.pk, "identity": "seen"}).status_code == 302
    page = said(as_(bo).get(f"/manage/birch/members/{membership.pk}/"))
    assert "A document was seen on Wednesday 6 January 2027 at 19:00 by Dee Lau." in page


def test_at_the_poster_one_is_told_to_show_it_at_the_desk(as_: As, membership: Membership, birch: Space) -> None:
    browser, poster = as_(membership.person), f"/poster/{poster_code(birch)}/"
    page = said(browser.get(poster))
    assert "Show a passport or an identity card at the desk" in page
    assert '"be_here"' not in page
    assert browser.post(poster, {"act": "be_here"}).status_code == 422
    assert not Presence.objects.exists()


def test_it_is_taken_out_and_forgotten(membership: Membership, dee: Person) -> None:
    check_in_member(membership, by=dee, saw_identity=True)
    assert b'"documents seen"' in take_out(membership.person)
    forget(membership.person)
    assert not IdentitySeen.objects.exists()
