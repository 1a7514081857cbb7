"""Whatever happens across all rooms, in whatever order: the books cannot lie.

The same ways each time; `HYPOTHESIS_PROFILE=long` looks further: more ways, each longer, and others each time.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from passerelle.care.actions import forget
from passerelle.care.queries import faults_in_all
from passerelle.getaways.actions import cancel_stay, withdraw_stay
from passerelle.getaways.jobs import lapse_unanswered
from passerelle.invoices.models import Document
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.ledger.models import Entry, Posting
from passerelle.ledger.rules.chart import Kind as Account
from passerelle.ledger.rules.months import last_day, month_after
from passerelle.logbook.models import Record
from passerelle.networks.actions import admit_space, leave_network
from passerelle.networks.models import Affiliation
from passerelle.passes.actions.accounts import send_back_what_is_over
from passerelle.passes.actions.buying import give_up
from passerelle.passes.actions.contesting import contest_charge, correct_charge, decide, give_back, stand_by
from passerelle.passes.actions.renewing import switch_renewal
from passerelle.passes.actions.withdrawing import withdraw
from passerelle.passes.jobs import take_care_of_accounts, take_care_of_passes
from passerelle.passes.models import Charge, Lot, Pass
from passerelle.passes.queries.accounts import Holder, standing_of
from passerelle.passes.rules import ChargeState, State
from passerelle.payments.models import Payment, Refund
from passerelle.payments.rules import CAME, Method
from passerelle.payments.rules import State as Paid
from passerelle.payments.rules.cards import Progress
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.settlement.actions import close_month, money_moved, what_it_would_come_to, write_files
from passerelle.settlement.actions.bundles import issue_bundles
from passerelle.settlement.actions.documents import issue_documents
from passerelle.settlement.models import Bundle, Closing, Statement
from passerelle.settlement.rules.documents import key_of_document
from passerelle.visits.actions import correct_check_in
from tests.money import choices
from tests.money.world import CAP, COMMISSION_BP, END, SMALLEST, TAX_BP, WHOLE, World, print_of

NUMBERS = st.integers(0, 99)
HOLDERS, SPACES = st.integers(0, 3), st.integers(0, 2)
LOOKS_FURTHER = os.environ.get("HYPOTHESIS_PROFILE") == "long"
WAYS, STEPS = (400, 60) if LOOKS_FURTHER else (20, 30)
NEVER = {
    f"refused: {code}"
    for code in (
        "already_reversed", "books_have_faults", "did_not_come", "key_means_another_entry", "month_is_closed",
        "payment_key_means_another", "refund_is_too_much",
    )
}  # fmt: skip
"""What no one who presses may ever read: it would be our mistake and not theirs."""


ROUNDS = (take_care_of_passes, lapse_unanswered, issue_documents, issue_bundles, take_care_of_accounts)


def to(choose: Callable[[World], Any]) -> Callable[[Any], Any]:
    """A rule for which there must be something to choose from."""
    return precondition(lambda self: self.some(choose))


class Money(RuleBasedStateMachine):
    """What holders, desks, treasurers, banks and the worker do."""

    def __init__(self, world: World, tally: Counter[tuple[str, str]]) -> None:
        super().__init__()
        self.scope = transaction.atomic()
        self.scope.__enter__()
        self.world, self.tally = world.again(), tally
        self.found: dict[Any, Any] = {}
        self.is_new, self.left_or_joined = True, 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.scope.__exit__(None, None, None)

    def some(self, choose: Callable[[World], Any]) -> Any:
        """What there is to choose from, looked up once in a step."""
        if choose not in self.found:
            with clock.at(self.world.now):
                self.found[choose] = choose(self.world)
        return self.found[choose]

    def one(self, choose: Callable[[World], Any], number: int) -> Any:
        listed = self.some(choose)
        return listed[number % len(listed)]

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        """What is done here is done now; the program may say no, and then nothing has happened."""
        before, how = Record.objects.count(), "did nothing"
        with clock.at(self.world.now):
            try:
                with transaction.atomic():
                    yield
                self.world.count()
                self.is_new = True
                if Record.objects.count() > before:
                    how = "acted"
            except Refusal as refusal:
                how = f"refused: {refusal.code}"
        assert how not in NEVER, what
        self.tally[what, how] += 1

    def time_passes(self, by: timedelta) -> None:
        self.world.now = min(END, self.world.now + max(by, timedelta(0)))
        self.found.clear()

    # Buying and paying

    @rule(who=HOLDERS, what=st.integers(0, 5), method=st.sampled_from(list(Method)), pays=st.booleans())
    def buy(self, who: int, what: int, method: Method, pays: bool) -> None:
        with self.doing("buy"):
            of_pass = self.world.buy(self.holder(who), what, method)
            if pays:
                self.world.pay_for(of_pass)

    def holder(self, who: int) -> Person:
        return self.world.here[who % len(self.world.here)]

    @to(choices.to_pay)
    @rule(
        number=NUMBERS, part=st.sampled_from(["all", "all", "half", "more"]), days_ago=st.sampled_from([0, 0, 3, 40]),
        card=st.booleans(),
    )  # fmt: skip
    def pay(self, number: int, part: str, days_ago: int, card: bool) -> None:
        payment = self.one(choices.to_pay, number)
        amount = {"all": payment.amount, "half": payment.amount // 2 or 1, "more": payment.amount + 55}[part]
        with self.doing("pay"):
            self.world.pay(payment, amount, days_ago, card=card)

    @to(choices.to_go_back_at_the_gateway)
    @rule(number=NUMBERS, percent=st.sampled_from([0, 30, 100]))
    def card_is_told_of_again(self, number: int, percent: int) -> None:
        payment = self.one(choices.to_go_back_at_the_gateway, number)
        with self.doing("card is told of again"):
            self.world.tell(payment, Progress.PAID, payment.amount * percent // 100)

    @to(choices.to_refuse)
    @rule(number=NUMBERS)
    def card_is_refused(self, number: int) -> None:
        with self.doing("card is refused"):
            self.world.tell(self.one(choices.to_refuse, number), Progress.REFUSED)

    @to(choices.to_contest_at_the_bank)
    @rule(number=NUMBERS, percent=st.sampled_from([20, 100]), won=st.sampled_from([None, True, False]))
    def contest_at_bank(self, number: int, percent: int, won: bool | None) -> None:
        payment = self.one(choices.to_contest_at_the_bank, number)
        with self.doing("contest at bank"):
            self.world.contest_at_bank(payment, payment.amount * percent // 100, won)

    @to(choices.to_send_back)
    @rule(number=NUMBERS)
    def send_back(self, number: int) -> None:
        with self.doing("send back"):
            self.world.send_back(self.one(choices.to_send_back, number))

    @to(choices.paid_too_much)
    @rule(number=NUMBERS)
    def give_back_what_is_over(self, number: int) -> None:
        with self.doing("give back what is over"):
            send_back_what_is_over(self.one(choices.paid_too_much, number), by=self.world.treasurer)

    @to(choices.of_passes)
    @rule(number=NUMBERS)
    def say_of_pass(self, number: int) -> None:
        act, of_pass = self.one(choices.of_passes, number)
        with self.doing(f"{act} (pass)"):
            if act == "withdraw":
                withdraw(of_pass, by=of_pass.person)
            elif act == "give up":
                give_up(of_pass, by=of_pass.person)
            else:
                switch_renewal(of_pass, act == "on", by=of_pass.person)

    @precondition(lambda self: len(self.world.here) == 4 and self.world.sealed)
    @rule()
    def forget_the_last(self) -> None:
        with self.doing("forget"):
            forget(Person.objects.get(pk=self.world.here[-1].pk))
            self.world.here.pop()

    # Days, stays, and what else is charged

    @rule(who=HOLDERS, where=SPACES, days=st.integers(1, 4))
    def come(self, who: int, where: int, days: int) -> None:
        person, space = self.holder(who), self.world.spaces[where]
        for _ in range(days):
            today = clock.local_day(space.time_zone, self.world.now)
            if Presence.objects.filter(person=person, space=space, day=today).exists():
                self.time_passes(timedelta(days=1))
            with self.doing("come"):
                self.world.come(person, space)

    @rule(who=HOLDERS, where=SPACES, closes=st.booleans())
    def be_added_the_day_after(self, who: int, where: int, closes: bool) -> None:
        """By then, the month of the day may be closed."""
        if closes:
            self.to_the_end_of_the_month(-14)
        visits = []
        with self.doing("ask to come"):
            visits.append(self.world.ask_to_come(self.holder(who), self.world.spaces[where]))
        self.time_passes(timedelta(hours=26))
        if closes:
            self.close_what_can_be()
        for visit in visits:
            with self.doing("add an arrival"):
                self.world.add(visit)

    @to(choices.of_arrivals)
    @rule(number=NUMBERS)
    def put_right(self, number: int) -> None:
        visit, day = self.one(choices.of_arrivals, number)
        with self.doing("correct an arrival"):
            correct_check_in(visit, day, "A slip", by=self.world.staff)

    @rule(who=HOLDERS, where=SPACES, number=st.integers(0, 9), price=st.integers(1, 5_000))
    def use_something_else(self, who: int, where: int, number: int, price: int) -> None:
        with self.doing("use something else"):
            self.world.use(self.holder(who), self.world.spaces[where], price, f"key-{who}-{where}-{number}")

    @to(choices.of_charges)
    @rule(number=NUMBERS)
    def say_of_charge(self, number: int) -> None:
        act, charge = self.one(choices.of_charges, number)
        with self.doing(f"{act} (charge)"):
            if act == "correct":
                correct_charge(charge, "A slip", by=self.world.staff)
            elif act == "contest":
                contest_charge(charge, "I was not there", by=charge.of_pass.person)
            elif act == "give back":
                give_back(charge, by=self.world.staff)
            elif act == "stand by":
                stand_by(charge, "You were", by=self.world.staff)
            else:
                decide(charge, "So be it", give_back=act == "return", by=self.world.treasurer)

    @rule(
        who=HOLDERS, where=st.integers(0, 1), ahead=st.sampled_from([2, 6, 15, 30]), days=st.integers(2, 3),
        way=st.sampled_from(["pass", "pass", "card", "transfer", "later"]),
    )  # fmt: skip
    def stay(self, who: int, where: int, ahead: int, days: int, way: str) -> None:
        stays = []
        with self.doing("agree on a stay"):
            stays.append(self.world.agree_on_a_stay(self.holder(who), where, ahead, days))
        self.time_passes(timedelta(minutes=15))
        for stay in stays:
            with self.doing(f"pay a stay ({way})"):
                self.world.pay_stay(stay, way)

    @to(choices.of_stays)
    @rule(number=NUMBERS)
    def say_of_stay(self, number: int) -> None:
        act, stay = self.one(choices.of_stays, number)
        with self.doing(f"{act} (stay)"):
            if act == "cancel":
                cancel_stay(stay, by=stay.person)
            else:
                withdraw_stay(stay, "A flood", by=self.world.staff)

    # Time, the worker, the month

    @rule(hours=st.sampled_from([1, 7, 13, 25, 24 * 6, 24 * 16]), works=st.booleans())
    def time_goes_on(self, hours: int, works: bool) -> None:
        self.time_passes(timedelta(hours=hours))
        self.is_new = True
        if works:
            self.the_worker_comes_by()

    @rule(hours=st.sampled_from([-9, -1, 1, 12, 12]), works=st.booleans(), closes=st.booleans())
    def the_month_ends(self, hours: int, works: bool, closes: bool) -> None:
        self.to_the_end_of_the_month(hours)
        if works:
            self.the_worker_comes_by()
        if closes:
            self.close_what_can_be()

    def to_the_end_of_the_month(self, hours: int) -> None:
        first = month_after(self.world.now.date())
        midnight = self.world.now.replace(year=first.year, month=first.month, day=1, hour=0)
        self.time_passes(midnight + timedelta(hours=hours) - self.world.now)
        self.is_new = True

    def the_worker_comes_by(self) -> None:
        with self.doing("the worker comes by"):
            now = clock.now()
            for round_ in ROUNDS:
                round_(now)
            sold = Statement.objects.filter(space=self.world.spaces[0]).exclude(charges=F("commission"))
            for one in sold.select_related("closing", "space"):
                key = key_of_document(one.closing.month, one.space.ref, one.currency)
                assert Document.objects.filter(key=key).exists(), one
            for person in self.world.here:
                assert not standing_of(Holder(person, self.world.network, "EUR")).too_much, person

    @to(choices.to_close)
    @rule(times=st.integers(1, 2), works=st.booleans())
    def close(self, times: int, works: bool) -> None:
        self.close_what_can_be(times)
        if works:
            self.the_worker_comes_by()

    def close_what_can_be(self, times: int = 1) -> None:
        with self.doing("close"):
            for month in choices.to_close(self.world):
                would = {(space, currency): told.net for space, currency, told in self.preview(month)}
                for _ in range(times):
                    assert close_month(self.world.network, month, by=self.world.treasurer).is_closed
                nets = Statement.objects.filter(closing__month=month).values_list("space", "currency", "net")
                assert {(space, currency): net for space, currency, net in nets} == would
                self.world.sealed[month] = print_of(self.world.network, month)

    def preview(self, month: date) -> Any:
        before = Posting.objects.count()
        found = what_it_would_come_to(self.world.network, month)
        assert Posting.objects.count() == before
        return found

    @to(choices.to_move)
    @rule(number=NUMBERS, writes=st.booleans())
    def money_moves(self, number: int, writes: bool) -> None:
        transfer = self.one(choices.to_move, number)
        with self.doing("money moves"):
            if writes:
                write_files(transfer.closing, by=self.world.treasurer)
            for _ in range(2):
                done = money_moved(transfer, clock.today(), by=self.world.treasurer)
            sign = -1 if done.payer.startswith("network:") else 1
            self.world.money["moved", done.currency] += sign * done.amount

    @precondition(lambda self: self.left_or_joined < 4)
    @rule()
    def leave_or_join(self) -> None:
        self.left_or_joined += 1
        space, network = self.world.spaces[2], self.world.network
        with self.doing("leave or join"):
            standing = Affiliation.objects.filter(space=space, network=network, until=None).first()
            if standing:
                leave_network(standing, clock.local_day(space.time_zone), "Enough", by=self.world.treasurer)
            else:
                admit_space(network, space, by=self.world.treasurer)

    # What must be true

    @invariant()
    def everything_holds(self) -> None:
        """After each step that did something."""
        self.found.clear()
        if self.is_new:
            self.is_new = False
            self.world.read_the_books()
            with clock.at(self.world.now):
                for must_hold in MUST_HOLD:
                    must_hold(self)

    def check_books_has_nothing_to_say(self) -> None:
        assert list(faults_in_all()) == []

    def each_charge_is_one_entry(self) -> None:
        keys = Counter(Entry.objects.filter(cause__startswith="charge:").values_list("key", flat=True))
        for charge in Charge.objects.all():
            moves = bool(charge.price or charge.amount or charge.worth or charge.on_account)
            back = charge.state == ChargeState.TAKEN_BACK
            assert keys[charge.ref] == moves, charge
            assert keys[f"{charge.ref}/back"] == (moves and back), charge

    def each_space_is_owed_what_it_earned(self) -> None:
        """A month that is open as the books hold it, one that is closed as its statements say: what was counted."""
        told: Counter[tuple[str, str]] = Counter()
        for statement in Statement.objects.select_related("space", "closing"):
            key = (statement.closing.month, statement.space.ref, statement.currency)
            assert statement.charges == self.world.earned[key], key
        for (month, space, currency), amount in self.world.earned.items():
            if month not in self.world.sealed:
                told[space, currency] += amount
        held = self.world.held(Account.OWED_TO_SPACE)
        open_ones = {(owner, currency): amount for (_, owner, currency), amount in held.items() if amount}
        assert open_ones == {key: amount for key, amount in told.items() if amount}

    def each_statement_is_reckoned_rightly(self) -> None:
        """Commission, tax, what was taken in cash and what was left of the month before: as a person would reckon."""
        left: dict[Any, int] = {}
        kept: Counter[str] = Counter()
        for one in Statement.objects.select_related("space", "closing").order_by("closing__month"):
            tax_bp = TAX_BP if one.space == self.world.spaces[0] else 0
            assert abs(one.commission * 10_000 - one.charges * COMMISSION_BP) <= 5_000, one
            assert abs(one.tax * 10_000 - (one.charges - one.commission) * tax_bp) <= 5_000, one
            cash = self.world.cash[one.space.ref, one.closing.month] if one.currency == "EUR" else 0
            before = left.get((one.space_id, one.currency), 0)
            assert one.net == one.charges - one.commission + one.tax - cash + before, one
            left[one.space_id, one.currency] = one.net if abs(one.net) < SMALLEST else 0
            kept[one.currency] += one.commission
        booked: Counter[str] = Counter()
        for (_, _, currency), amount in self.world.held(Account.COMMISSION).items():
            booked[currency] += amount
        assert {key: one for key, one in booked.items() if one} == {key: one for key, one in kept.items() if one}

    def the_money_is_where_it_came_to(self) -> None:
        """What came, less what went back and what banks took for good; and what spaces were paid or paid."""
        held: Counter[str] = Counter()
        for (_, _, currency), amount in self.world.held(*WHOLE).items():
            held[currency] += amount
        money = self.world.money
        came = {"EUR": money["came"] - money["back"] - money["lost"], "HKD": 0}
        for one in Posting.objects.filter(entry__key__startswith="month:").select_related("from_account", "to_account"):
            # What spaces took in cash and closings have reckoned with is their own now.
            held[one.currency] += one.amount * (one.from_account.kind == Account.COLLECTED)
            held[one.currency] -= one.amount * (one.to_account.kind == Account.COLLECTED)
        for currency, amount in came.items():
            assert held[currency] == amount + money["moved", currency], (currency, held, money)

    def no_credit_is_made(self) -> None:
        """Of what is paid for, no more days stand charged or can still be used than were bought."""
        days = {of_pass.pk: of_pass.sold.days for of_pass in Pass.objects.all()}
        paid = Counter(Payment.objects.exclude(paid_on=None).values_list("cause", flat=True))
        there: Counter[int] = Counter()
        for charge in Charge.objects.exclude(state=ChargeState.TAKEN_BACK).filter(lot__credits__isnull=False):
            there[charge.of_pass_id] += charge.credits
        for lot in Lot.objects.filter(credits__isnull=False).select_related("rolled_into"):
            there[lot.of_pass_id] += lot.bought.left if self.still_pays(lot) else 0
        for of_pass, counted in there.items():
            assert counted <= paid[f"pass:{of_pass}"] * days[of_pass], of_pass

    def still_pays(self, lot: Lot) -> bool:
        return not hasattr(lot, "rolled_into") and (lot.ends_on is None or lot.ends_on > self.world.now.date())

    def an_endless_pack_loses_none(self) -> None:
        gone = [person.pk for person in Person.objects.exclude(forgotten_at=None)]
        endless = Lot.objects.filter(of_pass__state=State.OPEN, credits__isnull=False, ends_on=None)
        for lot in endless.exclude(of_pass__person__in=gone):
            standing = lot.charges.exclude(state=ChargeState.TAKEN_BACK).aggregate(all=Sum("credits", default=0))["all"]
            assert (lot.credits, lot.used) == (lot.of_pass.sold.days, standing)
            assert abs(lot.recognised - (2 * lot.paid * standing + lot.credits) // (2 * lot.credits)) <= 1

    def the_cap_holds(self) -> None:
        owed: defaultdict[Any, int] = defaultdict(int)
        uncounted = Charge.objects.filter(lot__isnull=False, lot__credits=None).exclude(state=ChargeState.TAKEN_BACK)
        for charge in uncounted.select_related("of_pass"):
            owed[charge.of_pass.person_id, charge.space_id, charge.day.replace(day=1)] += charge.amount
        assert all(amount <= CAP for amount in owed.values())

    def each_owes_what_was_used_on_account(self) -> None:
        """Less what was paid for it; and, where all that was paid stayed, no more than may be owed."""
        held = self.world.held(Account.OWED_BY_HOLDER)
        owed: Counter[int] = Counter()
        for of_pass in Pass.objects.all():
            amount = held.pop((Account.OWED_BY_HOLDER, of_pass.ref, "EUR"), 0)
            owed[of_pass.person_id] += amount
            assert of_pass.person_id in self.world.owes_again or amount <= of_pass.sold.on_account, of_pass
        assert not any(held.values())
        assert {key: one for key, one in owed.items() if one} == {k: v for k, v in self.world.owed.items() if v}

    def whoever_is_invoiced_is_asked_the_same(self) -> None:
        for bundle in Bundle.objects.select_related("person", "closing"):
            assert not bundle.failure, bundle
            asked = Payment.objects.filter(key=bundle.key).first()
            assert bundle.asked == (asked.amount if asked else 0), bundle

    def free_days_come_first(self) -> None:
        """No member pays for a day at a space where the free one was not used, or held for another day."""
        days = Charge.objects.filter(kind="day", cause__startswith="visit:").exclude(state=ChargeState.TAKEN_BACK)
        for charge in days.select_related("of_pass"):
            there = Presence.objects.filter(person=charge.of_pass.person_id, space=charge.space_id, quality="visitor")
            is_member = charge.of_pass.person_id in self.world.members
            assert there.exclude(day=charge.day).exists() or not is_member, charge

    def nothing_is_left_on_what_is_over(self) -> None:
        """Credits of a pass that is over were paid back, or are the network’s, at their end at last."""
        over = Lot.objects.filter(of_pass__state__in=[State.ENDED, State.WITHDRAWN], recognised__lt=F("paid"))
        for lot in over.select_related("of_pass"):
            assert lot.of_pass.state == State.ENDED, lot
            assert lot.ends_on is not None, lot

    def what_was_promised_back_is_in_the_books(self) -> None:
        held = self.world.held(Account.REFUND)
        waiting: Counter[str] = Counter()
        unasked: Counter[str] = Counter()
        for refund in Refund.objects.select_related("payment"):
            waiting[refund.payment.cause] += refund.amount if refund.state != "paid" else 0
            unasked[refund.payment.cause] += refund.amount if refund.key.startswith("gateway:") else 0
        for of_pass in Pass.objects.all():
            booked = held.get((Account.REFUND, of_pass.ref, "EUR"), 0)
            most = waiting[of_pass.ref]
            assert most - unasked[of_pass.ref] <= booked <= most, of_pass

    def no_more_goes_back_than_came(self) -> None:
        """Of each payment; and what went back by its refunds is what it says."""
        for payment in Payment.objects.prefetch_related("refunds"):
            refunds = payment.refunds.all()
            assert payment.refunded == sum(one.amount for one in refunds if one.state == "paid"), payment
            assert sum(one.amount for one in refunds) <= (payment.amount if payment.state in CAME else 0), payment

    def a_closed_month_stays(self) -> None:
        for month, told in self.world.sealed.items():
            assert print_of(self.world.network, month) == told
            closing = Closing.objects.get(month=month)
            assert closing.closed_at is not None
            late = Entry.objects.filter(dated_on__lte=last_day(month), written_at__gt=closing.closed_at)
            assert not late.exists()

    def who_is_contested_does_not_pay(self) -> None:
        contested = Payment.objects.filter(state=Paid.DISPUTED, cause__startswith="pass:")
        keys = [int(cause.partition(":")[2]) for cause in contested.values_list("cause", flat=True)]
        assert not Pass.objects.filter(pk__in=keys, state=State.OPEN).exists()


MUST_HOLD = (
    Money.check_books_has_nothing_to_say,
    Money.each_charge_is_one_entry,
    Money.each_space_is_owed_what_it_earned,
    Money.each_statement_is_reckoned_rightly,
    Money.the_money_is_where_it_came_to,
    Money.no_credit_is_made,
    Money.an_endless_pack_loses_none,
    Money.the_cap_holds,
    Money.each_owes_what_was_used_on_account,
    Money.whoever_is_invoiced_is_asked_the_same,
    Money.free_days_come_first,
    Money.nothing_is_left_on_what_is_over,
    Money.what_was_promised_back_is_in_the_books,
    Money.no_more_goes_back_than_came,
    Money.a_closed_month_stays,
    Money.who_is_contested_does_not_pay,
)


@pytest.mark.django_db
def test_whatever_happens_the_books_do_not_lie() -> None:
    """And most of what is tried does something: else it would have been easy for them."""
    world, tally = World(), Counter[tuple[str, str]]()
    run_state_machine_as_test(
        lambda: Money(world, tally),
        settings=settings(
            max_examples=WAYS,
            stateful_step_count=STEPS,
            derandomize=not LOOKS_FURTHER,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    acted = sum(times for (_, how), times in tally.items() if how == "acted")
    assert 2 * acted > tally.total(), tally
