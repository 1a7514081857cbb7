"""Queries that are composed once answer as Django's own do, whatever is given."""

from datetime import date
from typing import Any

import pytest
from django.db.models import AutoField, BooleanField, CharField, DateField, Exists, F, OuterRef, Value
from django.db.models.functions import Now

from passerelle.kit.composed import Composed, Given, LongList, Together, composed, counting, part_of, whole
from passerelle.people.models import Person
from passerelle.spaces.models import Closure, Space, Staff
from passerelle.spaces.rules import Role
from tests.makers import make_closure, make_person, make_staff

pytestmark = pytest.mark.django_db
KEYS = Given("keys", AutoField())


def test_it_is_composed_once_and_asked_with_other_values_each_time(bo: Person, dee: Person) -> None:
    made = []

    def find() -> Any:
        made.append(1)
        return Person.objects.filter(email=Given("address", CharField())).values_list("name")

    names = Composed(find, str)
    assert [names.first(address=one.email) for one in (bo, dee)] == [bo.name, dee.name]
    assert names.first(address="nobody@example.org") is None
    assert names.first(address="' OR 1=1 --") is None
    assert names.first(address="%s %% %(address)s") is None
    assert len(made) == 1


def test_a_list_is_given_whole_also_beside_a_sign_for_per_cent(bo: Person, dee: Person, cy: Person) -> None:
    found = Person.objects.filter(pk__in=[KEYS], known_since__lte=Now()).exclude(name__contains="100%")
    names = Composed(lambda: found.order_by("pk").values_list("name", Value("100 %")), lambda name, said: (name, said))
    for people in ([], [bo], [bo, dee], [bo, cy, dee]):
        expected = [(one.name, "100 %") for one in sorted(people, key=lambda one: one.pk)]
        assert names.all(keys=[one.pk for one in people]) == expected


def test_values_come_back_as_django_reads_them(birch: Space, dee: Person) -> None:
    make_closure(birch, date(2027, 2, 1), date(2027, 2, 4), "Inventory")
    days = Composed(
        lambda: (
            Closure.objects.filter(space=Given("space", AutoField()), until__gt=Given("day", DateField()))
            .annotate(known=Exists(Space.objects.filter(pk=OuterRef("space"))), listed=F("space__listed_at"))
            .values_list("since", "until", "known", "listed")
        ),
        lambda *row: row,
    )
    assert days.all(space=birch.pk, day=date(2027, 2, 3)) == [
        (date(2027, 2, 1), date(2027, 2, 4), True, Space.objects.get(pk=birch.pk).listed_at)
    ]
    assert days.all(space=birch.pk, day=date(2027, 2, 4)) == []


def test_whole_rows_bring_those_that_they_lead_to(birch: Space, bo: Person, django_assert_num_queries: Any) -> None:
    find = whole(Staff, lambda staff: staff.filter(space=Given("space", AutoField())).order_by("pk"), "person", "space")
    with django_assert_num_queries(1):
        found = [(one, one.person, one.space) for one in find.all(space=birch.pk)]
        assert found
        assert all(person.email and space.slug == "birch" for _, person, space in found)
    for one, person, space in found:
        asked = Staff.objects.select_related("person", "space").get(pk=one.pk)
        for made, kept in ((one, asked), (person, asked.person), (space, asked.space)):
            assert [getattr(made, field.attname) for field in kept._meta.concrete_fields] == [
                getattr(kept, field.attname) for field in kept._meta.concrete_fields
            ]
    found[0][0].role = Role.DESK
    found[0][0].save()
    assert Staff.objects.get(pk=found[0][0].pk).role == Role.DESK


def test_the_values_of_several_queries_are_asked_together(
    bo: Person, dee: Person, cy: Person, django_assert_num_queries: Any
) -> None:
    named = Person.objects.filter(name=Given("name", CharField())).values_list("email")
    together = Together(
        lambda: [
            counting(Person.objects.filter(pk__in=[KEYS]).values("pk"), 2),
            composed(named[:1]),
            counting(Person.objects.exclude(name__contains="100%").values("pk")),
        ]
    )
    everybody = Person.objects.count()
    with django_assert_num_queries(1):
        assert together.all(keys=[bo.pk, dee.pk, cy.pk], name=bo.name) == [2, bo.email, everybody]
    assert together.all(keys=[], name="nobody") == [0, None, everybody]


def test_part_of_a_row_is_made_of_its_columns_in_any_order(birch: Space) -> None:
    columns = ("name", "hours", "email", "id", "slug")
    made = part_of(Space, columns)(*(getattr(birch, column) for column in columns))
    assert (made.pk, made.slug, made.name, made.hours, made.email) == (
        birch.pk, birch.slug, birch.name, birch.hours, birch.email,
    )  # fmt: skip
    assert made.get_deferred_fields() == {
        field.attname for field in Space._meta.concrete_fields if field.attname not in columns
    }


def test_a_long_list_is_counted_and_cut(birch: Space, django_assert_num_queries: Any) -> None:
    people = [make_person(f"Pat {number}") for number in range(7)]
    make_staff(people[0], birch, Role.DESK)
    named = Person.objects.filter(is_active=Given("active", BooleanField()), name__startswith="Pat").order_by("-name")
    found = LongList(Composed(lambda: named.values_list("name"), str), {"active": True})
    with django_assert_num_queries(3):
        assert len(found) == 7
        assert found[2:4] == ["Pat 4", "Pat 3"]
        assert found[6] == "Pat 0"
    with django_assert_num_queries(0):
        assert found[0:0] == []
    assert len(LongList(found.rows, {"active": False})) == 0
