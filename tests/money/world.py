"""A network that sells passes and stays, with everybody it takes; beside its books, a naive count of what happened."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from copy import copy
from datetime import UTC, date, datetime, timedelta
from typing import Self

import pytest

from passerelle.care.actions.paying import take_in
from passerelle.getaways.actions import Asking as AskingToStay
from passerelle.getaways.actions import Described as Getting
from passerelle.getaways.actions import accept_stay, ask_for_a_stay, ask_to_be_paid, offer_getaway, pay_by_pass
from passerelle.getaways.models import Getaway, Stay
from passerelle.getaways.rules import Cancelling, Comprises, Offer, PriceFor, Setting, Span
from passerelle.invoices.models import Party, SpaceTax, Tax
from passerelle.invoices.rules import tax_within
from passerelle.kit import clock
from passerelle.kit.refusals import Refusal
from passerelle.ledger.models import Posting
from passerelle.ledger.queries import balances
from passerelle.ledger.rules.chart import Kind as Account
from passerelle.ledger.rules.months import month_after
from passerelle.networks.models import Network
from passerelle.networks.rules import NetworkRole, Terms, Way
from passerelle.passes.actions.buying import Purchase, buy
from passerelle.passes.actions.charging import Asked, charge_besides
from passerelle.passes.actions.products import Described, sell
from passerelle.passes.actions.withdrawing import withdraw
from passerelle.passes.models import Charge, Pass, Product
from passerelle.passes.rules import ChargeState, Kind, Unused
from passerelle.passes.rules.accounts import KIND as ON_ACCOUNT
from passerelle.payments.actions.cards import card_told, dispute_told
from passerelle.payments.actions.receiving import Came, record_transfer, take_cash
from passerelle.payments.actions.refunding import claim_to_send, record_refund
from passerelle.payments.models import BankAccount, Dispute, Payment, Refund
from passerelle.payments.rules import Method
from passerelle.payments.rules.cards import CardTold, DisputeTold, Progress
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.settlement.actions import close_month
from passerelle.settlement.actions.bundles import issue_bundles
from passerelle.settlement.actions.documents import issue_documents
from passerelle.settlement.models import Agreement, Conditions
from passerelle.spaces.models import Space
from passerelle.spaces.queries import today_at
from passerelle.visits.actions import Asking, add_arrival, ask_for_a_visit, check_in
from passerelle.visits.models import Visit
from tests.makers import make_affiliation, make_member, make_officer, make_person, make_space, make_staff
from tests.passes.makers import make_paid_network, make_rate

FILLED = datetime(2027, 12, 29, 9, tzinfo=UTC)
BEGIN = datetime(2028, 1, 4, 9, tzinfo=UTC)
END = datetime(2028, 5, 20, tzinfo=UTC)
"""A leap day and, on 26 March, a change of clock lie between them."""
CAP, COMMISSION_BP, FREE_DAYS, SMALLEST, TAX_BP = 3_000, 1_000, 1, 2_000, 2_100
EVERY_DAY = tuple(range(7))
WORK = {"hours": "Mo-Su 00:00-24:00"}
WHOLE = (Account.BANK, Account.CARD_CLEARING, Account.TILL, Account.COLLECTED, Account.DISPUTED)
"""Where money of holders can lie."""
PACK, SHORT_PACK, ROLLING, MONTHLY, UNLIMITED, AS_YOU_GO = range(6)
DESK, ROOM = range(2)


class World:
    """Four holders, two of them without a home; three spaces in three zones and two currencies; six products.

    Beside it the naive count: what came and went, what each space earned in which month, what each holder owes.
    """

    def __init__(self) -> None:
        self.now, self.bought = BEGIN, 0
        terms = Terms(free_days=FREE_DAYS, within_days=90, way=Way.DROP_IN, weekdays=EVERY_DAY, visitors_a_day=9,
                      day_price=1_100)  # fmt: skip
        self.network = make_paid_network(terms=terms)
        self.treasurer, self.staff = make_person("Tess"), make_person("Bo")
        for role in (NetworkRole.TREASURER, NetworkRole.ORGANISER):
            make_officer(self.treasurer, self.network, role)
        self.money: Counter[object] = Counter()
        self.cash: Counter[tuple[str, date]] = Counter()
        self.earned: Counter[tuple[date, str, str]] = Counter()
        self.owed: Counter[int] = Counter()
        self.seen: dict[str, tuple[str, date]] = {}
        self.owes_again: set[int] = set()
        self.sealed: dict[date, str] = {}
        with clock.at(FILLED):
            self._settle_down()
            self._fill()
        with clock.at(BEGIN):
            self._close_the_year()

    def again(self) -> Self:
        """The same world at its beginning, with a count of its own."""
        twin = copy(self)
        for name, kept in vars(self).items():
            if isinstance(kept, dict | set | list):
                setattr(twin, name, copy(kept))
        return twin

    def _settle_down(self) -> None:
        Conditions.objects.create(
            network=self.network, version=1, commission_bp=COMMISSION_BP, smallest_payout=SMALLEST, set_by="worker"
        )
        BankAccount.objects.create(network=self.network, holder="The Pass ASBL", iban="BE68539007547034")
        self.spaces = self._spaces()
        self.here = self._holders()
        self.products = self._products()
        self.getaways = self._getaways()

    def _spaces(self) -> list[Space]:
        spaces = [
            make_space("Alder", **WORK),
            make_space("Birch", currency="HKD", time_zone="Asia/Hong_Kong", country="HK", **WORK),
            make_space("Cedar", time_zone="America/Los_Angeles", country="US", **WORK),
        ]
        tax, _ = Tax.objects.get_or_create(network=self.network, code="be_21", percent_bp=TAX_BP)
        for space in spaces:
            make_staff(self.staff, space)
            make_affiliation(space, self.network)
        SpaceTax.objects.create(network=self.network, space=spaces[0], tax=tax)
        for space in spaces[:2]:
            Party.objects.create(owner=space.ref, name=f"{space.name} SRL", country="BE", iban="BE68539007547034")
            Agreement.objects.create(network=self.network, space=space, agreed_by="person:1")
        for step in range(-7, (END - FILLED).days + 14, 7):
            make_rate("HKD", FILLED.date() + timedelta(days=step), f"8.1{step % 9}37")
        return spaces

    def _holders(self) -> list[Person]:
        """Ana and Bea are members of a space; Cem and Dag come on their passes alone."""
        self.home = make_space("Home", **WORK)
        make_affiliation(self.home, self.network)
        people = [make_person(name) for name in ("Ana", "Bea", "Cem", "Dag")]
        for person in people[:2]:
            make_member(person, self.home)
        self.members = {person.pk for person in people[:2]}
        return people

    def _products(self) -> list[Product]:
        tax = Tax.objects.get(network=self.network)

        def sold(kind: Kind, price: int, **facts: object) -> Product:
            return sell(self.network, Described("Un", "One", kind, price, tax, **facts), by=self.treasurer)

        return [
            sold(Kind.PACK, 4_999, days=3, on_account=9_000),
            sold(Kind.PACK, 4_000, days=4, valid_days=9),
            sold(Kind.MONTHLY, 3_001, days=3, unused=Unused.ROLL_OVER),
            sold(Kind.MONTHLY, 2_900, days=2),
            sold(Kind.UNLIMITED, 7_777, cap=CAP),
            sold(Kind.AS_YOU_GO, 1_499, on_account=9_000),
        ]

    def _getaways(self) -> list[Getaway]:
        def offered(space: Space, comprises: Comprises, price: int) -> Getaway:
            rule = Cancelling(free_days=5, kept_percent=30)
            season = (FILLED.date(), END.date() + timedelta(days=60))
            offer = Offer(Setting.GREEN, comprises, *season, 2, 3, price, PriceFor.DAY, rule)
            return offer_getaway(space, self.network, Getting("Là", "There", offer, "", ""), by=self.staff)

        return [offered(self.spaces[0], Comprises.DESK, 1_301), offered(self.spaces[1], Comprises.BOTH, 9_999)]

    def _fill(self) -> None:
        """Passes and days of everybody, in the last days of a year."""
        for who, what, method in (
            (0, PACK, Method.CARD), (0, AS_YOU_GO, Method.TRANSFER), (1, ROLLING, Method.TRANSFER),
            (1, UNLIMITED, Method.CARD), (1, SHORT_PACK, Method.TRANSFER), (2, AS_YOU_GO, Method.TRANSFER),
            (3, PACK, Method.CASH),
        ):  # fmt: skip
            self.pay_for(self.buy(self.here[who], what, method))
        self.buy(self.here[2], MONTHLY, Method.CARD)
        for person, space in ((0, 0), (2, 0), (2, 1), (3, 1)):
            self.come(self.here[person], self.spaces[space])
        for who, price in ((0, 3_000), (2, 700)):
            self.use(self.here[who], self.spaces[0], price, f"filled-{who}")
        self.count()

    def _close_the_year(self) -> None:
        """Its month is closed and invoiced; one has paid what was on account, and one withdraws from a pass."""
        december = FILLED.date().replace(day=1)
        assert close_month(self.network, december, by=self.treasurer).is_closed
        self.sealed[december] = print_of(self.network, december)
        issue_documents(clock.now())
        issue_bundles(clock.now())
        asked = Payment.objects.get(payer=self.here[0], cause__startswith=ON_ACCOUNT)
        self.pay(asked, asked.amount, 0, card=True)
        withdraw(Pass.objects.get(product=self.products[SHORT_PACK]), by=self.here[1])
        self.count()

    # What people do

    def buy(self, person: Person, what: int, method: Method) -> Pass:
        """Pressed twice, and bought once."""
        product = self.products[what]
        self.bought += 1
        taken_by = self.spaces[0] if method is Method.CASH and self.bought % 2 else None
        purchase = Purchase(product, method, product.price, taken_by, key=f"purchase-{self.bought}")
        buy(purchase, by=person)
        return buy(purchase, by=person)

    def pay_for(self, of_pass: Pass) -> None:
        for payment in Payment.objects.filter(cause=of_pass.ref):
            self.pay(payment, payment.amount, 0)

    def pay(self, payment: Payment, amount: int, days_ago: int, *, card: bool = False) -> None:
        """By whatever way it was asked, or by card all the same. A card is told of twice."""
        if card or payment.method == Method.CARD:
            for _ in range(2):
                self.tell(payment, Progress.PAID)
            return
        before = Payment.objects.get(pk=payment.pk)
        if payment.method == Method.CASH:
            take_in(take_cash, payment, by=self.staff if payment.taken_by else self.treasurer)
            self.money["came"] += payment.amount
        else:
            take_in(record_transfer, payment, Came(amount, clock.today() - timedelta(days=days_ago)), by=self.treasurer)
            self.money["came"] += amount
        self._note(before)

    def tell(self, payment: Payment, progress: Progress, refunded: int = 0) -> None:
        """What the gateway says of a payment."""
        before = Payment.objects.get(pk=payment.pk)
        if not before.gateway_ref:
            Payment.objects.filter(pk=payment.pk).update(gateway_ref=f"pi_{payment.pk}")
        told = CardTold(f"pi_{payment.pk}", progress, payment.amount, payment.currency, refunded)
        take_in(card_told, told)
        self._note(before)
        if progress is Progress.PAID and before.paid_on is None:
            self.money["came"] += payment.amount

    def contest_at_bank(self, payment: Payment, amount: int, won: bool | None) -> None:
        """The holder's bank takes `amount` back, or decides; said twice."""
        name = f"dp_{payment.pk}"
        before = Dispute.objects.filter(gateway_ref=name).first()
        amount = before.amount if before else amount
        for _ in range(2):
            take_in(dispute_told, DisputeTold(name, f"pi_{payment.pk}", amount, won))
        if won is False:
            self.money["lost"] += amount
            self._owes_again(payment, amount)

    def send_back(self, refund: Refund) -> None:
        """What was promised leaves: by the gateway's word, or the treasurer's. Either is said twice."""
        before = Payment.objects.get(pk=refund.payment_id)
        if before.method == Method.CARD and refund.state != "failed":
            claim_to_send(refund)
            for _ in range(2):
                self.tell(before, Progress.PAID, before.refunded + refund.amount)
        else:
            take_in(record_refund, refund, clock.today(), by=self.treasurer)
            with pytest.raises(Refusal, match="went_back_already"):
                take_in(record_refund, refund, clock.today(), by=self.treasurer)
            self._note(before)

    def use(self, person: Person, space: Space, price: int, key: str) -> None:
        """Something that is no day: the desk presses twice."""
        asked = Asked(person, self.network, space, clock.local_day(space.time_zone), price, key, "", "Print")
        for _ in range(2):
            charge_besides(asked, by=self.staff)

    def ask_to_come(self, person: Person, space: Space) -> Visit:
        """For today, on the home's word or on a pass."""
        day = clock.local_day(space.time_zone)
        held = Presence.objects.filter(person=person, space=space, day=day, cause__startswith="visit:").first()
        if held:
            return Visit.objects.get(pk=held.cause.partition(":")[2])
        footing = self.home if person.pk in self.members else self.network
        return ask_for_a_visit(Asking(footing, space, (day,)), by=person)

    def come(self, person: Person, space: Space) -> None:
        """Pressed twice at the desk."""
        visit = self.ask_to_come(person, space)
        for _ in range(2):
            check_in(visit, by=self.staff)

    def add(self, visit: Visit) -> None:
        """The desk writes down what it forgot to press."""
        add_arrival(visit, visit.first_day, "You were here", by=self.staff)

    def arrivals_since(self, moment: datetime) -> Iterator[tuple[Visit, date]]:
        used = Presence.objects.filter(state="used", used_at__gt=moment, cause__startswith="visit:").order_by("pk")
        visits = Visit.objects.select_related("host", "person", "home", "network")
        return ((visits.get(pk=one.cause.partition(":")[2]), one.day) for one in used)

    def agree_on_a_stay(self, person: Person, where: int, ahead: int, days: int) -> Stay:
        """Asked for, and the space says yes."""
        getaway = self.getaways[where]
        first = today_at(getaway.space) + timedelta(days=ahead)
        span = Span(first, first + timedelta(days=days - 1))
        return accept_stay(ask_for_a_stay(AskingToStay(getaway, span, getaway.offer.price_of(span)), by=person),
                           by=self.staff)  # fmt: skip

    def pay_stay(self, stay: Stay, way: str) -> None:
        """By pass or otherwise; or it is only asked how to."""
        if way == "pass":
            pay_by_pass(stay, by=stay.person)
        else:
            payment = ask_to_be_paid(stay, by=stay.person)
            if way != "later":
                self.pay(payment, payment.amount, 0, card=way == "card")

    # What is counted by hand

    def _note(self, before: Payment) -> Payment:
        """What a payment that came, or went back, means for cash boxes and for what is owed on account."""
        after = Payment.objects.get(pk=before.pk)
        back = after.refunded - before.refunded
        came = after.amount if before.paid_on is None and after.paid_on is not None else 0
        self.money["back"] += back
        if after.method == Method.CASH and after.taken_by:
            self.cash[after.taken_by.ref, clock.today().replace(day=1)] += came - back
        if self._is_on_account(after):
            self.owed[after.payer_id] -= came
        if back:
            self._owes_again(after, back)
        return after

    def _owes_again(self, payment: Payment, amount: int) -> None:
        if self._is_on_account(payment):
            self.owed[payment.payer_id] += amount
            self.owes_again.add(payment.payer_id)

    def _is_on_account(self, payment: Payment) -> bool:
        return payment.cause.startswith(f"{ON_ACCOUNT}:")

    def count(self) -> None:
        """What was charged since, and taken back, one by one as it happens: said after each act."""
        for charge in Charge.objects.select_related("space", "of_pass"):
            back = charge.state == ChargeState.TAKEN_BACK
            if charge.ref not in self.seen:
                self._earn(charge.ref, charge.space, charge.currency, charge.price, charge.day)
                self.owed[charge.of_pass.person_id] += charge.on_account
            if back and self.seen[charge.ref][0] != "back":
                self._earn_no_longer(charge.ref, charge.space, charge.currency, charge.price)
                self.owed[charge.of_pass.person_id] -= charge.on_account
        for stay in Stay.objects.filter(paid_with__startswith="payment:").select_related("getaway__space"):
            space, currency = stay.getaway.space, stay.currency
            if stay.ref not in self.seen:
                self._earn(stay.ref, space, currency, stay.price_of_the_space, stay.first_day)
            if stay.state != "accepted" and self.seen[stay.ref][0] != "back":
                self._earn_no_longer(stay.ref, space, currency, stay.price_of_the_space)
                kept = stay.kept or 0
                self._earn(f"{stay.ref}/kept", space, currency, kept - tax_within(kept, stay.tax_bp), today_at(space))

    def _earn(self, what: str, space: Space, currency: str, amount: int, day: date) -> None:
        month = self._open(day)
        self.seen[what] = "earned", month
        self.earned[month, space.ref, currency] += amount

    def _earn_no_longer(self, what: str, space: Space, currency: str, amount: int) -> None:
        month = self._open(self.seen[what][1])
        self.seen[what] = "back", month
        self.earned[month, space.ref, currency] -= amount

    def _open(self, day: date) -> date:
        """The month of this day, or the first one that is not closed."""
        return max([day.replace(day=1), *(month_after(month) for month in self.sealed)])

    def read_the_books(self) -> None:
        """What they hold now, by kind, owner and currency."""
        told = balances(self.network.ref)
        self.books = {(account.kind, account.owner, account.currency): amount for account, amount in told}

    def held(self, *kinds: Account) -> dict[tuple[str, str, str], int]:
        """What the books held when they were read, of these kinds."""
        return {name: amount for name, amount in self.books.items() if name[0] in kinds}


def print_of(network: Network, month: date) -> str:
    """A hash of all that the books say of one month."""
    after = (month + timedelta(days=32)).replace(day=1)
    rows = Posting.objects.filter(entry__book__owner=network.ref, dated_on__gte=month, dated_on__lt=after)
    told = rows.order_by("pk").values_list(
        "pk", "entry__key", "dated_on", "from_account", "to_account", "currency", "amount"
    )
    return hashlib.sha256(repr(list(told)).encode()).hexdigest()
