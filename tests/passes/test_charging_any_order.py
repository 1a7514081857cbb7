"""Whatever is bought, charged, corrected and contested, in whatever order: passes, charges and books say the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.ledger.queries import balance_of, faults_in
from passerelle.ledger.rules.chart import Kind as Account
from passerelle.networks.rules import NetworkRole
from passerelle.passes.actions.charging import Asked, charge_besides, charge_day
from passerelle.passes.actions.contesting import contest_charge, correct_charge, decide, give_back, stand_by
from passerelle.passes.models import Charge, Lot, Pass
from passerelle.passes.rules import ChargeState, Kind
from tests.makers import make_officer, make_person, make_space, make_staff
from tests.passes.makers import make_lot, make_paid_network, make_pass, make_rate

BEGIN = datetime(2027, 1, 6, 11, tzinfo=UTC)
NUMBERS = st.integers(0, 99)


@contextmanager
def refused_for(*codes: str) -> Iterator[None]:
    """What is done here may be refused for one of these reasons, and for no other."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code not in codes:
            raise


class Passes(RuleBasedStateMachine):
    """One holder of three passes, two spaces in two currencies; a clock that goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.scope = transaction.atomic()
        self.scope.__enter__()
        self.now = BEGIN
        self.network = make_paid_network()
        self.holder, self.staff, self.treasurer = (make_person(name) for name in ("Ana", "Bo", "Tess"))
        make_officer(self.treasurer, self.network, NetworkRole.TREASURER)
        self.spaces = [make_space("Alder"), make_space("Birch", currency="HKD")]
        for space in self.spaces:
            make_staff(self.staff, space)
        make_rate("HKD", date(2027, 1, 4), "8.1537")
        self.pack = make_pass(self.holder, self.network)
        self.keys: dict[tuple[int, str], int] = {}
        self.bought = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.scope.__exit__(None, None, None)

    def asked(self, number: int, price: int, key: str) -> Asked:
        space = self.spaces[number % 2]
        day = clock.local_day(space.time_zone, self.now)
        return Asked(self.holder, self.network, space, day, price, key, "visit:1", "Printing")

    def charge(self, number: int) -> Charge | None:
        charges = list(Charge.objects.order_by("pk"))
        return charges[number % len(charges)] if charges else None

    def once(self, charge: Charge) -> None:
        """The same key at the same space is the same charge for ever."""
        assert self.keys.setdefault((charge.space_id, charge.key), charge.pk) == charge.pk

    @rule(paid=st.integers(0, 20000), how_many=st.integers(1, 4), lasts=st.sampled_from([None, 1, 5, 60]))
    def buy(self, paid: int, how_many: int, lasts: int | None) -> None:
        today = self.now.date()
        ends_on = today + timedelta(days=lasts) if lasts else None
        make_lot(self.pack, credits=how_many, paid=max(paid, 1), begins_on=today, ends_on=ends_on)
        self.bought += how_many

    @rule(kind=st.sampled_from([Kind.AS_YOU_GO, Kind.UNLIMITED]))
    def take_another_pass(self, kind: Kind) -> None:
        if any(one.sold.kind is kind for one in Pass.objects.all()):
            return
        of_pass = make_pass(self.holder, self.network, kind, price=2000, days=0, cap=3000, on_account=9000)
        if kind is Kind.UNLIMITED:
            today = self.now.date()
            make_lot(of_pass, begins_on=today, ends_on=today + timedelta(days=30))

    @rule(number=NUMBERS, price=st.integers(0, 30000))
    def use_a_day(self, number: int, price: int) -> None:
        with clock.at(self.now), refused_for("pass_is_empty", "pay_first"):
            self.once(charge_day(self.asked(number, price, f"day-{number}"), by="person:9"))

    @rule(number=NUMBERS, price=st.integers(1, 30000))
    def use_something_else(self, number: int, price: int) -> None:
        with clock.at(self.now), refused_for("pay_first"):
            self.once(charge_besides(self.asked(number, price, f"besides-{number}"), by=self.staff))

    @rule(number=NUMBERS, act=st.sampled_from(["correct", "contest", "give_back", "stand_by", "keep", "return"]))
    def say_something(self, number: int, act: str) -> None:
        charge = self.charge(number)
        if charge is None:
            return
        too_late = ("too_late_to_correct_charge", "too_late_to_contest")
        with clock.at(self.now), refused_for("charge_has_moved_on", *too_late):
            self.say(charge, act)

    def say(self, charge: Charge, act: str) -> None:
        if act == "correct":
            correct_charge(charge, "A slip", by=self.staff)
        elif act == "contest":
            contest_charge(charge, "I was not there", by=self.holder)
        elif act == "give_back":
            give_back(charge, by=self.staff)
        elif act == "stand_by":
            stand_by(charge, "You were", by=self.staff)
        else:
            decide(charge, "So be it", give_back=act == "return", by=self.treasurer)

    @rule(hours=st.sampled_from([1, 25, 24 * 6, 24 * 15]))
    def time_goes_on(self, hours: int) -> None:
        if self.now < BEGIN + timedelta(days=14):  # a rate holds for a month
            self.now += timedelta(hours=hours)

    @invariant()
    def the_holders_accounts_are_what_lots_and_charges_say(self) -> None:
        for of_pass in Pass.objects.select_related("network"):
            lots = Lot.objects.filter(of_pass=of_pass)
            left = lots.aggregate(all=Sum(F("paid") - F("recognised"), default=0))["all"]
            assert balance_of(self.network.ref, Account.CREDITS, of_pass.ref, "EUR") == left
            standing = of_pass.charges.exclude(state=ChargeState.TAKEN_BACK)
            owed = standing.aggregate(all=Sum("on_account", default=0))["all"]
            assert balance_of(self.network.ref, Account.OWED_BY_HOLDER, of_pass.ref, "EUR") == owed
            assert owed <= of_pass.sold.on_account

    @invariant()
    def each_space_is_owed_what_stands(self) -> None:
        for space in self.spaces:
            standing = space.charges.exclude(state=ChargeState.TAKEN_BACK)
            owed = standing.aggregate(all=Sum("price", default=0))["all"]
            assert balance_of(self.network.ref, Account.OWED_TO_SPACE, space.ref, space.currency) == owed
            assert sum(one.amount for one in standing if one.lot and one.lot.credits is None) <= 2 * 3000

    @invariant()
    def no_credit_is_lost_and_none_is_made(self) -> None:
        counted = Lot.objects.exclude(credits=None)
        left = counted.aggregate(all=Sum(F("credits") - F("used"), default=0))["all"]
        standing = Charge.objects.exclude(state=ChargeState.TAKEN_BACK).filter(lot__credits__isnull=False)
        assert left + standing.count() == self.bought

    @invariant()
    def nothing_is_wrong_in_the_books(self) -> None:
        assert list(faults_in()) == []


@pytest.mark.django_db
def test_in_any_order_everything_agrees() -> None:
    run_state_machine_as_test(Passes, settings=settings(max_examples=20, stateful_step_count=15, deadline=None))
