from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from passerelle.care.actions import forget
from passerelle.care.queries import everything_kept_about, faults_in_all
from passerelle.invoices.actions import name_tax
from passerelle.invoices.models import Tax
from passerelle.invoices.rules import Category
from passerelle.kit import clock
from passerelle.kit.refusals import NotFound, Refusal
from passerelle.ledger.actions import shut_month
from passerelle.ledger.queries import entries_about
from passerelle.logbook.models import Record
from passerelle.mail.models import Letter
from passerelle.networks.models import Network
from passerelle.passes.actions.buying import Purchase, buy, give_up
from passerelle.passes.actions.paying import dispute_ended, payment_disputed
from passerelle.passes.actions.products import Described, sell, set_offered
from passerelle.passes.actions.renewing import ask_for_renewal, switch_renewal
from passerelle.passes.actions.withdrawing import withdraw
from passerelle.passes.jobs import take_care_of_passes
from passerelle.passes.models import Lot, Pass, Product
from passerelle.passes.queries.faults import faults_of_passes
from passerelle.passes.queries.holding import renewals_to_ask_for
from passerelle.passes.rules import Kind, State
from passerelle.payments.models import Payment, Refund
from passerelle.payments.rules import Method
from passerelle.people.models import Person
from tests.passes.selling import bought, held, pay

pytestmark = pytest.mark.django_db


def refused(call: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value


def at(month: int, day: int, hour: int = 9) -> Any:
    return clock.at(datetime(2027, month, day, hour, tzinfo=clock.zone("Europe/Brussels")))


def use(lot: Lot, days: int, worth: int) -> None:
    """Some days were used; what they were worth has left the holder's credits."""
    Lot.objects.filter(pk=lot.pk).update(used=days, recognised=worth)


# What is sold


def test_only_treasurers_of_a_network_that_sells_say_what_it_sells(
    ten_days: Product, tours: Network, visa: Network, vat: Tax, olga: Person, tia: Person
) -> None:
    described = Described("Un jour", "One day", Kind.PACK, 1_500, vat, days=1)
    for network, person in ((tours, olga), (visa, tia), (visa, olga)):
        with pytest.raises(NotFound):
            sell(network, described, by=person)
    with pytest.raises(NotFound):
        set_offered(ten_days, False, by=olga)
    assert sell(tours, described, by=tia).currency == "EUR"


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, {}),
        ({"name_fr": " ", "price": 0}, {"name_fr": "name_is_missing", "price": "out_of_range"}),
        ({"days": 0}, {"days": "out_of_range"}),
        ({"kind": Kind.UNLIMITED, "days": 3}, {"days": "out_of_range"}),
        ({"kind": Kind.AS_YOU_GO, "days": 0, "on_account": 14_899}, {"on_account": "less_than_a_day"}),
        ({"kind": Kind.AS_YOU_GO, "days": 0, "on_account": 14_900}, {}),
    ],
)
def test_what_cannot_be_sold_is_named_by_field(changed: dict[str, Any], faults: dict[str, str], vat: Tax) -> None:
    described = {"name_fr": "Dix", "name_en": "Ten", "kind": Kind.PACK, "price": 14_900, "days": 10} | changed
    assert Described(**described, tax=vat).faults() == faults


@pytest.mark.parametrize(
    ("percent", "category", "reason"), [(0, "S", ""), (2100, "AE", "art. 196"), (0, "E", " "), (5001, "S", "")]
)
def test_a_tax_is_charged_or_says_why_it_is_not(
    percent: int, category: str, reason: str, tours: Network, tia: Person
) -> None:
    refusal = refused(lambda: name_tax(tours, "x", percent, Category(category), reason, by=tia))
    assert refusal.code == "tax_is_wrong"


# Buying


def test_a_pack_opens_when_the_money_is_there_and_the_books_say_so(
    ten_days: Product, tours: Network, ana: Person, tia: Person
) -> None:
    of_pass = bought(ten_days, ana)
    assert (of_pass.state, held(tours)) == (State.ASKED, {})
    assert pay(of_pass, tia).state == State.OPEN
    tax, bank = "tax_owed tax:be_21", f"bank {tours.ref}"
    assert held(tours) == {f"credits {of_pass.ref}": 12_314, tax: 2_586, bank: 14_900}
    lot = of_pass.lots.get()
    assert (lot.credits, lot.paid, lot.tax, lot.ends_on) == (10, 12_314, 2_586, None)
    assert Letter.objects.get(kind="tell_holder_it_is_open").to == "ana@example.org"


