"""A manager offers plans; members are entered on them."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from passerelle.invoices.models import Tax
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.logbook.models import Record
from passerelle.members.actions import Term, enter_member, renew_membership
from passerelle.members.models import Membership
from passerelle.members.rules import Standing, standing
from passerelle.people.models import Person
from passerelle.plans.actions import offer_plan, set_offered
from passerelle.plans.models import Plan
from passerelle.plans.queries import plan_of, plans_offered
from passerelle.plans.rules import Described, Kind
from passerelle.spaces.models import Space

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_noon")]
As = Callable[[Person | None], Client]
MONTH = Described("Le mois", "A month", Kind.MONTH, 18_000, carries_visa=True)
TEN = Described("Dix jours", "Ten days", Kind.BUNDLE, 11_000, days=10, valid_days=90)
TYPED = {"kind": "month", "name_fr": "Le mois", "name_en": "A month", "price": "180,00", "carries_visa": "usual"}


def test_managers_offer_and_stop(birch: Space, bo: Person, dee: Person, cy: Person) -> None:
    for stranger in (dee, cy):
        with pytest.raises(NotFound):
            offer_plan(birch, MONTH, by=stranger)
    ten, month = offer_plan(birch, TEN, by=bo), offer_plan(birch, MONTH, by=bo)
    assert plans_offered(birch) == [ten, month]
    set_offered(ten, False, by=bo)
    set_offered(ten, False, by=bo)
    assert plans_offered(birch) == [month]
    assert plan_of(birch, ten.pk) == ten
    with pytest.raises(NotFound):
        set_offered(ten, True, by=cy)
    assert list(Record.objects.filter(about=ten.ref).order_by("pk").values_list("act", flat=True)) == [
        "plan_offered",
        "plan_stopped",
    ]


def test_what_is_wrong_is_said_and_nothing_is_kept(birch: Space, bo: Person) -> None:
    with pytest.raises(Refusal) as refused:
        offer_plan(birch, Described("", "A month", Kind.MONTH, 0), by=bo)
    assert refused.value.facts["faults"] == {"name_fr": "name_is_missing", "price": "out_of_range"}
    assert not Plan.objects.exists()


def test_a_plan_in_the_currency_of_before_is_not_sold(birch: Space, bo: Person) -> None:
    tax = Tax.objects.create(space=birch, code="be_21", percent_bp=2_100)
    month = offer_plan(birch, MONTH, by=bo, tax=tax)
    free = offer_plan(birch, Described("Un jour", "A day", Kind.DAY, 0, is_trial=True), by=bo)
    assert (month.is_sold, free.is_sold) == (True, True)
    Space.objects.filter(pk=birch.pk).update(currency="HUF")
    assert [plan.is_sold for plan in plans_offered(Space.objects.get(pk=birch.pk))] == [True, False]


def test_a_plan_says_until_when_and_whether_it_carries_the_visa(birch: Space, bo: Person) -> None:
    month, ten = offer_plan(birch, MONTH, by=bo), offer_plan(birch, TEN, by=bo)
    since = date(2027, 1, 31)
    kept = enter_member(birch, name="Nia", address="nia@example.org", term=Term.of(month, since), by=bo)
    assert (kept.plan, kept.until, kept.carries_visa) == (month, date(2027, 2, 28), True)
    assert standing(kept.belonging, date(2027, 2, 27)) is Standing.GOOD
    assert standing(kept.belonging, date(2027, 2, 28)) is Standing.ENDED
    kept = renew_membership(kept, Term.of(ten, since), by=bo)
    assert (kept.plan, kept.until, kept.carries_visa) == (ten, date(2027, 5, 1), False)
    kept = renew_membership(kept, Term(since, carries_visa=True), by=bo)
    assert (kept.plan, kept.until, kept.carries_visa) == (ten, None, True)


def test_another_space_s_plan_is_none_of_theirs(birch: Space, alder: Space, bo: Person) -> None:
    plan = Plan.objects.create(space=alder, currency="EUR", **vars(MONTH))
    with pytest.raises(NotFound):
        enter_member(birch, name="Nia", address="nia@example.org", term=Term.of(plan, date(2027, 1, 4)), by=bo)
    assert not Membership.objects.filter(space=birch).exists()


def test_the_page_keeps_plans_up_and_the_space_s_page_shows_them(as_: As, birch: Space, bo: Person) -> None:
    manager, stranger = as_(bo), as_(None)
    assert "/spaces/birch/plans/" in stranger.get("/spaces/birch/").content.decode()
    assert "Nothing is offered yet" in stranger.get("/spaces/birch/plans/").content.decode()
    wrong = manager.post("/manage/birch/plans/", TYPED | {"hours": "whenever", "price": "0"})
    assert wrong.status_code == 422
    said = wrong.content.decode()
    assert "These hours cannot be read" in said
    assert "whenever" in said
    assert "too small or too great" in said
    assert manager.post("/manage/birch/plans/", TYPED | {"hours": "Mo-Fr 18-23"}).status_code == 302
    plan = Plan.objects.get()
    assert (plan.price, plan.currency, plan.hours) == (18_000, birch.currency, "Mo-Fr 18:00-23:00")
    page = stranger.get("/spaces/birch/plans/?x").content.decode()
    assert "180.00" in page
    assert "Monday to Friday" in page
    assert manager.post(f"/manage/birch/plans/{plan.pk}/", {"act": "stop"}).status_code == 302
    assert "180.00" not in stranger.get("/spaces/birch/plans/?y").content.decode()
    assert "offered no longer" in manager.get("/manage/birch/plans/").content.decode()
    assert manager.post("/manage/birch/plans/999/", {"act": "stop"}).status_code == 404


def test_a_member_is_entered_on_a_plan(as_: As, birch: Space, bo: Person) -> None:
    plan = offer_plan(birch, TEN, by=bo)
    typed = {"name": "Nia", "address": "nia@example.org", "since": "2027-01-04", "plan": str(plan.pk)}
    assert as_(bo).post("/manage/birch/members/enter/", typed | {"carries_visa": "on"}).status_code == 302
    kept = Membership.objects.get(space=birch, person__email="nia@example.org")
    assert (kept.plan, kept.until, kept.carries_visa) == (plan, date(2027, 4, 4), False)
    assert "Ten days" in as_(bo).get("/manage/birch/members/").content.decode()
    set_offered(plan, False, by=bo)
    page = as_(bo).get(f"/manage/birch/members/{kept.pk}/").content.decode()
    assert f'value="{plan.pk}" selected' in page
    assert "Ten days" not in as_(bo).get("/manage/birch/members/enter/").content.decode()
