"""Inviting, accepting, and leaving: the pages and the letter's link."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.mail.models import Letter
from passerelle.people.models import Person
from passerelle.spaces.access import is_staff_of, may_manage
from passerelle.spaces.actions.staff import (
    change_role,
    forget_at_spaces,
    invite_staff,
    leave_staff,
    withdraw_invitation,
)
from passerelle.spaces.models import Invitation, Space, Staff
from passerelle.spaces.rules import INVITATION_LASTS, Role
from tests.makers import make_person, make_space, make_staff

pytestmark = pytest.mark.django_db
Browser = Callable[[Person | None], Client]


def link_to(address: str) -> str:
    letter = Letter.objects.filter(to=address, kind="invite_staff").latest("id")
    found = re.search(r"http://testserver(/invitations/\S+/)", letter.text)
    assert found
    return found[1]


def invite(as_: Browser, by: Person, address: str, role: Role = Role.DESK) -> str:
    answer = as_(by).post("/manage/birch/staff/", {"address": address, "role": role})
    assert answer.status_code == 302
    return link_to(address)


def test_the_link_shows_and_the_button_accepts(as_: Browser, bo: Person, birch: Space) -> None:
    link = invite(as_, bo, "eve@example.org", Role.MANAGER)
    eve = make_person("Eve", email="eve@example.org")
    client = as_(eve)
    assert "Accept" in client.get(link).content.decode()
    assert not is_staff_of(eve, birch)
    assert client.post(link, {"as": "me"})["Location"] == "/manage/birch/staff/"
    assert may_manage(eve, birch)


def test_a_stranger_signs_in_first_with_the_address_filled_in(as_: Browser, bo: Person) -> None:
    link = invite(as_, bo, "eve@example.org")
    client = as_(None)
    page = client.get(link).content.decode()
    assert "address=eve%40example.org" in page
    answer = client.post(link, {"as": "me"})
    assert answer["Location"].startswith("/account/login/code/?address=eve%40example.org&next=%2Finvitations")
    assert 'value="eve@example.org"' in client.get(answer["Location"]).content.decode()


def test_somebody_signed_in_under_another_address_is_asked_which(
    as_: Browser, bo: Person, ana: Person, birch: Space
) -> None:
    link = invite(as_, bo, "eve@example.org")
    client = as_(ana)
    page = client.get(link).content.decode()
    assert "eve@example.org" in page
    assert "ana@example.org" in page
    assert client.post(link, {"as": "another"})["Location"].startswith("/account/login/code/?address=eve")
    assert "_auth_user_id" not in client.session
    as_(ana).post(link, {"as": "me"})
    assert is_staff_of(ana, birch)


def test_a_link_serves_once(as_: Browser, bo: Person, ana: Person, fay: Person, birch: Space) -> None:
    link = invite(as_, bo, "eve@example.org")
    as_(ana).post(link, {"as": "me"})
    assert as_(fay).post(link, {"as": "me"}).status_code == 410
    assert not is_staff_of(fay, birch)


def test_a_newer_invitation_replaces_the_older(as_: Browser, bo: Person, ana: Person) -> None:
    first = invite(as_, bo, "ana@example.org")
    second = invite(as_, bo, "ana@example.org", Role.MANAGER)
    assert as_(ana).get(first).status_code == 410
    assert as_(ana).get(second).status_code == 200


def test_a_withdrawn_invitation_no_longer_works(as_: Browser, bo: Person, ana: Person) -> None:
    link = invite(as_, bo, "ana@example.org")
    as_(bo).post(f"/manage/birch/staff/invitations/{Invitation.objects.get().reference}/withdraw/")
    assert as_(ana).get(link).status_code == 410


@pytest.mark.parametrize(("late_by", "status"), [(timedelta(minutes=-1), 200), (timedelta(0), 410)])
def test_an_invitation_is_good_for_two_weeks(
    as_: Browser, bo: Person, ana: Person, late_by: timedelta, status: int
) -> None:
    link = invite(as_, bo, "ana@example.org")
    with clock.at(Invitation.objects.get().invited_at + INVITATION_LASTS + late_by):
        assert as_(ana).get(link).status_code == status


def test_a_link_that_was_changed_is_no_link(as_: Browser, bo: Person, ana: Person) -> None:
    link = invite(as_, bo, "ana@example.org")
    assert as_(ana).get(link[:-3] + "xx/").status_code == 410


def test_an_invitation_to_the_spaces_own_address_confirms_it(
    as_: Browser, bo: Person, ana: Person, birch: Space
) -> None:
    Space.objects.filter(pk=birch.pk).update(email_confirmed_at=None)
    as_(ana).post(invite(as_, bo, "other@example.org"), {"as": "me"})
    birch.refresh_from_db()
    assert birch.email_confirmed_at is None
    as_(ana).post(invite(as_, bo, "birch@example.org"), {"as": "me"})
    birch.refresh_from_db()
    assert birch.email_confirmed_at is not None


def test_a_manager_invited_to_the_desk_stays_a_manager(as_: Browser, bo: Person, dee: Person, birch: Space) -> None:
    link = invite(as_, bo, "eve@example.org", Role.DESK)
    as_(bo).post(link, {"as": "me"})
    assert may_manage(bo, birch)
    as_(dee).post(invite(as_, bo, "eve@example.org", Role.MANAGER), {"as": "me"})
    assert may_manage(dee, birch)


def test_what_cannot_be_invited(as_: Browser, bo: Person, dee: Person) -> None:
    client = as_(bo)
    page = client.post("/manage/birch/staff/", {"address": "dee@example.org", "role": "desk"})
    assert "already acts for this space" in page.content.decode()
    page = client.post("/manage/birch/staff/", {"address": "dee", "role": "desk"})
    assert "not a complete mail address" in page.content.decode()
    assert client.post("/manage/birch/staff/", {"address": "eve@example.org", "role": "king"}).status_code == 200
    assert not Letter.objects.exists()


def test_invitations_are_limited(as_: Browser, bo: Person) -> None:
    client = as_(bo)
    for number in range(31):
        page = client.post("/manage/birch/staff/", {"address": f"eve{number}@example.org", "role": "desk"})
    assert "Go on tomorrow" in page.content.decode()
    assert Letter.objects.count() == 30


def test_the_last_manager_stays(as_: Browser, bo: Person, dee: Person, birch: Space) -> None:
    mine = Staff.objects.get(person=bo)
    page = as_(bo).post(f"/manage/birch/staff/{mine.pk}/end/", follow=True)
    assert "without a manager" in page.content.decode()
    as_(bo).post(f"/manage/birch/staff/{mine.pk}/role/", {"role": "desk"})
    assert may_manage(bo, birch)
    theirs = Staff.objects.get(person=dee)
    as_(bo).post(f"/manage/birch/staff/{theirs.pk}/role/", {"role": "manager"})
    assert as_(bo).post(f"/manage/birch/staff/{mine.pk}/end/")["Location"] == "/me/"
    assert not is_staff_of(bo, birch)
    with pytest.raises(Refusal, match="last_manager_stays"):
        leave_staff(theirs, by=dee)


def test_whoever_is_at_the_desk_may_leave_and_nothing_else(bo: Person, dee: Person, birch: Space) -> None:
    mine, theirs = Staff.objects.get(person=dee), Staff.objects.get(person=bo)
    for attempt in (
        lambda: invite_staff(birch, "eve@example.org", Role.DESK, by=dee),
        lambda: change_role(mine, Role.MANAGER, by=dee),
        lambda: leave_staff(theirs, by=dee),
    ):
        with pytest.raises(NotFound):
            attempt()
    leave_staff(mine, by=dee)
    assert not is_staff_of(dee, birch)


def test_staff_of_another_space_do_nothing_here(
    bo: Person, cy: Person, dee: Person, birch: Space, as_: Browser
) -> None:
    invitation = invite_staff(birch, "eve@example.org", Role.DESK, by=bo)
    staff = Staff.objects.get(person=dee)
    for attempt in (
        lambda: invite_staff(birch, "cy@example.org", Role.MANAGER, by=cy),
        lambda: withdraw_invitation(invitation, by=cy),
        lambda: change_role(staff, Role.MANAGER, by=cy),
        lambda: leave_staff(staff, by=cy),
    ):
        with pytest.raises(NotFound):
            attempt()
    client = as_(cy)
    own = f"/manage/cedar/staff/{staff.pk}"
    assert client.post(f"{own}/end/").status_code == 404
    assert client.post(f"{own}/role/", {"role": "desk"}).status_code == 404
    assert client.post(f"/manage/cedar/staff/invitations/{invitation.reference}/withdraw/").status_code == 404
    assert client.get("/manage/birch/staff/").status_code == 404


def test_whoever_runs_the_instance_invites_the_first_manager() -> None:
    space = make_space("New", email="new@example.org")
    invite_staff(space, "new@example.org", Role.MANAGER, by=make_person("Root", runs_the_instance=True))
    assert Letter.objects.get().language == "fr"


def test_the_invitation_speaks_the_language_of_whoever_is_known(as_: Browser, bo: Person) -> None:
    make_person("Luc", email="luc@example.org", language="fr")
    invite(as_, bo, "luc@example.org", Role.MANAGER)
    assert Letter.objects.get().subject == "Birch vous invite à gérer sa page"


def test_forgetting_somebody_at_spaces(bo: Person, birch: Space) -> None:
    eve = make_person("Eve Ng", email="eve@example.org")
    make_staff(eve, birch)
    invite_staff(make_space("Other"), "eve@example.org", Role.DESK, by=make_person("Root", runs_the_instance=True))
    Space.objects.filter(pk=birch.pk).update(ask_for="Eve Ng", second_email="eve@example.org")
    forget_at_spaces(eve)
    birch.refresh_from_db()
    assert (birch.ask_for, birch.second_email) == ("", "")
    assert not Invitation.objects.filter(email="eve@example.org").exists()
    with pytest.raises(Refusal, match="last_manager_stays"):
        forget_at_spaces(bo)