def test_a_purchase_sent_twice_is_one_and_at_the_price_that_was_read(
    ten_days: Product, ana: Person, tia: Person
) -> None:
    purchase = Purchase(ten_days, Method.TRANSFER, 14_900, key="once")
    assert buy(purchase, by=ana) == buy(purchase, by=ana)
    assert Payment.objects.count() == 1
    assert refused(lambda: buy(Purchase(ten_days, Method.TRANSFER, 1), by=ana)).code == "price_has_changed"
    set_offered(ten_days, False, by=tia)
    assert refused(lambda: bought(ten_days, ana)).code == "product_is_not_sold"


def test_somebody_has_five_unpaid_at_once(ten_days: Product, ana: Person) -> None:
    for _ in range(5):
        bought(ten_days, ana)
    assert refused(lambda: bought(ten_days, ana)).code == "too_many_unpaid"


def test_paid_as_one_goes_it_is_open_at_once(tours: Network, vat: Tax, tia: Person, ana: Person) -> None:
    described = Described("Au jour", "By the day", Kind.AS_YOU_GO, 1_800, vat, on_account=18_000)
    of_pass = bought(sell(tours, described, by=tia), ana)
    assert (of_pass.state, of_pass.opened_on, of_pass.renews_on) == (State.OPEN, date(2027, 1, 4), None)
    assert not Payment.objects.exists()


def test_what_is_given_up_is_asked_no_longer_and_opens_when_the_money_comes_all_the_same(
    ten_days: Product, ana: Person, fay: Person, tia: Person
) -> None:
    of_pass = bought(ten_days, ana)
    with pytest.raises(NotFound):
        give_up(of_pass, by=fay)
    give_up(of_pass, by=ana)
    assert refused(lambda: give_up(of_pass, by=ana)).code == "pass_has_moved_on"
    payment = Payment.objects.get()
    assert payment.state == "cancelled"
    Payment.objects.update(state="asked")
    assert pay(of_pass, tia).state == State.OPEN


# Month by month


def test_a_month_is_asked_for_a_week_before_once_and_opens_when_paid(
    monthly: Product, ana: Person, tia: Person
) -> None:
    of_pass = pay(bought(monthly, ana), tia)
    assert of_pass.renews_on == date(2027, 2, 4)
    with at(1, 27):
        assert take_care_of_passes(clock.now()) == 0
    with at(1, 28):
        assert take_care_of_passes(clock.now()) == 1
        assert take_care_of_passes(clock.now()) == 0
        assert not ask_for_renewal(of_pass.pk)
        letter = Letter.objects.get(kind="tell_holder_of_renewal")
        assert "€80.00" in letter.text
        pay(of_pass, tia)
    assert of_pass.renews_on == date(2027, 3, 4)
    assert [(lot.begins_on, lot.ends_on) for lot in of_pass.lots.order_by("pk")] == [
        (date(2027, 1, 4), date(2027, 2, 4)),
        (date(2027, 2, 4), date(2027, 3, 4)),
    ]


def test_days_left_over_move_once_and_then_lapse(monthly: Product, tours: Network, ana: Person, tia: Person) -> None:
    of_pass = pay(bought(monthly, ana), tia)
    first = of_pass.lots.get()
    use(first, 2, 2_645)
    with at(1, 28):
        take_care_of_passes(clock.now())
        pay(of_pass, tia)
    with at(2, 4):
        take_care_of_passes(clock.now())
        take_care_of_passes(clock.now())
    rolled = Lot.objects.get(rolled_from=first)
    assert (rolled.credits, rolled.paid, rolled.ends_on) == (3, 6_612 - 2_645, date(2027, 3, 4))
    with at(3, 4):
        take_care_of_passes(clock.now())
    second = Lot.objects.get(rolled_from__key__startswith="payment", begins_on=date(2027, 3, 4))
    assert second.credits == 5
    assert Record.objects.get(act="credits_lapsed").facts["credits"] == 3
    assert sum(lot.paid - lot.recognised for lot in of_pass.lots.all()) == 6_612
    assert Lot.objects.get(pk=rolled.pk).recognised == 3_967
    assert held(tours)[f"credit_result {tours.ref}"] == 3_967


def test_a_renewal_that_nobody_pays_ends_the_pass_after_a_fortnight(
    monthly: Product, tours: Network, ana: Person, tia: Person
) -> None:
    of_pass = pay(bought(monthly, ana), tia)
    with at(2, 4):
        take_care_of_passes(clock.now())
    with at(2, 17):
        take_care_of_passes(clock.now())
        of_pass.refresh_from_db()
        assert of_pass.state == State.OPEN
    with at(3, 4):
        take_care_of_passes(clock.now())
        of_pass.refresh_from_db()
    assert (of_pass.state, of_pass.renews_on) == (State.ENDED, None)
    assert Payment.objects.latest("pk").state == "cancelled"
    assert Letter.objects.filter(kind="tell_holder_it_is_over").count() == 1
    assert f"credits {of_pass.ref}" not in held(tours)


def test_the_renewal_is_switched_off_and_on_again_by_its_holder(
    monthly: Product, ana: Person, fay: Person, tia: Person
) -> None:
    of_pass = pay(bought(monthly, ana), tia)
    with pytest.raises(NotFound):
        switch_renewal(of_pass, False, by=fay)
    with at(1, 29):
        take_care_of_passes(clock.now())
        switch_renewal(of_pass, False, by=ana)
        assert Payment.objects.latest("pk").state == "cancelled"
        assert take_care_of_passes(clock.now()) == 0
        switch_renewal(of_pass, True, by=ana)
        of_pass.refresh_from_db()
        assert of_pass.renews_on == date(2027, 2, 4)
        assert take_care_of_passes(clock.now()) == 1
        assert [payment.state for payment in Payment.objects.order_by("pk")] == ["paid", "cancelled", "asked"]
        switch_renewal(of_pass, False, by=ana)
    with at(2, 4):
        take_care_of_passes(clock.now())
        of_pass.refresh_from_db()
        assert of_pass.state == State.ENDED
        assert refused(lambda: switch_renewal(of_pass, True, by=ana)).code == "pass_has_moved_on"


def test_renewals_that_were_asked_for_leave_room_for_the_others(
    monthly: Product, ana: Person, fay: Person, tia: Person
) -> None:
    first, second = pay(bought(monthly, ana), tia), pay(bought(monthly, fay), tia)
    on = date(2027, 1, 28)
    assert renewals_to_ask_for(on, 1) == [first.pk]
    with at(1, 28):
        ask_for_renewal(first.pk)
        assert renewals_to_ask_for(on, 1) == [second.pk]


def test_a_pack_does_not_renew(ten_days: Product, ana: Person, tia: Person) -> None:
    of_pass = pay(bought(ten_days, ana), tia)
    assert refused(lambda: switch_renewal(of_pass, True, by=ana)).code == "pass_does_not_renew"


def test_what_a_month_without_counting_leaves_is_the_networks(
    unlimited: Product, tours: Network, ana: Person, tia: Person
) -> None:
    of_pass = pay(bought(unlimited, ana), tia)
    use(of_pass.lots.get(), 4, 6_000)
    with at(2, 4):
        take_care_of_passes(clock.now())
    assert held(tours)[f"credit_result {tours.ref}"] == 16_529 - 6_000


def test_one_pass_that_fails_is_reported_and_the_rest_goes_on(
    monthly: Product, ana: Person, fay: Person, tia: Person
) -> None:
    broken, whole = pay(bought(monthly, ana), tia), pay(bought(monthly, fay), tia)
    Pass.objects.filter(pk=broken.pk).update(terms={})
    with at(1, 28), pytest.raises(ExceptionGroup):
        take_care_of_passes(clock.now())
    assert Payment.objects.filter(cause=whole.ref, state="asked").exists()


# Withdrawing


def test_a_consumer_withdraws_and_is_paid_back_what_was_not_used(
    ten_days: Product, tours: Network, ana: Person, tia: Person
) -> None:
    of_pass = pay(bought(ten_days, ana), tia)
    use(of_pass.lots.get(), 2, 2_463)
    with at(1, 18, hour=23):
        assert withdraw(of_pass, by=ana) == 11_920
        of_pass.refresh_from_db()
    assert of_pass.state == State.WITHDRAWN
    assert Refund.objects.get().amount == 11_920
    assert held(tours)[f"refund {of_pass.ref}"] == 11_920
    assert held(tours)[f"credits {of_pass.ref}"] == 2_463  # what was used: `use` marks days and books nothing
    letter = Letter.objects.get(kind="confirm_withdrawal")
    assert "€119.20" in letter.text
    assert "18\N{NO-BREAK SPACE}January at\N{NO-BREAK SPACE}23:00" in letter.text


def test_withdrawing_is_the_holders_own_and_for_fourteen_days(
    ten_days: Product, ana: Person, fay: Person, tia: Person
) -> None:
    of_pass = pay(bought(ten_days, ana), tia)
    with pytest.raises(NotFound):
        withdraw(of_pass, by=fay)
    with at(1, 19):
        assert refused(lambda: withdraw(of_pass, by=ana)).facts["day"] == date(2027, 1, 18)
    withdraw(of_pass, by=ana)
    assert refused(lambda: withdraw(of_pass, by=ana)).code == "pass_has_moved_on"


def test_what_is_gone_of_a_month_without_counting_stays_with_the_network(
    unlimited: Product, tours: Network, ana: Person, tia: Person
) -> None:
    of_pass = pay(bought(unlimited, ana), tia)
    with at(1, 10):
        assert withdraw(of_pass, by=ana) == 20_000 - 3_732 - 784
    assert f"credits {of_pass.ref}" not in held(tours)
    assert held(tours)[f"credit_result {tours.ref}"] == 3_732


# Contested at the bank


def test_a_pass_is_blocked_while_its_payment_is_contested_and_opens_again(
    ten_days: Product, tours: Network, ana: Person, tia: Person
) -> None:
    of_pass = pay(bought(ten_days, ana), tia)
    payment, before = Payment.objects.get(), held(tours)
    payment_disputed(payment, 14_900, "dispute:1", date(2027, 1, 8), by="gateway")
    of_pass.refresh_from_db()
    assert of_pass.state == State.BLOCKED
    dispute_ended(payment, 14_900, "dispute:1/won", date(2027, 1, 20), won=True, by="gateway")
    of_pass.refresh_from_db()
    assert (of_pass.state, held(tours)) == (State.OPEN, before)


def test_a_contest_that_is_lost_takes_what_was_not_used_and_the_rest_is_the_networks_loss(
    ten_days: Product, tours: Network, ana: Person, tia: Person
) -> None:
    of_pass = pay(bought(ten_days, ana), tia)
    payment = Payment.objects.get()
    use(of_pass.lots.get(), 2, 2_463)
    payment_disputed(payment, 14_900, "dispute:1", date(2027, 1, 8), by="gateway")
    dispute_ended(payment, 14_900, "dispute:1/lost", date(2027, 1, 20), won=False, by="gateway")
    of_pass.refresh_from_db()
    assert of_pass.state == State.ENDED
    lot = of_pass.lots.get()
    assert (lot.used, lot.recognised) == (10, 12_314)
    assert held(tours)[f"credit_result {tours.ref}"] == -(14_900 - 9_851 - 2_069)
    assert f"disputed {of_pass.ref}" not in held(tours)


# Looked at


def test_passes_and_books_say_the_same_through_a_whole_life(
    monthly: Product, ten_days: Product, tours: Network, ana: Person, fay: Person, tia: Person
) -> None:
    pay(bought(monthly, ana), tia)
    withdraw(pay(bought(ten_days, fay), tia), by=fay)
    assert list(faults_of_passes([tours.ref])) == []
    with at(2, 4):
        take_care_of_passes(clock.now())
    with at(4, 4):
        take_care_of_passes(clock.now())
    assert list(faults_of_passes([tours.ref])) == []


def test_a_pass_that_says_otherwise_than_the_books_is_a_fault_with_its_sentence(
    ten_days: Product, tours: Network, visa: Network, ana: Person, tia: Person
) -> None:
    of_pass = pay(bought(ten_days, ana), tia)
    use(of_pass.lots.get(), 2, 2_463)
    faults = list(faults_of_passes([tours.ref]))
    assert [fault.sentence for fault in faults] == [
        f"{of_pass.ref}: the books hold 12314 of credits for it, and what is left of it was paid with 9851.",
        f"{of_pass.ref}: of its lot {of_pass.lots.get().pk}, 2 days count as used, and 0 were charged.",
    ]
    assert list(faults_of_passes([visa.ref])) == []
    assert set(faults) <= set(faults_in_all())


# Forgotten


def test_whoever_is_forgotten_is_asked_for_nothing_more_and_the_books_stay(
    monthly: Product, ten_days: Product, tours: Network, ana: Person, tia: Person
) -> None:
    renewing, unpaid = pay(bought(monthly, ana), tia), bought(ten_days, ana)
    before = held(tours)
    taken = everything_kept_about(ana)["passes"]
    assert {one["name"] for one in taken} == {"Five days a month", "Ten days"}
    forget(ana)
    renewing.refresh_from_db()
    unpaid.refresh_from_db()
    assert (renewing.state, renewing.renews_on, unpaid.state) == (State.OPEN, None, State.ENDED)
    assert {payment.state for payment in Payment.objects.all()} == {"paid", "cancelled"}
    assert held(tours) == before
    letters = Letter.objects.count()
    with at(1, 30):
        assert take_care_of_passes(clock.now()) == 0
    assert Letter.objects.count() == letters


# After a month has ended in the books


def test_what_comes_late_is_booked_on_the_first_day_that_is_open(
    ten_days: Product, unlimited: Product, tours: Network, ana: Person, fay: Person, tia: Person
) -> None:
    settled, late = pay(bought(unlimited, ana), tia), bought(ten_days, fay)
    shut_month(tours.ref, date(2027, 1, 1), by="console")
    Lot.objects.filter(of_pass=settled).update(ends_on=date(2027, 1, 20))
    with at(2, 10):
        assert pay(late, tia, on=date(2027, 1, 29)).state == State.OPEN
        take_care_of_passes(clock.now())
    for cause in (settled.ref, late.ref):
        assert entries_about(cause).latest("pk").dated_on == date(2027, 2, 1)
